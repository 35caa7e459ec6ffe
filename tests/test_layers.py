"""Who may import what: the rule of layers beside import-linter's, read off the source."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import searcher

ROOT = Path(__file__).resolve().parent.parent
HOMES = {
    "lxml": ("searcher/extract/", "searcher/sources/"),
    "trafilatura": ("searcher/extract/",),
    "pyvi": ("searcher/vietnamese/words/",),
    "whoosh": ("searcher/engines/whoosh/",),
    "opensearchpy": ("searcher/engines/opensearch/",),
    "flask": ("webui/",),
    "waitress": ("webui/",),
    "sqlalchemy": ("searcher/counters/", "searcher/sources/sql.py"),
    "argon2": ("searcher/counters/people/",),
    "pyotp": ("searcher/counters/people/",),
    "flask_wtf": ("webui/",),
    "click": ("timtin/", "reindex.py"),
    "rich": ("timtin/", "reindex.py"),
}
"""Library -> the only places that may import it."""


def sources() -> Iterator[Path]:
    for folder in ("searcher", "webui", "timtin"):
        yield from sorted((ROOT / folder).rglob("*.py"))
    yield ROOT / "reindex.py"


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


@pytest.mark.parametrize("library", HOMES)
def test_a_library_is_imported_in_its_own_home_only(library: str) -> None:
    strays = [
        name
        for path in sources()
        if any(module.split(".")[0] == library for module in imported(path))
        and not (name := path.relative_to(ROOT).as_posix()).startswith(HOMES[library])
    ]
    assert strays == []


def test_the_doors_use_the_front_door_only() -> None:
    allowed = {"searcher", "searcher.exits"}
    doors = [ROOT / "reindex.py", *(ROOT / "webui").rglob("*.py"), *(ROOT / "timtin").rglob("*.py")]
    for path in doors:
        inside = {module for module in imported(path) if module.split(".")[0] == "searcher"}
        assert inside <= allowed, path


def test_the_front_door_holds_what_it_says() -> None:
    for name in searcher.__all__:
        assert getattr(searcher, name) is not None
    rooms = {name for names in searcher._ROOMS.values() for name in names}
    assert sorted(rooms) == sorted(searcher.__all__)
    with pytest.raises(AttributeError, match="nonsense"):
        _ = searcher.nonsense


def test_importing_the_searcher_loads_no_heavy_library() -> None:
    code = (
        "import sys, searcher, searcher.vietnamese;"
        "print([m for m in ('pyvi', 'sklearn', 'flask', 'whoosh', 'lxml', 'trafilatura') if m in sys.modules])"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert found.stdout.strip() == "[]"


def test_answering_a_query_needs_neither_pyvi_nor_scikit_learn(tmp_path: Path) -> None:
    code = (
        "import sys;"
        "from searcher import Archive, Settings, Order, reindex;"
        f"s = Settings(home={str(tmp_path)!r} and __import__('pathlib').Path({str(tmp_path)!r}), workers=1);"
        f"reindex(Order(places=({str(ROOT / 'samples' / 'bao-song-huong.jsonl')!r},)), s);"
        "assert Archive(s).search('lễ hội áo dài').total;"
        "print([m for m in ('pyvi.ViTokenizer', 'sklearn', 'pycrfsuite') if m in sys.modules])"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert found.stdout.strip() == "[]"
