"""The manual pages: every command, argument and option, in roff that a formatter has nothing to say about."""

import re
import shutil
import subprocess
from pathlib import Path

import click
import pytest

from docs.manual import FOLDER, roff
from docs.reference import commands
from timtin import main

PAGES = sorted(FOLDER.glob("*.1"))


def unescaped(text: str) -> str:
    """Return what a page shows of a line."""
    return text.replace("\\(dq", '"').replace("\\-", "-").replace("\\&", "").replace("\\e", "\\")


def sections(path: Path) -> dict[str, str]:
    """Return the parts of a page by the commands that they are about."""
    text = unescaped(path.read_text(encoding="utf-8"))
    return dict(
        re.findall(r'^\.(?:TH|SS) "(.*?)".*?\n(.*?)(?=^\.SS|^\.SH EXIT|\Z)', text, re.M | re.S)
    )


def shown(part: str, command: click.Command) -> int:
    """Return how many options of a command its part has; fails where one or an argument is missing."""
    options = [one for one in command.params if isinstance(one, click.Option)]
    for option in options:
        for name in (*option.opts, *option.secondary_opts):
            assert re.search(rf'^\.B ".*(?<![\w-]){re.escape(name)}(?![\w-])', part, re.M), name
        assert not option.help or " ".join(option.help.split()) in " ".join(part.split())
    for one in command.params:
        if isinstance(one, click.Argument):
            assert one.make_metavar(click.Context(command)).strip("[].") in part
    return len(options)


def test_every_command_and_every_option_has_its_lines() -> None:
    parts = sections(FOLDER / "timtin.1")
    found = dict(commands("timtin", main))
    assert {"TIMTIN", *found} - {"timtin"} == set(parts)
    count = sum(
        shown(parts[name if name in parts else "TIMTIN"], one) for name, one in found.items()
    )
    assert count >= 60


def test_the_batch_job_has_a_page_of_its_own() -> None:
    command = dict(commands("timtin", main))["timtin reindex"]
    assert shown(sections(FOLDER / "reindex.py.1")["REINDEX.PY"], command) >= 15


def test_a_text_shows_as_it_is() -> None:
    typed = ".TH 'a' -- \\fB \"x\"\n'quote\n.dot"
    assert not re.search(r"^[.']", roff(typed), re.M)
    assert unescaped(roff(typed)) == typed


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_formatter_has_nothing_to_say(path: Path) -> None:
    if not shutil.which("groff"):
        pytest.skip("there is no groff on this machine (Debian: apt-get install groff)")
    done = subprocess.run(
        ["groff", "-man", "-Kutf8", "-Tutf8", "-ww", str(path)],
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=60,
    )
    assert done.stderr == ""
    assert "Ví dụ" in done.stdout
