"""The units, the cron lines and the settings in deploy/ say what the program understands."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from searcher.settings import load_settings
from timtin.reindex import command

DEPLOY = Path(__file__).resolve().parent.parent.parent / "deploy"
JOBS = sorted(path for path in DEPLOY.glob("*.service") if "site" not in path.name)
FILES = sorted([*JOBS, *DEPLOY.glob("*.cron"), DEPLOY / "README.md"])


def commands(path: Path) -> list[list[str]]:
    """Return the arguments of every call of reindex.py in a file."""
    found = re.findall(r"reindex\.py((?: +-?-?[\w%-]+)+)", path.read_text(encoding="utf-8"))
    return [shlex.split(line.replace("%i", "bao")) for line in found]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_call_is_one_that_the_command_understands(path: Path) -> None:
    assert commands(path)
    for arguments in commands(path):
        context = command.make_context("reindex.py", arguments)
        assert context.params["index"] == "bao"
        context.close()


def test_the_settings_of_the_example_are_settings() -> None:
    settings = load_settings({"TIMTIN_SETTINGS": str(DEPLOY / "timtin.toml")})
    assert [source.index for source in settings.own_sources] == ["bao"]
    commented = (DEPLOY / "timtin.toml").read_text(encoding="utf-8")
    assert commented.count("[[sources.bao]]") == 3


def test_what_is_commented_out_in_the_example_is_right_too(tmp_path: Path) -> None:
    text = (DEPLOY / "timtin.toml").read_text(encoding="utf-8")
    live = re.sub(r"^# (?=\[\[|sql|query|place|default)", "", text, flags=re.M)
    (tmp_path / "timtin.toml").write_text(live, encoding="utf-8")
    assert len(load_settings({}, tmp_path).own_sources) == 3


@pytest.mark.parametrize("path", JOBS, ids=lambda path: path.name)
def test_a_unit_ends_the_job_before_its_workers(path: Path) -> None:
    unit = path.read_text(encoding="utf-8")
    assert "KillMode=mixed" in unit
    assert "SuccessExitStatus=1" in unit


UNITS = [*JOBS, *sorted(DEPLOY.glob("timtin-*@.timer"))]
EXPOSED = 3.0
"""What `systemd-analyze security` may say at most, of 10."""


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """Return a folder with the units as they are for the index `bao`, over an interpreter of this machine."""
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not on this machine")
    for path in UNITS:
        text = path.read_text(encoding="utf-8")
        text = text.replace("/srv/timtin/.venv/bin/python", "/bin/sh")
        (tmp_path / path.name.replace("@", "@bao")).write_text(text, encoding="utf-8")
    return tmp_path


def test_systemd_understands_every_line_of_the_units(units: Path) -> None:
    names = [str(path) for path in sorted(units.iterdir())]
    said = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *names], capture_output=True, text=True
    )
    about_ours = [line for line in said.stderr.splitlines() if "timtin" in line]
    assert about_ours == []


@pytest.mark.parametrize("name", ["timtin-nightly@bao.service", "timtin-reindex@bao.service"])
def test_the_jobs_may_do_little_but_their_work(units: Path, name: str) -> None:
    said = subprocess.run(
        ["systemd-analyze", "security", "--offline=yes", "--no-pager", str(units / name)],
        capture_output=True, text=True,
    )  # fmt: skip
    found = re.search(r"exposure level for .*: ([\d.]+)", said.stdout)
    if not found:
        pytest.skip(f"this systemd cannot judge units that are not loaded: {said.stderr[:80]}")
    assert float(found[1]) <= EXPOSED


def test_the_readme_names_every_unit_and_every_step_that_a_fresh_machine_needs() -> None:
    text = (DEPLOY / "README.md").read_text(encoding="utf-8")
    for words in ("adduser", "requirements.lock", "daemon-reload", "enable --now", "--rollback"):
        assert words in text
    started = re.search(r"enable --now (.*)", text)
    assert started is not None
    timers = {path.name.replace("@", "@bao") for path in UNITS if path.suffix == ".timer"}
    assert set(started[1].split()) == timers
