"""SECURITY.md has a line for each requirement of OWASP ASVS 5.0, levels 1 and 2, and names tests that exist."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINE = re.compile(
    r"^\| (V\d+\.\d+\.\d+) \| (.*?) \| (met|partly|open|n/a) \| (.*?) \| (.*?) ?\|$", re.MULTILINE
)
REQUIREMENTS = {
    "V1.1": "1-2",
    "V1.2": "1-9",
    "V1.3": "1-11",
    "V1.4": "1-3",
    "V1.5": "1-2",
    "V2.1": "1-3",
    "V2.2": "1-3",
    "V2.3": "1-4",
    "V2.4": "1",
    "V3.2": "1-2",
    "V3.3": "1-4",
    "V3.4": "1-6",
    "V3.5": "1-5",
    "V3.7": "1-2",
    "V4.1": "1-3",
    "V4.2": "1",
    "V4.3": "1-2",
    "V4.4": "1-4",
    "V5.1": "1",
    "V5.2": "1-3",
    "V5.3": "1-2",
    "V5.4": "1-3",
    "V6.1": "1-3",
    "V6.2": "1-12",
    "V6.3": "1-4",
    "V6.4": "1-4",
    "V6.5": "1-5",
    "V6.6": "1-3",
    "V6.8": "1-4",
    "V7.1": "1-3",
    "V7.2": "1-4",
    "V7.3": "1-2",
    "V7.4": "1-5",
    "V7.5": "1-2",
    "V7.6": "1-2",
    "V8.1": "1-2",
    "V8.2": "1-3",
    "V8.3": "1",
    "V8.4": "1",
    "V9.1": "1-3",
    "V9.2": "1-4",
    "V10.1": "1-2",
    "V10.2": "1-2",
    "V10.3": "1-4",
    "V10.4": "1-11",
    "V10.5": "1-5",
    "V10.6": "1-2",
    "V10.7": "1-3",
    "V11.1": "1-2",
    "V11.2": "1-3",
    "V11.3": "1-3",
    "V11.4": "1-4",
    "V11.5": "1",
    "V11.6": "1",
    "V12.1": "1-3",
    "V12.2": "1-2",
    "V12.3": "1-4",
    "V13.1": "1",
    "V13.2": "1-5",
    "V13.3": "1-2",
    "V13.4": "1-5",
    "V14.1": "1-2",
    "V14.2": "1-4",
    "V14.3": "1-3",
    "V15.1": "1-3",
    "V15.2": "1-3",
    "V15.3": "1-7",
    "V16.1": "1",
    "V16.2": "1-5",
    "V16.3": "1-4",
    "V16.4": "1-3",
    "V16.5": "1-3",
    "V17.1": "1",
    "V17.2": "1-4",
    "V17.3": "1-2",
}
"""Section -> its requirements of levels 1 and 2, as the standard numbers them (5.0.0, May 2025)."""


def required() -> list[str]:
    """Return the ids of the standard, in its order."""
    found = []
    for section, numbers in REQUIREMENTS.items():
        for part in numbers.split():
            first, _, last = part.partition("-")
            found += [f"{section}.{n}" for n in range(int(first), int(last or first) + 1)]
    return found


@cache
def lines() -> list[tuple[str, ...]]:
    """Return id, requirement, state, reason and tests of each line."""
    return LINE.findall((ROOT / "SECURITY.md").read_text(encoding="utf-8"))


@cache
def names_in(path: str) -> frozenset[str]:
    """Return the names of the tests of a file."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_every_requirement_of_levels_1_and_2_has_one_line() -> None:
    assert [line[0] for line in lines()] == required()
    assert len(required()) == 253


def test_every_line_says_by_what_it_is_met_or_why_not() -> None:
    assert not [line[0] for line in lines() if not line[1].strip() or not line[3].strip()]
    assert not [line[0] for line in lines() if line[2] == "n/a" and line[4]]


def test_every_test_that_is_named_exists() -> None:
    for line in lines():
        for path, name in re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", line[4]):
            assert name in names_in(path), f"{line[0]}: {path}::{name}"
        assert "tests/" not in re.sub(r"`tests/[\w/]+\.py::test_\w+`", "", line[4]), line[0]


def test_the_counts_are_those_of_the_lines() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    counted = Counter(line[2] for line in lines())
    told = re.search(r"\| \*\*all\*\* \| (.+) \|$", text, re.MULTILINE)
    assert told
    states = [counted[state] for state in ("met", "partly", "open", "n/a")]
    assert re.findall(r"\d+", told[1]) == [str(n) for n in (*states, sum(states))]
