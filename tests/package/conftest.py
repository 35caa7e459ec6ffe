"""What a release is made of, built from the files that are in version control and from nothing else."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
EPOCH = "1700000000"
_LISTED = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
TOOLS = ("hatchling>=1.27", "hatch-vcs>=0.5")


def run(
    arguments: Sequence[str | Path], folder: Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run a command that must succeed."""
    done = subprocess.run(
        [str(one) for one in arguments],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture(scope="session")
def tracked() -> Sequence[str]:
    """Return the files that are in version control or may come into it, as they are in the working tree."""
    if not (ROOT / ".git").exists():
        pytest.skip("this is no checkout: nothing tells which files belong to it")
    listed = run([*_LISTED], ROOT).stdout.split("\0")
    return [name for name in listed if name and (ROOT / name).is_file()]


@pytest.fixture(scope="session")
def tree(tracked: Sequence[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of those files, which is no checkout."""
    return copied(tracked, tmp_path_factory.mktemp("tree") / "timtin")


def copied(tracked: Sequence[str], folder: Path) -> Path:
    """Copy the files in version control to a new folder."""
    for name in tracked:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="session")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """Return the environment in which releases are built; the tools are no part of the development lock."""
    folder = tmp_path_factory.mktemp("tools")
    command = [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    done = subprocess.run(
        [*command, "--target", str(folder), *TOOLS], capture_output=True, timeout=300
    )
    if done.returncode:
        pytest.skip("the build tools (hatchling, hatch-vcs) cannot be downloaded here")
    return {"PYTHONPATH": str(folder), "SOURCE_DATE_EPOCH": EPOCH}


def built(tree: Path, folder: Path, tools: Mapping[str, str], *kinds: str) -> Path:
    """Build a release of a tree into a folder: an sdist, and from that a wheel, where nothing else is said."""
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, *kinds]
    run([*command, tree], tree, **tools)
    return folder


@pytest.fixture(scope="session")
def release(tree: Path, tools: Mapping[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of an sdist and a wheel made from it."""
    return built(tree, tmp_path_factory.mktemp("release"), tools)


@pytest.fixture(scope="session")
def wheel(release: Path) -> Path:
    (found,) = release.glob("*.whl")
    return found


@pytest.fixture(scope="session")
def sdist(release: Path) -> Path:
    (found,) = release.glob("*.tar.gz")
    return found
