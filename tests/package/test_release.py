"""What `pip install timtin` brings: everything the program needs, the same bytes every time, the tag's version."""

import hashlib
import json
import shutil
import sys
import tarfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tests.package.conftest import built, copied, run

CODE = ("searcher/", "webui/", "timtin/", "reindex.py")
SHARED = ("samples/", "deploy/")
MANUAL = {"man/man1/timtin.1", "man/man1/reindex.py.1"}


def test_a_wheel_has_every_file_of_the_packages_and_no_other(
    wheel: Path, tracked: Sequence[str]
) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    shared = {name.partition("/share/")[2] for name in names if ".data/" in name}
    assert {name for name in names if ".data/" not in name} == _under(tracked, CODE)
    assert shared == MANUAL | {f"timtin/{name}" for name in _under(tracked, SHARED)}


def test_an_sdist_has_what_the_tests_and_the_handbook_need(
    sdist: Path, tracked: Sequence[str]
) -> None:
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = {name for name in tracked if not name.startswith(".")}
    assert wanted - names == set()


def _under(tracked: Sequence[str], folders: tuple[str, ...]) -> set[str]:
    return {name for name in tracked if name.startswith(folders)}


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the wheel in it, away from the checkout; its dependencies are the tests' own."""
    folder = tmp_path_factory.mktemp("installed")
    command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--target"]
    run([*command, folder, wheel], folder)
    return folder


def test_what_was_installed_finds_news_and_shows_them(installed: Path, tmp_path: Path) -> None:
    samples = installed / "share" / "timtin" / "samples"
    here = {"PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1"}
    timtin = [sys.executable, "-m", "timtin"]
    run([*timtin, "reindex", samples, "--workers", "1", "--quiet"], tmp_path, **here)
    found = json.loads(
        run([*timtin, "search", "ao dai song huong", "--json"], tmp_path, **here).stdout
    )
    assert found["hits"]
    assert json.loads(run([sys.executable, "-c", _VISIT], tmp_path, **here).stdout) == [200] * 7


_VISIT = """
import json, searcher, webui
from searcher import load_settings
assert "site-packages" not in searcher.__file__ and searcher.__file__.startswith(__import__("os").environ["PYTHONPATH"])
client = webui.create_app(load_settings()).test_client()
home = client.get("/").text
static = [piece.split('"')[0] for piece in home.split('href="')[1:] if ".css" in piece.split('"')[0]][0]
pages = ["/", "/tim?q=hue", "/thong-ke", "/openapi.json", "/opensearch.xml", static, "/?lang=en"]
print(json.dumps([client.get(page).status_code for page in pages]))
"""


def test_two_builds_are_the_same_byte_for_byte(
    release: Path, tree: Path, tools: Mapping[str, str], tmp_path: Path
) -> None:
    elsewhere = shutil.copytree(tree, tmp_path / "elsewhere", copy_function=shutil.copy)
    again = built(Path(elsewhere), tmp_path / "again", tools)
    assert digests(again) == digests(release)


def digests(folder: Path) -> dict[str, str]:
    """Return what is in each file of a folder, shortly."""
    paths = sorted(folder.iterdir())
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def test_the_version_is_the_tag_of_a_checkout(
    tracked: Sequence[str], tools: Mapping[str, str], tmp_path: Path
) -> None:
    tree = copied([name for name in tracked if not name.startswith("tests/")], tmp_path / "tree")
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@bao.example"]
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "Release"], ["tag", "v9.8.7"]):  # fmt: skip
        run([*git, *arguments], tree)
    (made,) = built(tree, tmp_path / "out", tools, "--wheel").iterdir()
    assert made.name == "timtin-9.8.7-py3-none-any.whl"


def test_a_tree_without_history_has_a_version_too(wheel: Path) -> None:
    assert wheel.name == "timtin-1.0.dev0-py3-none-any.whl"


def test_the_command_says_its_version(installed: Path, tmp_path: Path) -> None:
    said = run([sys.executable, "-m", "timtin", "--version"], tmp_path, PYTHONPATH=str(installed), PYTHONSAFEPATH="1")  # fmt: skip
    assert said.stdout == "timtin, version 1.0.dev0\n"
