"""The states of a run as ARCHITECTURE.md and docs/reindexing-proofs.md tell them are those of the code."""

import ast
import logging
import re
from pathlib import Path

import pytest

import searcher
from benchmarks.faults import KILLED, Fault, calls_of, faulty, quick_folder
from benchmarks.faults_archives import RUNS, Small

ROOT = Path(searcher.__file__).resolve().parent.parent
PAGES = ("ARCHITECTURE.md", "docs/reindexing-proofs.md")
KILLS = 12


def told(page: str) -> list[str]:
    """Return the states of the one chain of arrows that begins with *open*."""
    text = (ROOT / page).read_text(encoding="utf-8")
    chain = re.search(r"\*open\*.*?→ \*clean\*", text, flags=re.S)
    assert chain is not None
    return re.findall(r"\*([a-z]+)\??\*", chain[0])


def written() -> set[str]:
    """Return the names of all phases in the code of a run."""
    folder = Path(searcher.__file__).parent / "indexing"
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.py"))]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {
        str(call.args[0].value)
        for call in calls
        if isinstance(call.func, ast.Name)
        and call.func.id == "phase"
        and isinstance(call.args[0], ast.Constant)
    }


def logged(caplog: pytest.LogCaptureFixture, small: Small, name: str) -> list[str]:
    """Return the phases of a run in the order in which they ended."""
    caplog.clear()
    with caplog.at_level(logging.INFO, "searcher.indexing"):
        RUNS[name](small)
    found = (re.match(r"phase=(\w+) seconds", one.getMessage()) for one in caplog.records)
    return [one[1] for one in found if one]


@pytest.mark.parametrize("page", PAGES)
def test_the_states_that_are_told_are_those_a_run_goes_through(
    page: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert set(told(page)) == written()
    with quick_folder() as folder:
        small = Small.made(folder / "small", "whoosh", "resume")
        resumed = logged(caplog, small, "resume")
        plain = logged(caplog, small, "full")
    assert set(resumed) == set(told(page))
    assert plain == [name for name in told(page) if name != "resume"]
    assert [name for name in resumed if name != "resume"] == plain


def left(folder: Path) -> set[str]:
    """Return what stands in the folder of an index beside its generations, by the names of the page."""
    kinds = {"journal": "journal/", "CURRENT.new": "CURRENT.new"}
    found = {kinds[path.name] for path in folder.iterdir() if path.name in kinds}
    found |= {"NNNNNN.removed" for path in folder.glob("*.removed")}
    unfinished = [path for path in folder.glob("0*[0-9]") if not (path / "manifest.json").exists()]
    return found | {"without `manifest.json`" for _ in unfinished}


def test_what_a_kill_leaves_is_told_and_the_next_run_clears_it() -> None:
    page = (ROOT / PAGES[1]).read_text(encoding="utf-8")
    seen: set[str] = set()
    with quick_folder() as folder:
        small = Small.made(folder / "small", "whoosh", "resume")
        calls = len(calls_of(small.copy(folder / "clean"), RUNS["resume"]))
        for number in range(KILLS):
            copy = small.copy(folder / f"{number}")
            place = 1 + number * (calls - 1) // (KILLS - 1)
            assert faulty(copy, RUNS["resume"], Fault(place, "kill")) == KILLED
            seen |= left(copy.settings.folder)
            copy.go_on()
            assert left(copy.settings.folder) == set()
    assert {"journal/", "without `manifest.json`"} <= seen
    assert [state for state in seen if state not in page] == []
