"""A real PostgreSQL, from Debian's package, for as long as the tests run."""

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest

_USER = "postgres"
"""Debian's user for the server, which refuses to run as root."""
_SETTINGS = "-c fsync=off -c full_page_writes=off -c listen_addresses= -c max_connections=40"


def programs() -> Path | None:
    """Return the folder of the server's programs; None where the package is absent."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    beside = shutil.which("initdb")
    return found[-1].parent if found else Path(beside).parent if beside else None


class Server:
    """A server of one's own, reached by a socket in its folder only."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.folder, self._programs = folder, programs
        self._names = itertools.count()

    def database(self) -> str:
        """Make an empty database; return its address as SQLAlchemy reads it."""
        name = f"test_{next(self._names)}"
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        return f"postgresql://{_USER}@/{name}?host={self.folder}"

    def start(self) -> None:
        options = f"{_SETTINGS} -k {self.folder}"
        log = self.folder / "log"
        self._run("pg_ctl", "-D", self._data, "-o", options, "-l", str(log), "-w", "start")

    def stop(self) -> None:
        """Stop at once, as a server does that is pulled the plug."""
        self._run("pg_ctl", "-D", self._data, "-m", "immediate", "-w", "stop")

    def make(self) -> None:
        """Make the folder of the databases."""
        locale = ("--encoding=UTF8", "--locale=C.UTF-8")
        self._run("initdb", "-D", self._data, "-A", "trust", "-U", _USER, "--no-sync", *locale)

    @property
    def _data(self) -> str:
        return str(self.folder / "data")

    def _address(self, database: str) -> str:
        return f"host={self.folder} dbname={database} user={_USER}"

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [self._programs / program, *arguments],
            check=True,
            cwd=self.folder,
            user=_USER if os.geteuid() == 0 else None,
            stdout=subprocess.DEVNULL,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        )


@contextmanager
def running() -> Iterator[Server]:
    """Start a server in a temporary folder; skip the test where PostgreSQL is not installed."""
    found = programs()
    if found is None:
        pytest.skip("there is no PostgreSQL on this machine (Debian: apt-get install postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="timtin-pg-"))
    server = Server(found, folder)
    try:
        if os.geteuid() == 0:
            os.chown(folder, pwd.getpwnam(_USER).pw_uid, -1)
        server.make()
        server.start()
        yield server
    finally:
        with suppress(subprocess.CalledProcessError):  # a test may have stopped it
            server.stop()
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Callable[[], str]]:
    """Return what makes an empty database on a real server."""
    with running() as server:
        yield server.database
