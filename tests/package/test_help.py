"""Help that teaches: every command has examples, and they are what the commands understand and do."""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from searcher import Order, Settings, reindex
from tests.package.commands import Command, commands
from timtin import main

ROOT = Path(__file__).resolve().parent.parent.parent
ALL = {one.name: one for one in commands()}
EXAMPLES = [(one.name, line) for one in ALL.values() for line in one.examples]
ELSEWHERE = (
    "serve",
    "dev-cluster",
    "--watch",
    "sql:",
    "postgresql:",
    "rss:",
    "--rollback",
    "tin.jsonl.xz trang/",
)
"""Examples that serve for ever, or need what no test has."""


@pytest.mark.parametrize("command", ALL.values(), ids=ALL)
def test_every_command_says_what_it_does_with_an_example(command: Command) -> None:
    first = (command.command.help or "").splitlines()[0]
    assert first
    assert command.examples, "give an example below “Ví dụ / Examples:”"


def words(line: str) -> list[list[str]]:
    """Return the words of every call of ours in a line of shell."""
    parts = [shlex.split(part.partition(">")[0].partition("<")[0]) for part in line.split(" | ")]
    calls = [part for part in parts if part[0] in ("timtin", "python")]
    return [part[1:] if part[0] == "timtin" else ["reindex", *part[2:]] for part in calls]


@pytest.mark.parametrize(("name", "line"), EXAMPLES, ids=[line for _, line in EXAMPLES])
def test_every_example_is_understood(
    name: str, line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(prepared(tmp_path))
    assert name == "timtin" or name.split()[1] in [call[0] for call in words(line)]
    for call in words(line):
        context = main.make_context("timtin", list(call))
        found = main.resolve_command(context, call)[1]
        assert found is not None
        _parsed(found, call[1:], context)


def _parsed(command: click.Command, arguments: list[str], parent: click.Context) -> None:
    with command.make_context(command.name, list(arguments), parent=parent) as context:
        if isinstance(command, click.Group):
            found = command.resolve_command(context, list(arguments))[1]
            assert found is not None
            _parsed(found, list(arguments[1:]), context)


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of two indexes of the samples."""
    folder = tmp_path_factory.mktemp("home")
    reindex(
        Order(places=(str(ROOT / "samples"),)),
        Settings(home=folder / "indexes", index="tin", workers=1),
    )
    shutil.copytree(folder / "indexes" / "tin", folder / "indexes" / "bao")
    return folder


def prepared(folder: Path) -> Path:
    """Put everything that examples read into a folder."""
    shutil.copytree(ROOT / "samples", folder / "samples", dirs_exist_ok=True)
    shutil.copy(ROOT / "reindex.py", folder)
    (folder / "queries.jsonl").write_text('{"id": "1", "text": "ao dai"}\n', encoding="utf-8")
    (folder / "articles.jsonl").write_text(
        '{"id": "1", "article": "mientrung-0002"}\n', encoding="utf-8"
    )
    (folder / "bai.txt").write_text("Cố đô Huế\n", encoding="utf-8")
    (folder / "ban-thao.txt").write_text(
        "Lễ hội áo dài trên sông Hương\n\nTối 8.3, 400 bộ áo dài được trình diễn trên sông Hương.\n",
        encoding="utf-8",
    )
    (folder / "mat-khau.txt").write_text("một mật khẩu đủ dài 2026\n", encoding="utf-8")
    (folder / "timtin.toml").write_text(
        f'[[sources.bao]]\nplace = "{folder}/samples"\n', encoding="utf-8"
    )
    return folder


RUNNABLE = [line for _, line in EXAMPLES if not any(word in line for word in ELSEWHERE)]


@pytest.mark.parametrize("line", [one for one in RUNNABLE if not one.startswith("timtin user")])
def test_every_example_does_what_it_says(
    line: str, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(home / "indexes", tmp_path / "indexes", copy_function=os.link)
    monkeypatch.chdir(prepared(tmp_path))
    assert done(line, tmp_path) == 0


def test_the_examples_of_users_follow_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(prepared(tmp_path))
    typed = "một mật khẩu khác, đủ dài\n"
    for line in [line for name, line in EXAMPLES if name == "timtin user"]:
        assert done(line, tmp_path, typed) == 0, line


def done(line: str, folder: Path, typed: str = "") -> int:
    """Do what a line says: in this process, or in a shell where it has pipes and files."""
    if any(sign in line for sign in "|<>"):
        return shell(line, folder, typed).returncode
    (call,) = words(line)
    return CliRunner().invoke(main, call, input=typed, catch_exceptions=False).exit_code


def shell(line: str, folder: Path, typed: str = "") -> subprocess.CompletedProcess[str]:
    """Run a line as a reader of the help types it."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", line],
        cwd=folder,
        env={**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)},
        input=typed,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )


def completed(shell_name: str, typed: str, folder: Path) -> list[str]:
    """Return what a real shell offers after what was typed."""
    if not shutil.which(shell_name):
        pytest.skip(f"there is no {shell_name} on this machine (Debian package {shell_name})")
    script = folder / f"timtin.{shell_name}"
    assert shell(f"timtin completion {shell_name} > {script}", folder).returncode == 0
    asked = _ASKING[shell_name].format(script=script, typed=typed)
    done = subprocess.run(
        [shell_name, "-c", asked], capture_output=True, encoding="utf-8", timeout=120, env=_path()
    )
    return [line.split("\t")[0].split(",")[-1] for line in done.stdout.split()]


def _path() -> Mapping[str, str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)}


_ASKING = {
    "bash": '. {script}; COMP_WORDS=(timtin {typed}); COMP_CWORD=1; _timtin_completion timtin; echo "${{COMPREPLY[@]}}"',
    "fish": 'source {script}; complete -C "timtin {typed}"',
    "zsh": (
        "compdef() {{ }}; _describe() {{ print -rl -- ${{(@P)3}} }}; compadd() {{ print -r -- $@ }};"
        "words=(timtin {typed}); CURRENT=2; . {script}; _timtin_completion"
    ),
}


@pytest.mark.parametrize("shell_name", ["bash", "fish", "zsh"])
def test_a_shell_completes_commands(shell_name: str, tmp_path: Path) -> None:
    offered = " ".join(completed(shell_name, "re", tmp_path))
    assert all(name in offered for name in ("reindex", "related", "restore"))
    assert "serve" not in offered
