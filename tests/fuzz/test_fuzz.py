"""Bytes that once broke a reader, and some new ones: an answer, or an error of the program's own."""

import random
from pathlib import Path

import pytest

from benchmarks.fuzz import Outcome, every_target, fuzzed, tried
from benchmarks.fuzz_index import READERS
from benchmarks.fuzz_mutations import mutated
from benchmarks.fuzz_targets import Ground, Target

FOUND = Path(__file__).parent / "found"
CASES = sorted(FOUND.glob("*/*.bin"))
NAMES = (
    "query", "parameters", "search", "suggest", "keyboard", "text", "decoding", "dates", "extract-html",
    "extract-record", "extract-text", "draft", "source-jsonl", "source-csv", "source-tsv", "source-xml", "source-warc",
    "source-zip", "source-tar", "source-jsonl.gz", *(f"index-{reader.name}" for reader in READERS),
)  # fmt: skip


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Target]:
    return every_target(Ground(tmp_path_factory.mktemp("fuzz")))


def test_every_target_is_in_the_list(known: dict[str, Target]) -> None:
    assert sorted(known) == sorted(NAMES)


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_what_once_broke_a_reader_is_answered_or_refused(
    known: dict[str, Target], path: Path
) -> None:
    outcome = Outcome(name=path.parent.name)
    tried(known[path.parent.name], path.read_bytes(), outcome)
    assert not outcome.found


@pytest.mark.parametrize("name", NAMES)
def test_changed_bytes_are_answered_or_refused(known: dict[str, Target], name: str) -> None:
    outcome = fuzzed(known[name], 60, seed=0)
    assert not outcome.found, outcome.found


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("index-")])
def test_damage_to_a_file_is_seen_or_changes_nothing(known: dict[str, Target], name: str) -> None:
    """What was not made right again must not pass; ledgers are compared by the manifest's digests instead."""
    assert refusals(known[name]) or name in {"index-journal", "index-order"}


def refusals(target: Target) -> int:
    outcome = fuzzed(target, 60, seed=0)
    return sum(outcome.refused.values())


def test_a_reader_that_breaks_or_hangs_is_a_finding() -> None:
    def breaks(content: bytes) -> None:
        if content != b"seed":
            raise IndexError(content)

    outcome = fuzzed(Target(name="broken", seeds=[b"seed"], call=breaks), 50, seed=0)
    assert [where.split()[0] for where in outcome.found] == ["IndexError"]
    assert "| broken | 50 |" in outcome.line()


def test_the_same_seed_gives_the_same_bytes() -> None:
    one, other = random.Random(7), random.Random(7)  # noqa: S311
    assert [mutated(one, [b"abc"]) for _ in range(200)] == [
        mutated(other, [b"abc"]) for _ in range(200)
    ]
