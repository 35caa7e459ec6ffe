"""A site to be measured: a copy of an index, and `timtin serve` over it in processes of its own."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

TIMTIN = (sys.executable, "-m", "timtin")


def copied(home: Path, index: str, folder: Path) -> Path:
    """Copy an index into a folder by hard links and return the new home: publishing there changes nothing here."""
    shutil.copytree(home / index, folder / index, copy_function=_linked, symlinks=True)
    return folder


def _linked(source: str, target: str) -> None:
    """Link files of generations, which never change; copy the others."""
    if Path(source).stat().st_size > 1 << 16:
        os.link(source, target)
    else:
        shutil.copy2(source, target)


@dataclass(slots=True)
class Running:
    """A server under way."""

    process: "subprocess.Popen[str]"
    port: int
    errors: Path
    started: float = field(default_factory=time.monotonic)

    @property
    def workers(self) -> list[int]:
        """The process ids of its workers; its own where it has none."""
        found = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(one) for one in found.split()] or [self.process.pid]

    def reload(self) -> None:
        """Let the master replace its workers."""
        self.process.send_signal(signal.SIGHUP)

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> bytes:
        """Return what stands at a path, asked with these headers."""
        asked = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", headers=dict(headers or {})
        )
        with urllib.request.urlopen(asked, timeout=60) as answer:  # noqa: S310 - this machine
            return bytes(answer.read())

    def wait_until_ready(self, seconds: float = 60) -> None:
        """Wait until the site answers searches."""
        end = time.monotonic() + seconds
        while True:
            with suppress(OSError):
                self.get("/readyz")
                return
            if time.monotonic() > end or self.process.poll() is not None:
                raise TimeoutError(self.errors.read_text(encoding="utf-8")[-2000:])
            time.sleep(0.05)


@contextmanager
def served(
    home: Path, index: str, folder: Path, *options: str, environ: Mapping[str, str] | None = None
) -> Iterator[Running]:
    """Serve an index on a free port; what it logs goes into the folder. The benchmark speaks as its proxy."""
    known = {**os.environ, "TIMTIN_TRUSTED_PROXY": "127.0.0.1", **(environ or {})}
    command = (*TIMTIN, "serve", "--home", str(home), "--index", index, "--port", "0", *options)
    errors = folder / "serve.log"
    with errors.open("w") as log:
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=log, text=True, env=known
        )
    try:
        line = process.stdout.readline() if process.stdout else ""
        found = re.search(r":(\d+)$", line.strip())
        if not found:
            raise RuntimeError(errors.read_text(encoding="utf-8"))
        yield Running(process=process, port=int(found[1]), errors=errors)
    finally:
        process.terminate()
        process.wait(60)
        if process.stdout:
            process.stdout.close()


def memory_of(pid: int) -> dict[str, int]:
    """Return what a process holds, in MB: resident, and proportional (shared pages divided by who has them)."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    found = dict(line.split(":", 1) for line in lines[1:])
    return {name: int(found[name].split()[0]) // 1024 for name in ("Rss", "Pss", "Private_Dirty")}
