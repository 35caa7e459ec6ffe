"""Every call by which a run writes fails once, in every way; readers never notice, and the next run succeeds.

Every call of a small first run, of an incremental one and of rolling back; of the longer ones some calls, evenly:
`python -m benchmarks.faults` tries them all.
"""

import ast
from pathlib import Path

import pytest

import searcher
from benchmarks.faults import quick_folder, tried
from benchmarks.faults_archives import Small

EVERY = None
SOME = 16
SCENARIOS = [
    ("whoosh", "first", EVERY),
    ("whoosh", "incremental", EVERY),
    ("whoosh", "roll back", EVERY),
    *(("whoosh", name, SOME) for name in ("topped up", "full", "two workers", "resume", "keep 1")),
    *(("memory", name, SOME) for name in ("first", "incremental", "full", "resume")),
]


@pytest.mark.parametrize(
    ("engine", "name", "most"), SCENARIOS, ids=lambda one: str(one).replace(" ", "-")
)
def test_whatever_call_fails_readers_see_before_or_after_and_the_next_run_succeeds(
    engine: str, name: str, most: int | None, capsys: pytest.CaptureFixture[str]
) -> None:
    with quick_folder() as folder:
        course = tried(name, Small.made(folder / "small", engine, name), folder, most)
    with capsys.disabled():
        print(f"\n{course.told()}")
    assert course.wrong == []
    assert course.faults >= (most or course.calls)
    assert 0 < course.after < course.faults


FOLDERS = ("publish", "indexing", "engines", "container", "suggesters", "vietnamese")


def test_every_part_of_an_index_is_written_through_the_one_way() -> None:
    """Nothing but `disk` opens a file to write, or calls the system's fsync, rename, link and the like."""
    root = Path(searcher.__file__).parent
    strays = [
        f"{path.relative_to(root)}:{node.lineno}"
        for folder in FOLDERS
        for path in sorted((root / folder).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and _writes(node)
    ]
    assert strays == []


def _writes(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return isinstance(call.func, ast.Name) and call.func.id == "open"
    owner = call.func.value
    if isinstance(owner, ast.Name) and owner.id in {"os", "shutil"}:
        return call.func.attr in {"fsync", "rename", "replace", "link", "unlink", "rmtree", "mkdir"}
    modes = [arg.value for arg in call.args[:1] if isinstance(arg, ast.Constant)]
    opens = call.func.attr == "open" and any(set(str(mode)) & set("wax+") for mode in modes)
    return opens or call.func.attr in {"write_bytes", "write_text", "hardlink_to"}
