"""`timtin user`: who may log in, with passwords that never stand in a command."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from searcher import Accounts, Origin, Settings, Wanted
from timtin.user import command

WORDS, OTHER = "một câu dài dễ nhớ", "một câu khác cũng dài"


def timtin(home: Path, *words: str, typed: str = "") -> Result:
    return CliRunner().invoke(command, [*words, "--home", str(home)], input=typed)


def names(home: Path) -> list[tuple[str, str]]:
    listed = json.loads(timtin(home, "list", "--json").output)
    return [(user["name"], user["role"]) for user in listed]


def test_the_first_user_is_an_administrator_the_next_an_editor(tmp_path: Path) -> None:
    assert timtin(tmp_path, "add", "Hương", typed=f"{WORDS}\n").exit_code == 0
    assert timtin(tmp_path, "add", "lan", typed=f"{OTHER}\r\n").exit_code == 0
    assert timtin(tmp_path, "add", "mai", "--role", "admin", typed=OTHER).exit_code == 0
    assert names(tmp_path) == [("hương", "admin"), ("lan", "editor"), ("mai", "admin")]
    accounts = Accounts(Settings(home=tmp_path))
    assert accounts.log_in("lan", OTHER, Origin(address="")).wanted is Wanted.CODE
    accounts.close()


def test_a_user_is_listed_given_a_password_and_removed(tmp_path: Path) -> None:
    assert "Chưa có" in timtin(tmp_path, "list").output
    timtin(tmp_path, "add", "hương", typed=WORDS)
    assert "hương" in timtin(tmp_path, "list").output
    assert timtin(tmp_path, "password", "HƯƠNG", typed=OTHER).exit_code == 0
    accounts = Accounts(Settings(home=tmp_path))
    assert accounts.log_in("hương", OTHER, Origin(address=""))
    accounts.close()
    assert timtin(tmp_path, "remove", "hương").exit_code == 0
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        (("add", "hương"), "ngắn\n"),
        (("add", "hương"), ""),
        (("add", "<b>"), WORDS),
        (("add", "hương", "--role", "vua"), WORDS),
        (("remove", "hương"), ""),
        (("password", "hương"), WORDS),
        (("add",), WORDS),
        (("add", "hương", "--password", WORDS), ""),
    ],
)
def test_what_cannot_be_ends_with_2_and_makes_nobody(
    tmp_path: Path, words: tuple[str, ...], typed: str
) -> None:
    assert timtin(tmp_path, *words, typed=typed).exit_code == 2
    assert names(tmp_path) == []


def test_on_a_terminal_the_password_is_asked_twice_and_not_shown(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "timtin", "user", "add", "huong", "--home", str(tmp_path)],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"},
    ) as process:
        os.close(theirs)
        shown = _until(ours, b": ")
        os.write(ours, b"correct horse battery\n")
        shown += _until(ours, b": ")
        os.write(ours, b"correct horse battery\n")
        shown += _until(ours, b"(admin).")
    assert process.returncode == 0
    assert b"horse" not in shown
    os.close(ours)


def _until(terminal: int, end: bytes) -> bytes:
    """Return what a terminal shows up to some bytes, or to its end."""
    shown = b""
    while end not in shown:
        try:
            more = os.read(terminal, 1000)
        except OSError:  # the other side went away
            break
        shown += more
    return shown
