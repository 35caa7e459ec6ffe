"""Counters and users in one file, opened by a server and by commands at the same time."""

import subprocess
import sys
from pathlib import Path

from searcher.accounts import Accounts
from searcher.counting import Counting
from searcher.model.people import Role
from searcher.settings import Settings
from tests.counters.conftest import reader
from tests.counters.people import BY, OTHER, WORDS, quick

_LIST = "import sys; from timtin import main; main(sys.argv[1:])"


def test_a_command_beside_a_server_takes_nothing_of_what_it_counts(tmp_path: Path) -> None:
    """A file that is closed takes all locks of its process with it (POSIX): nobody may open it beside SQLite.

    Without its locks a server looks gone, and the last command to close the file takes the log of changes away.
    """
    settings = Settings(home=tmp_path)
    counting, accounts = Counting(settings), Accounts(settings, passwords=quick())
    counting.visit(reader(1))
    assert counting.flush()
    accounts.add("hương", WORDS, Role.ADMINISTRATOR, BY)
    command = [sys.executable, "-c", _LIST, "user", "list", "--home", str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    counting.visit(reader(2))
    assert counting.flush()
    accounts.add("lan", OTHER, Role.EDITOR, BY)
    assert _kept(next(tmp_path.glob("*.sqlite3"))) == (2, 2)
    counting.close()
    accounts.close()


def _kept(file: Path) -> tuple[int, int]:
    """Return the visits and the users that another process would read."""
    asked = (
        "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]);"
        "print(*db.execute('SELECT (SELECT sum(count) FROM visits), (SELECT count(*) FROM users)').fetchone())"
    )
    said = subprocess.run(
        [sys.executable, "-c", asked, str(file)], check=True, capture_output=True, text=True
    )
    visits, users = map(int, said.stdout.split())
    return visits, users
