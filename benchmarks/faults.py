"""Let every call by which a run writes fail once, in every way: readers see before or after, the next run succeeds.

    python -m benchmarks.faults [--home DIR] [--only NAME] [--most N]

The calls are those of `searcher.disk`: open, write, sync, rename, remove, folder, link. Each fails with EIO, with
ENOSPC, with a short write, or the process is killed there, or right after half of a write. After each fault the
visible generation answers fifty queries exactly as before the run or exactly as after it, `check` finds nothing
damaged, and the next run gives what an undisturbed one gives. A try is a child of this process, which has everything
loaded; a home in memory (/dev/shm) is quicker, and proves the same.
"""

import argparse
import errno
import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import searcher.disk as disk
from benchmarks.faults_archives import RUNS, Small
from searcher import TimTinError

_ANY = ("kill", "EIO", "ENOSPC")
WAYS = {
    # of a write a part is taken and the rest asked for, or the process is killed there
    "write": (*_ANY, "short", "torn"),
    "remove": ("kill", "EIO"),  # takes no room
    **dict.fromkeys(("open", "sync", "rename", "folder", "link"), _ANY),
}
DONE, REFUSED, WRONG = 0, 3, 99
KILLED = -signal.SIGKILL
Place = tuple[int, str]


@dataclass(slots=True)
class Course:
    """What happened in a scenario: calls of an undisturbed run, faults, and what was wrong after which."""

    name: str
    calls: int = 0
    faults: int = 0
    after: int = 0
    """Faults after which readers saw the new generation."""
    wrong: list[str] = field(default_factory=list)

    def told(self) -> str:
        """Return it in a line."""
        return f"{self.name}: {self.faults} faults at {self.calls} calls, {self.after} of them seen as after"


class Fault:
    """Lets one call go wrong; counts the calls of a process and of all its children."""

    def __init__(self, place: int, way: str) -> None:
        self.place, self.way = place, way
        self._calls = multiprocessing.get_context("fork").Value("i", 0)
        self._struck = multiprocessing.get_context("fork").Value("i", 0)

    @property
    def calls(self) -> int:
        """The calls so far."""
        return int(self._calls.value)

    def __call__(self, _what: str, path: Path, size: int) -> int:
        """Let a call pass or fail; see `disk.Trouble`."""
        with self._calls.get_lock():
            self._calls.value += 1
            number = self._calls.value
        if self._struck.value and self.way == "torn":
            os.kill(os.getpid(), signal.SIGKILL)
        if number != self.place:
            return size
        self._struck.value = 1
        return self._strike(path, size)

    def _strike(self, path: Path, size: int) -> int:
        if self.way == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if self.way in {"EIO", "ENOSPC"}:
            code = getattr(errno, self.way)
            raise OSError(code, os.strerror(code), str(path))
        return (size + 1) // 2  # the system took only a part


def calls_of(small: Small, run: Callable[[Small], object]) -> list[str]:
    """Return what an undisturbed run calls, one after another; of worker processes only that they called."""
    seen: list[str] = []
    counted = Fault(0, "")

    def note(what: str, path: Path, size: int) -> int:
        seen.append(what)
        return counted(what, path, size)

    with disk.troubled(note):
        run(small)
    return seen + ["open"] * (counted.calls - len(seen))


def places(calls: Sequence[str], most: int | None = None) -> list[Place]:
    """Return every call and every way in which it can go wrong, or so many of them, evenly."""
    found = [(place, way) for place, what in enumerate(calls, 1) for way in WAYS[what]]
    if most is None or most >= len(found):
        return found
    return [found[number * (len(found) - 1) // (most - 1)] for number in range(most)]


def faulty(small: Small, run: Callable[[Small], object], fault: Fault) -> int:
    """Run in a process group of its own; return DONE, REFUSED for an error of ours or the system's, or the signal."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # a child of threads only runs and ends
        process = os.fork()
    if not process:
        os._exit(_ended(small, run, fault))
    with suppress(OSError):
        os.setpgid(process, process)
    code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    with suppress(ProcessLookupError):
        while True:  # workers of a killed run, who hold what they inherited
            os.killpg(process, signal.SIGKILL)
            time.sleep(0.001)
    return code


def _ended(small: Small, run: Callable[[Small], object], fault: Fault) -> int:
    with suppress(OSError):
        os.setpgid(0, 0)
    try:
        with disk.troubled(fault), open(os.devnull, "w") as nothing:  # noqa: PTH123 - a device
            os.dup2(nothing.fileno(), 2)
            run(small)
    except (TimTinError, OSError):
        return REFUSED
    except BaseException:  # whatever it is, it is not ours
        return WRONG
    return DONE


def tried(name: str, small: Small, folder: Path, most: int | None = None) -> Course:
    """Let the calls of a run fail one after another, each over a fresh copy of a small index."""
    run, course = RUNS[name], Course(f"{small.settings.engine}, {name}")
    before = small.answers()
    clean = small.copy(folder / "clean")
    calls = calls_of(clean, run)
    after = clean.answers()
    clean.go_on()
    last = clean.articles()
    course.calls = len(calls)
    for place, way in places(calls, most):
        copy = small.copy(folder / "try")
        ended = faulty(copy, run, Fault(place, way))
        seen = copy.answers()
        course.faults += 1
        course.after += seen == after
        allowed = {after} if ended == DONE else {before, after}
        if ended not in {DONE, REFUSED, KILLED} or seen not in allowed:
            course.wrong.append(f"{course.name}: {way} at call {place}: ended {ended}, {seen[:60]}")
        copy.go_on()
        if copy.articles() != last:
            course.wrong.append(f"{course.name}: {way} at call {place}: the next run differs")
        shutil.rmtree(copy.folder)
    return course


@contextmanager
def quick_folder(home: Path | None = None) -> Iterator[Path]:
    """Give an empty folder, in memory where there is such a place: what a disk takes longer for proves nothing."""
    memory = Path("/dev/shm")  # noqa: S108 - a fresh folder inside
    place = home or (memory if os.access(memory, os.W_OK) else None)
    with tempfile.TemporaryDirectory(dir=place) as name:
        yield Path(name)


def main() -> None:
    """Try every scenario; print and count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--only")
    parser.add_argument("--most", type=int)
    options = parser.parse_args()
    courses = []
    for engine in ("whoosh", "memory"):
        for name in RUNS:
            if options.only in {None, name}:
                with quick_folder(options.home) as folder:
                    small = Small.made(folder / "small", engine, name)
                    courses.append(tried(name, small, folder, options.most))
                print(courses[-1].told(), flush=True)
    wrong = [one for course in courses for one in course.wrong]
    print(f"{sum(course.faults for course in courses)} faults, {len(wrong)} wrong")
    print("\n".join(wrong))
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
