"""What stock Whoosh 3.54 gets wrong, asserted as such, so that an update of Whoosh tells us what to drop.

Beside each bug stands the place where we avoid it.
"""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from whoosh import fields, scoring
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.codec.whoosh3 import W3Segment
from whoosh.index import create_in
from whoosh.query import (
    And,
    AndMaybe,
    AndNot,
    ColumnQuery,
    DisjunctionMax,
    Or,
    Require,
    SplitOr,
    Term,
)

from searcher.engines.whoosh.columns import ColumnsEngine
from searcher.engines.whoosh.columns.codec import ColumnsCodec, ColumnsSegment
from searcher.model import All, Query
from searcher.parse import parse_query
from tests.corpus import article, indexed

pytestmark = [
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

LETTERS = "abcdefgh"


def schema() -> fields.Schema:
    return fields.Schema(
        id=fields.ID(stored=True, unique=True),
        title=fields.TEXT(analyzer=SpaceSeparatedTokenizer()),
        reads=fields.NUMERIC(stored=True, sortable=True),
    )


def title(chance: random.Random, length: int = 6) -> str:
    return " ".join(chance.choices(LETTERS, [1 / (n + 1) for n in range(8)], k=length))


def written(folder: Path, codec: Any = None, count: int = 400, length: int = 6) -> Any:
    folder.mkdir()
    index, chance = create_in(str(folder), schema()), random.Random(1)  # noqa: S311
    writer = index.writer(codec=codec)
    for n in range(count):
        writer.add_document(id=str(n), title=title(chance, length), reads=n)
    writer.commit()
    return index


@pytest.fixture
def stock(tmp_path: Path) -> Any:
    return written(tmp_path / "stock")


def letter(key: str) -> Term:
    return Term("title", key)


def test_require_with_a_limit_fails(stock: Any, tmp_path: Path) -> None:
    """RequireMatcher asserts at a block of little quality. Ours: All intersects sets (`columns/match.py`)."""
    query = Require(letter("a"), letter("h"))
    with stock.searcher() as searcher, pytest.raises(AssertionError):
        [searcher.search(query, limit=limit) for limit in range(1, 10)]
    reader = indexed(
        ColumnsEngine(), tmp_path / "ours", [[article(str(n), f"a {n} h") for n in range(30)]]
    )
    assert all(reader.search(parse_query("a h"), limit).total == 30 for limit in range(1, 10))


def test_split_or_is_broken(stock: Any) -> None:
    """It names a matcher that is gone. Ours: Any is a union of masks (`columns/docs.py`)."""
    with stock.searcher() as searcher, pytest.raises(AttributeError, match="ArrayMatcher"):
        searcher.search(SplitOr([letter("a"), letter("b")]))


def test_column_queries_have_no_scores(stock: Any) -> None:
    """ColumnMatcher lacks what a limited search asks for. Ours: filters are masks (`columns/answer.py`)."""
    with stock.searcher() as searcher, pytest.raises(AttributeError, match="_score"):
        searcher.search(ColumnQuery("reads", lambda reads: reads < 100))


def test_dfree_asks_a_searcher_for_what_it_does_not_have(stock: Any) -> None:
    """`Searcher.weight` is gone. Ours: one formula (`engines/scoring.py`)."""
    with (
        stock.searcher(weighting=scoring.DFree()) as searcher,
        pytest.raises(AttributeError, match="weight"),
    ):
        searcher.search(letter("a"))


def test_a_deletion_cannot_be_taken_back() -> None:
    """`set.clear(docnum)` was meant as discard. Ours: `ColumnsSegment.delete_document` (`codec/codec.py`)."""
    segment = W3Segment(None, "MAIN", doccount=3)
    segment.delete_document(1)
    with pytest.raises(TypeError):
        segment.delete_document(1, delete=False)
    ours = ColumnsSegment("MAIN", doccount=3)
    ours.delete_document(1)
    ours.delete_document(1, delete=False)
    assert not ours.is_deleted(1)


def test_a_leaf_at_its_end_has_no_id(stock: Any) -> None:
    """Ours answers with its last one (`codec/matcher.py`), because the matchers above ask."""
    with stock.searcher() as searcher:
        matcher = searcher.postings("title", "h")
        while matcher.is_active():
            matcher.next()
        with pytest.raises(IndexError):
            matcher.id()


def _tree(chance: random.Random, depth: int) -> Any:
    if not depth:
        return letter(chance.choice(LETTERS))
    one, other = _tree(chance, depth - 1), _tree(chance, depth - 1)
    makers: list[Callable[[], Any]] = [
        lambda: And([one, other]),
        lambda: Or([one, other]),
        lambda: AndNot(one, other),
        lambda: AndMaybe(one, other),
        lambda: DisjunctionMax([one, other]),
    ]
    return chance.choice(makers)()


def _failures(index: Any) -> int:
    chance, failures = random.Random(5), 0  # noqa: S311
    with index.searcher() as searcher:
        for _ in range(500):
            try:
                searcher.search(_tree(chance, 3), limit=None)
            except IndexError:
                failures += 1
    return failures


def test_some_nested_exclusions_fail(stock: Any, tmp_path: Path) -> None:
    """AndNotMatcher asks a leaf that has ended. Ours: `ColumnsMatcher` answers after its end."""
    assert _failures(stock) > 0
    assert _failures(written(tmp_path / "ours", ColumnsCodec())) == 0


def test_a_merge_changes_lengths(tmp_path: Path) -> None:
    """Lengths are added again as their byte remembers them. Ours are counted anew (`columns/segment.py`)."""
    index = written(tmp_path / "stock", count=50, length=11)
    before = index.reader().field_length("title")
    writer = index.writer()
    writer.add_document(id="new", title="a")
    writer.commit(optimize=True)
    assert index.reader().field_length("title") > before + 1
    parts = [[article(f"{n}", "a " * 11)] for n in range(20)]
    many = indexed(ColumnsEngine(), tmp_path / "many", parts)
    one = indexed(ColumnsEngine(), tmp_path / "one", [[one for part in parts for one in part]])
    asked = parse_query("a")
    assert many.search(asked, 50).scores.tolist() == one.search(asked, 50).scores.tolist()


def test_an_empty_and_matches_nothing_in_whoosh_and_everything_with_us(
    stock: Any, tmp_path: Path
) -> None:
    """No bug but a difference to know of: the contract (`engines/base.py`) reads All of nothing as everything."""
    with stock.searcher() as searcher:
        assert len(searcher.search(And([]))) == 0
    reader = indexed(ColumnsEngine(), tmp_path / "ours", [[article("1", "a")]])
    assert reader.search(Query(typed="", tree=All(children=())), 5).total == 1
