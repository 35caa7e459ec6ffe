"""Throw changed bytes at everything that reads bytes, and keep what breaks a reader.

    python -m benchmarks.fuzz [TARGET...] [--runs 100000] [--seed 1] [--json FILE] [--keep FOLDER] [--coverage]

A target (`fuzz_targets`: queries, pages, files of news; `fuzz_index`: files of an index) reads its seeds after one to
six changes each (`fuzz_mutations`). It must answer or raise an error of the program's own, within `PATIENCE` seconds.
Anything else is a finding: its bytes are written to the folder of `--keep`, and what is mended stays in
`tests/fuzz/found/` as a regression test. `--coverage` lets atheris steer one target, where that is installed.
"""

import argparse
import hashlib
import json
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.fuzz_index import index_targets
from benchmarks.fuzz_mutations import mutated
from benchmarks.fuzz_targets import Ground, Target, targets

PATIENCE = 10.0
"""Seconds after which a reader is taken to hang; the machine may be loaded."""

MEMORY = 6 << 30
"""Bytes that a reader may not go beyond: MemoryError is a finding."""


class Hanging(Exception):
    """A reader took longer than `PATIENCE`."""


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What became of the runs of a target: answers, refusals by error, findings by where they were raised."""

    name: str
    runs: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    refused: Counter[str] = field(default_factory=Counter)
    found: dict[str, bytes] = field(default_factory=dict)

    def line(self) -> str:
        """Return the outcome as a row of a table."""
        said = ", ".join(f"{name} {count}" for name, count in self.refused.most_common(3))
        return f"| {self.name} | {self.runs:,} | {self.seconds:.0f} | {1000 * self.slowest:.0f} | {len(self.found)} | {said} |"


@contextmanager
def patience(seconds: float) -> Iterator[None]:
    """Raise Hanging in what takes longer; of the main thread only."""

    def hang(*_: object) -> None:
        raise Hanging(seconds)

    before = signal.signal(signal.SIGALRM, hang)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def tried(target: Target, content: bytes, outcome: Outcome) -> None:
    """Read some bytes once and note what became of it."""
    start = time.perf_counter()
    try:
        with patience(PATIENCE):
            target.call(content)
    except target.allowed as error:
        outcome.refused[type(error).__name__] += 1
    except Exception as error:
        outcome.found.setdefault(where(error), content)
    outcome.runs += 1
    outcome.slowest = max(outcome.slowest, time.perf_counter() - start)


def where(error: Exception) -> str:
    """Return the kind of an error and the innermost line of this project that it came from."""
    root = Path(__file__).resolve().parent.parent
    frames = traceback.extract_tb(error.__traceback__)
    ours = [one for one in frames if Path(one.filename).is_relative_to(root / "searcher")]
    last = (ours or frames)[-1]
    return f"{type(error).__name__} {Path(last.filename).name}:{last.lineno}"


def changed(rng: random.Random, target: Target) -> bytes:
    """Return changed bytes; where a target can make sums right again, half of them have right sums."""
    content = mutated(rng, target.seeds)
    return target.repair(content) if target.repair and rng.random() < 0.5 else content


def fuzzed(target: Target, runs: int, seed: int) -> Outcome:
    """Run a target on its seeds, then on what changes make of them; the same for the same seed."""
    outcome, start = Outcome(name=target.name), time.perf_counter()
    rng = random.Random(f"{seed} {target.name}")  # noqa: S311 - chance, not secrecy
    for content in target.seeds:
        tried(target, content, outcome)
    while outcome.runs < runs:
        tried(target, changed(rng, target), outcome)
    outcome.seconds = time.perf_counter() - start
    return outcome


def steered(target: Target, runs: int) -> None:
    """Let atheris change the bytes by what code they reach; ends the process."""
    import atheris

    def once(content: bytes) -> None:
        outcome = Outcome(name=target.name)
        tried(target, content, outcome)
        if outcome.found:
            raise AssertionError(list(outcome.found))

    atheris.instrument_all()
    with tempfile.TemporaryDirectory() as corpus:
        for number, seed in enumerate(target.seeds):
            Path(corpus, str(number)).write_bytes(seed)
        atheris.Setup([sys.argv[0], f"-runs={runs}", "-max_len=4096", corpus], once)
        atheris.Fuzz()


def kept(outcome: Outcome, folder: Path) -> Iterator[Path]:
    """Write the findings of a target, one file each."""
    for content in outcome.found.values():
        path = folder / outcome.name / f"{hashlib.blake2b(content, digest_size=6).hexdigest()}.bin"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        yield path


def every_target(ground: Ground) -> dict[str, Target]:
    """Return all targets by name."""
    return {target.name: target for target in (*targets(ground), *index_targets(ground))}


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)  # fmt: skip
    parser.add_argument("targets", nargs="*")
    parser.add_argument("--runs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--keep", type=Path, default=Path("fuzz-found"))
    parser.add_argument("--coverage", action="store_true")
    return parser.parse_args(argv)


def _record(outcome: Outcome) -> dict[str, Any]:
    return {"target": outcome.name, "runs": outcome.runs, "seconds": round(outcome.seconds, 1),
            "slowest_ms": round(1000 * outcome.slowest, 1), "refused": dict(outcome.refused),
            "found": list(outcome.found)}  # fmt: skip


def main(argv: Sequence[str] | None = None) -> int:
    """Fuzz the targets named, or all; return 1 where anything was found."""
    asked = _arguments(argv)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    records = []
    with tempfile.TemporaryDirectory(prefix="timtin-fuzz-") as folder:
        known = every_target(Ground(Path(folder)))
        print("| target | runs | s | slowest ms | findings | refused |\n|---|---|---|---|---|---|")
        for name in asked.targets or known:
            if asked.coverage:
                steered(known[name], asked.runs)
            outcome = fuzzed(known[name], asked.runs, asked.seed)
            print(outcome.line(), *outcome.found, *kept(outcome, asked.keep), sep="\n  ", flush=True)  # fmt: skip
            records.append(_record(outcome))
            if asked.json:
                asked.json.write_text(json.dumps(records, indent=1), encoding="utf-8")
    return int(any(record["found"] for record in records))


if __name__ == "__main__":
    sys.exit(main())
