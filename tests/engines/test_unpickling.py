"""Files of a generation are data: nothing in them is ever called."""

import ast
import io
import os
import pickle
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from whoosh.filedb.structfile import StructFile
from whoosh.index import FileIndex
from whoosh.query import Term

from searcher.archive import Archive
from searcher.engines import engine_named
from searcher.engines.whoosh.columns.codec.opening import ADMITTED, open_whoosh
from searcher.errors import IndexDamaged
from searcher.indexing import Order, reindex
from searcher.settings import Settings
from tests.corpus import article, document

ROOT = Path(__file__).parents[2]
MARK = "timtin-was-called"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of two runs, with an article that was replaced and one that was deleted."""
    engine = engine_named("whoosh")
    for title, gone in (("cầu mới", []), ("cầu cũ", ["b"])):
        writer = engine.writer(tmp_path)
        writer.write([document(article("a", title)), document(article("b", "đường"))])
        writer.delete(gone)
        writer.finish()
    return tmp_path


def toc_of(folder: Path) -> Path:
    (path,) = folder.glob("_MAIN_*.toc")
    return path


class Trap:
    """What a stranger would like to have called."""

    def __init__(self, call: object, *arguments: object) -> None:
        self.call, self.arguments = call, arguments

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return self.call, self.arguments


def called(mark: str = MARK) -> Trap:
    """Return what leaves a mark in the environment when it is unpickled."""
    return Trap(exec, f"import os; os.environ[{mark!r}] = '1'")


def crafted(folder: Path, *, schema: object | None = None, segments: object | None = None) -> None:
    """Write something else in the place of the schema, or of the segments."""
    path = toc_of(folder)
    stream = StructFile(io.BytesIO(path.read_bytes()))
    [stream.read_varint() for _ in range(3)], stream.read_int(), stream.read_int()
    [stream.read_varint() for _ in range(3)]
    head = path.read_bytes()[: stream.tell()]
    before = stream.read_string()
    numbers = struct.pack("!ii", stream.read_int(), stream.read_int())
    rest = stream.file.read()
    out = io.BytesIO()
    whole = StructFile(out)
    whole.file.write(head)
    whole.write_string(before if schema is None else pickle.dumps(schema, 2))
    whole.file.write(numbers)
    whole.file.write(rest if segments is None else pickle.dumps(segments, -1))
    path.write_bytes(out.getvalue())


def test_whoosh_searches_what_was_opened_with_admitted_classes_only(folder: Path) -> None:
    index = open_whoosh(folder)
    assert isinstance(index, FileIndex)
    with index.searcher() as searcher:
        found = searcher.search(Term("title", "cầu"))
        assert [hit["id"] for hit in found] == ["a"]


@pytest.mark.parametrize("place", ["schema", "segments"])
@pytest.mark.parametrize(
    "trap",
    [
        called(),
        [called()],
        Trap(os.system, "true"),
        Trap(eval, "1 + 1"),
        Trap(getattr, ADMITTED, "union"),
        Trap(__import__, "antigravity"),
        Trap(Path, "x"),
    ],
    ids=["exec", "inside", "system", "eval", "getattr", "import", "harmless"],
)
def test_a_crafted_table_of_contents_is_refused_and_calls_nothing(
    folder: Path, place: str, trap: object
) -> None:
    crafted(folder, **{place: trap})
    with pytest.raises(IndexDamaged, match="not written by this program") as refused:
        open_whoosh(folder)
    assert refused.value.vi.endswith(".")
    assert MARK not in os.environ
    assert "antigravity" not in sys.modules


def test_a_name_below_an_admitted_one_is_not_admitted(folder: Path) -> None:
    """Protocol 4 can name attributes of classes: `Schema.__init__.__globals__`."""
    crafted(folder, segments=None)
    path = toc_of(folder)
    evil = b"\x80\x04\x8c\x0dwhoosh.fields\x8c\x0fSchema.__init__\x93."
    content = path.read_bytes()
    at = content.index(pickle.dumps([], -1)[:2], len(content) // 2)
    path.write_bytes(content[:at] + evil)
    with pytest.raises(IndexDamaged):
        open_whoosh(folder)


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9])
def test_a_table_of_contents_that_was_cut_is_damage(folder: Path, share: float) -> None:
    content = toc_of(folder).read_bytes()
    toc_of(folder).write_bytes(content[: int(share * len(content))])
    with pytest.raises(IndexDamaged):
        open_whoosh(folder)


@pytest.fixture
def forbidden() -> Iterator[list[str]]:
    """Note every name that is looked up by any unpickler of this process, while the test asks for it."""
    seen: list[str] = []
    watching = [True]

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if watching[0] and event == "pickle.find_class":
            seen.append(".".join(map(str, arguments)))

    sys.addaudithook(watch)
    yield seen
    watching[0] = False


def test_no_file_of_a_generation_is_ever_unpickled(tmp_path: Path, forbidden: list[str]) -> None:
    """The interpreter tells of every name that an unpickler looks up: there are none, whatever is asked."""
    place = tmp_path / "tin.jsonl"
    lines = [f'{{"id": "{n}", "title": "cầu {n}", "body": "tin về cây cầu mới ở tỉnh"}}' for n in range(8)]  # fmt: skip
    place.write_text("\n".join(lines), encoding="utf-8")
    settings = Settings(home=tmp_path / "home", workers=1)
    for full in (False, True):
        reindex(Order(places=(str(place),), full=full), settings)
    archive = Archive(settings)
    assert archive.search("cau moi").total == 8
    assert archive.search("cầy").hits is not None
    assert archive.related("1").hits is not None
    assert archive.suggest("ca") is not None
    assert archive.statistics().articles == 8
    assert list(archive.restore(["cau moi"]))
    assert list(archive.check()) == []
    assert forbidden == []


def test_no_module_of_ours_but_the_restricted_one_can_unpickle() -> None:
    readers = {"pickle", "shelve", "marshal", "dill", "joblib", "cloudpickle"}
    found = set()
    for path in [*(ROOT / "searcher").rglob("*.py"), *(ROOT / "webui").rglob("*.py"), *(ROOT / "timtin").rglob("*.py")]:  # fmt: skip
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import) and readers & {one.name for one in node.names}:
                found.add(path.relative_to(ROOT).as_posix())
            if isinstance(node, ast.ImportFrom) and node.module in readers:
                found.add(path.relative_to(ROOT).as_posix())
            if isinstance(node, ast.keyword) and node.arg == "allow_pickle":
                assert getattr(node.value, "value", True) is False, path
    # Templates are compiled into the program's own folder, as Python's modules are: no other data is read like that.
    own = "webui/keeping/compiled.py"
    assert found == {"searcher/engines/whoosh/columns/codec/opening.py", own}
