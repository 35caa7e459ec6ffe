"""Small archives of any shape: Whoosh over our arrays answers what it answers over its own."""

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh import query as q

from searcher.engines.whoosh.columns.codec import ColumnsCodec
from searcher.model import Article
from tests.corpus import article
from tests.engines.whoosh_indexes import Run, by_whoosh

pytestmark = [
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

KEYS = ("năm", "nam", "đường", "x", "biển")


def texts(most: int) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(KEYS), max_size=most).map(" ".join)


def articles() -> st.SearchStrategy[Article]:
    return st.builds(
        lambda n, title, body, source: article(f"a{n}", title, body, source=source, reads=n),
        st.integers(0, 9),
        texts(4),
        texts(300),
        st.sampled_from([None, "Báo A", "Báo B"]),
    )


def runs() -> st.SearchStrategy[list[Run]]:
    gone = st.lists(st.sampled_from([f"a{n}" for n in range(10)]), max_size=2)
    batch = st.lists(articles(), max_size=5, unique_by=lambda one: one.id)
    return st.lists(
        st.builds(lambda a, g: Run(articles=a, gone=g), batch, gone), min_size=1, max_size=3
    )


def queries() -> st.SearchStrategy[Any]:
    fields = st.sampled_from(["title", "body"])
    leaves = st.one_of(
        st.builds(q.Term, fields, st.sampled_from(KEYS)),
        st.builds(q.Prefix, fields, st.sampled_from(["n", "đ"])),
        st.builds(q.Phrase, fields, st.lists(st.sampled_from(KEYS), min_size=2, max_size=3)),
        st.just(q.Every()),
        st.just(q.Term("source", "Báo A")),
    )
    return st.recursive(
        leaves,
        lambda child: st.one_of(
            st.lists(child, min_size=1, max_size=3).map(q.And),
            st.lists(child, min_size=1, max_size=3).map(q.Or),
            st.builds(q.AndMaybe, child, child),
            st.builds(lambda a, b: q.And([a, q.Not(b)]), child, child),
        ),
        max_leaves=4,
    )


def answers(searcher: Any, asked: list[Any]) -> list[list[dict[int, float] | None]]:
    return [[_answer(searcher, query, limit) for limit in (None, 3)] for query in asked]


def _answer(searcher: Any, query: Any, limit: int | None) -> dict[int, float] | None:
    """Return documents and scores; None where a matcher of Whoosh stumbles (test_stock_bugs.py)."""
    try:
        return dict(searcher.search(query, limit=limit).items())
    except IndexError:
        return None


@given(history=runs(), asked=st.lists(queries(), min_size=1, max_size=5))
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
def test_any_small_archive_answers_the_same(history: list[Run], asked: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        stock = by_whoosh(Path(folder) / "stock", history)
        ours = by_whoosh(Path(folder) / "ours", history, ColumnsCodec())
        with stock.searcher() as one, ours.searcher() as other:
            for right, found in zip(answers(one, asked), answers(other, asked), strict=True):
                for expected, answer in zip(right, found, strict=True):
                    assert answer is not None
                    assert expected is None or answer == pytest.approx(expected, rel=1e-9)


@given(history=runs())
@settings(max_examples=8)
def test_a_merge_by_whoosh_keeps_what_is_there(history: list[Run]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = []
        for name, codec in (("stock", None), ("ours", ColumnsCodec())):
            index = by_whoosh(Path(folder) / name, history, codec)
            index.writer(codec=codec).commit(optimize=True)
            with index.searcher() as searcher:
                terms = [q.Term("body", key) for key in KEYS]
                found.append((answers(searcher, terms), list(searcher.documents())))
        assert found[0] == found[1]
