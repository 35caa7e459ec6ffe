"""Whatever happens to a file: the right answer, or one error that names file and array. Never a wrong answer."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from searcher.container import Container
from searcher.container.layout import SUMS
from searcher.engines.whoosh.columns import ColumnsEngine, ColumnsReader
from searcher.errors import ArchiveError, IndexDamaged, IndexFormat
from searcher.model import Filters, Query, Sort, Word
from searcher.parse import parse_query
from tests.engines.mixing import analysed, mixed
from tests.replacing import replaced

ENGINE = ColumnsEngine()
NEWS = mixed(150, seed=7)
TYPED = (
    "thành phố Huế", "thanh pho hue", '"thành phố"', '"thanh pho"~1', "nam OR năm", "festival 2024",
    "người dân có được hưởng lợi từ dự án mới của tỉnh", "tiêu-đề:huế", "thành -phố", "dự*", "",
)  # fmt: skip


def questions() -> Iterator[Query]:
    """Yield queries that together read every array that any query reads."""
    for typed in TYPED:
        yield parse_query(typed)
    yield parse_query("thành phố", sort=Sort.NEWEST)
    yield parse_query("tag:giáo-dục")
    yield parse_query(
        "người", filters=Filters(source="tin mien trung", category="kinh te", author="hà anh")
    )


def everything(reader: ColumnsReader) -> Iterator[Callable[[], Any]]:
    """Yield what can be asked of a reader, one thing at a time."""
    for query in questions():
        yield lambda query=query: _plain(reader, query)
    yield lambda: reader.statistics()
    yield lambda: list(reader.scan())
    yield lambda: reader.articles(["bai-20", "bai-149"])


def _plain(reader: ColumnsReader, query: Query) -> Any:
    found = reader.search(query, 30)
    words = [c for c in getattr(query.tree, "children", ()) if isinstance(c, Word)]
    forward = reader.forward(found.numbers, words)
    arrays = {name: getattr(forward, name).tolist() for name in forward.__slots__ if name != "bags"}
    row, word, share = forward.bags.of(np.arange(len(found.numbers)))
    bags = row.tolist(), word.tolist(), share.tolist()
    near = forward.bags.cosines(np.unique(word)[:20], np.ones(len(np.unique(word)[:20]))).tolist()
    signed = reader.signatures(found.numbers).tolist()
    explained = repr(reader.explain(query, found.numbers[:3]))
    return (
        found.ids,
        found.scores.tolist(),
        found.total,
        found.facets,
        arrays,
        bags,
        near,
        signed,
        explained,
    )


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an index of one segment with a mask."""
    folder = tmp_path_factory.mktemp("sound")
    for documents, gone in ((analysed(NEWS), []), ([], ["bai-3", "bai-77"])):
        writer = ENGINE.writer(folder)
        writer.write(documents)
        writer.delete(gone)
        writer.finish()
    return folder


@pytest.fixture(scope="module")
def expected(sound: Path) -> list[Any]:
    return [ask() for ask in everything(ENGINE.reader(sound))]


def _places() -> list[tuple[str, str]]:
    """Return every array of a segment and of its mask."""
    views = ("accented", "folded", "words", "numbers")
    strings = (
        "ids",
        "source.values",
        "category.values",
        "author.values",
        "host.values",
        "tags.keys",
        *views,
    )
    columns = (
        "ids.order",
        "ids.rank",
        "time",
        "day",
        "source",
        "category",
        "author",
        "host",
        "tags",
        "tags.at",
    )
    stored = ("stored.lengths", "stored.first", "stored.at", "stored.blocks", "minhash", SUMS)
    tokens = (
        "accented.order",
        "folded.first",
        "starts",
        "tokens",
        "tokens.common",
        "norm",
        "signatures",
    )
    places = tuple(
        f"places.{n}" for n in ("ptr", "low", "near", "high", "high.ptr", "frequent", "directory")
    )
    words = tuple(f"words.{n}" for n in ("lengths", "norm", "starts", "bag", "bag.common", "count"))
    postings = tuple(
        f"{v}.{n}" for v in views for n in ("df", "ptr", "docs", "tf", "dense", "rows")
    )
    names = [f"{s}.{n}" for s in strings for n in ("text", "at")]
    segment = [*names, *columns, *stored, *tokens, *places, *words, *postings]
    mask = ["articles", *(f"{v}.{n}" for v in views for n in ("keys", "df"))]
    return [("MAIN_*.npk", n) for n in segment] + [("MAIN_*.mask.*", n) for n in mask]


def _entry(path: Path, name: str) -> dict[str, Any]:
    container = Container(path)
    found: dict[str, Any] = container._entries[name]
    return {**found, "size": container._arrays[name].nbytes}


@pytest.fixture
def broken(sound: Path, tmp_path: Path) -> Path:
    """Return a copy that may be damaged."""
    return Path(shutil.copytree(sound, tmp_path / "broken"))


def _file(folder: Path, pattern: str) -> Path:
    return next(folder.glob(pattern))


def flip(path: Path, entry: dict[str, Any], share: float) -> bool:
    """Change one byte of an array; tell whether it has any."""
    if not entry["size"]:
        return False
    content = bytearray(path.read_bytes())
    content[entry["offset"] + int(share * (entry["size"] - 1))] ^= 0x41
    replaced(path, content)
    return True


def test_every_array_is_in_the_list(sound: Path) -> None:
    """Arrays that are empty here (rare terms, numbers beyond a byte) are the only ones not flipped below."""
    for pattern in ("MAIN_*.npk", "MAIN_*.mask.*"):
        container = Container(_file(sound, pattern))
        listed = {name for kind, name in _places() if kind == pattern}
        unlisted = set(container) - listed
        assert all(container[name].size == 0 or ".over" in name for name in unlisted), unlisted


def outcome(ask: Callable[[], Any]) -> Any:
    """Return an answer, or the file and array that an error names."""
    try:
        return ask()
    except IndexDamaged as damage:
        return damage.facts["path"], damage.facts["array"]


def assert_answers_or_names(folder: Path, path: Path, name: str, expected: list[Any]) -> None:
    """Ask everything: what is answered must be right, what is not must name file and array."""
    opened = outcome(lambda: list(everything(ENGINE.reader(folder))))
    if opened == (path, name):
        return
    for ask, right in zip(opened, expected, strict=True):
        assert outcome(ask) in (right, (path, name))


@pytest.mark.parametrize(("pattern", "name"), _places())
def test_a_flipped_byte_gives_no_wrong_answer(
    broken: Path, expected: list[Any], pattern: str, name: str
) -> None:
    path = _file(broken, pattern)
    entry, whole = _entry(path, name), path.read_bytes()
    for share in (0.0, 0.37, 1.0):
        if not flip(path, entry, share):
            pytest.skip("the array is empty in this archive")
        assert_answers_or_names(broken, path, name, expected)
        assert any(f"“{name}”" in line and path.name in line for line in _checked(broken))
        replaced(path, whole)


def _checked(folder: Path) -> list[str]:
    return list(ColumnsReader.check(_Unopened(folder)))  # type: ignore[arg-type]


class _Unopened:
    """What `check` needs of a reader: damage may keep the reader itself from opening."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder


@pytest.mark.parametrize(("pattern", "name"), _places())
def test_a_merge_notices_every_array(broken: Path, pattern: str, name: str) -> None:
    path = _file(broken, pattern)
    if not flip(path, _entry(path, name), 0.5):
        pytest.skip("the array is empty in this archive")
    with pytest.raises(IndexDamaged) as caught:
        publish(broken, 150, 40)
    assert (caught.value.facts["path"], caught.value.facts["array"]) == (path, name)


def publish(folder: Path, first: int, count: int) -> None:
    """Publish articles anew, so many that they are merged with what is there."""
    writer = ENGINE.writer(folder)
    try:
        writer.write(analysed(mixed(count, seed=8, first=first)))
        writer.finish()
    except BaseException:
        writer.abandon()
        raise


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999, 1.0])
@pytest.mark.parametrize("pattern", ["MAIN_*.npk", "MAIN_*.mask.*", "columns.json"])
@pytest.mark.parametrize("how", ["truncated", "zeroed", "longer"])
def test_a_file_of_the_wrong_length_or_of_zeros_is_named(
    broken: Path, expected: list[Any], how: str, pattern: str, share: float
) -> None:
    path = _file(broken, pattern)
    content = path.read_bytes()
    at = int(share * (len(content) - 1))
    changed = {
        "truncated": content[:at],
        "zeroed": content[:at] + b"\0" * (len(content) - at),
        "longer": content + b"\0" * (at + 1),
    }[how]
    replaced(path, changed)
    with pytest.raises(IndexDamaged, match=path.name):
        ENGINE.reader(broken)
    assert any(path.name in line for line in _checked(broken))


def test_files_swapped_between_generations_are_told_apart(sound: Path, tmp_path: Path) -> None:
    later = Path(shutil.copytree(sound, tmp_path / "later"))
    writer = ENGINE.writer(later)
    writer.delete(["bai-9"])
    writer.finish()
    for pattern in ("MAIN_*.mask.*", "columns.json"):
        swapped = Path(shutil.copytree(later, tmp_path / f"swapped-{pattern[:4]}"))
        replaced(_file(swapped, pattern), _file(sound, pattern).read_bytes())
        with pytest.raises(ArchiveError, match=str(swapped)):
            ENGINE.reader(swapped)


@pytest.mark.parametrize("version", [0, 1, 3, 99, 2**31])
def test_a_container_of_another_format_is_named_with_both_formats(
    broken: Path, version: int
) -> None:
    path = _file(broken, "MAIN_*.npk")
    content = bytearray(path.read_bytes())
    content[-16:-12] = version.to_bytes(4, "little")
    replaced(path, content)
    with pytest.raises(IndexFormat, match=path.name) as caught:
        ENGINE.reader(broken)
    assert (caught.value.facts["found"], caught.value.facts["wanted"]) == (version, 2)
    assert str(version) in caught.value.vi


def test_a_missing_file_is_named(broken: Path) -> None:
    for pattern in ("MAIN_*.mask.*", "MAIN_*.npk", "columns.json"):
        path = _file(broken, pattern)
        path.unlink()
        with pytest.raises(ArchiveError, match=path.name):
            ENGINE.reader(broken)


def test_zeroed_blocks_are_damage_even_where_many_are_zero_anyway(
    broken: Path, expected: list[Any]
) -> None:
    path = _file(broken, "MAIN_*.npk")
    content = path.read_bytes()
    for start in range(64, len(content) - 8192, len(content) // 25):
        replaced(path, content[:start] + b"\0" * 512 + content[start + 512 :])
        if path.read_bytes() == content:
            continue
        opened = outcome(lambda: list(everything(ENGINE.reader(broken))))
        if isinstance(opened, tuple):
            assert opened[0] == path
            continue
        for ask, right in zip(opened, expected, strict=True):
            found = outcome(ask)
            assert found == right or found[0] == path


def test_sums_of_blocks_notice_every_kind_of_change(broken: Path) -> None:
    """Words in another order have another sum: places count."""
    path = _file(broken, "MAIN_*.npk")
    entry = _entry(path, "tokens")
    content = bytearray(path.read_bytes())
    piece = np.frombuffer(bytes(content[entry["offset"] : entry["offset"] + 4096]), np.uint64)
    content[entry["offset"] : entry["offset"] + 4096] = piece[::-1].tobytes()
    replaced(path, content)
    with pytest.raises(IndexDamaged, match="tokens"):
        Container(path)["tokens"]
