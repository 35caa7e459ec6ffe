"""The list of licences is that of what is locked."""

import re
from pathlib import Path

from benchmarks.licences import LOCK, licence_of, locked

LIST = Path(__file__).resolve().parent.parent / "docs" / "licences.md"


def test_the_list_of_licences_is_that_of_the_lock() -> None:
    listed = re.findall(r"^\| ([\w.-]+) \| ([\w.+!-]+) \| .+ \|$", LIST.read_text(encoding="utf-8"), re.M)  # fmt: skip
    assert [pair for pair in listed if pair[0] != "package"] == locked()
    pinned = re.findall(r"^\S+==", LOCK.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(locked()) == len(pinned)


def test_licences_are_told_by_the_packages_themselves() -> None:
    assert "BSD" in licence_of("flask")
    assert licence_of("no-such-package") == "–"


def test_every_package_has_a_licence_that_fits_ours() -> None:
    """Nothing that forbids changing or selling, and nothing nobody knows the licence of."""
    text = LIST.read_text(encoding="utf-8")
    assert "unknown" not in text
    assert not re.search(r"proprietary|non-?commercial|SSPL|BUSL|Commons Clause", text, re.I)
