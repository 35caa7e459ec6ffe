"""Whoosh answers the same over our arrays as over its stock codec: every kind of query, 200 of each.

2,000 articles in three segments, with updates and deletions, once written by Whoosh through `ColumnsCodec`
and once by our engine. Every second query is asked for its best ten only, where Whoosh skips blocks.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from tests.engines.conftest import Indexes
from tests.engines.whoosh_queries import ENGINE_KINDS, WRITTEN_KINDS, Chance

pytestmark = [  # Whoosh leaves the files of its columns to the garbage collector
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

KINDS = ENGINE_KINDS | WRITTEN_KINDS
QUERIES = 200
MOST_FAILURES = 20
Found = dict[int, Any]
"""Documents and scores, best first; every index numbers its documents in the same order."""
SearcherOf = Callable[[str], Any]


@pytest.fixture(scope="module")
def answers(indexes: Indexes, searcher_of: SearcherOf) -> Callable[[str, str], list[Found | None]]:
    """Return a function from index and kind to its answers; None where Whoosh itself stumbles."""

    @cache
    def ask(name: str, kind: str) -> list[Found | None]:
        chance, searcher = Chance(len(kind), indexes.articles), searcher_of(name)
        known: dict[tuple[str, int | None], Found | None] = {}
        asked = [(KINDS[kind](chance), 10 if n % 2 else None) for n in range(QUERIES)]
        for query, limit in asked:
            if (repr(query), limit) not in known:
                known[repr(query), limit] = _answer(searcher, query, limit)
        return [known[repr(query), limit] for query, limit in asked]

    return ask


def _answer(searcher: Any, query: Any, limit: int | None) -> Found | None:
    """Return what is found; None for the IndexError of W3LeafMatcher (see test_stock_bugs.py)."""
    try:
        return dict(searcher.search(query, limit=limit).items())
    except IndexError:
        return None


@pytest.mark.parametrize(
    ("name", "kind"),
    [("codec", kind) for kind in KINDS] + [("engine", kind) for kind in ENGINE_KINDS],
)
def test_queries_find_the_same_documents_with_the_same_scores(
    answers: Callable[[str, str], list[Found | None]], name: str, kind: str
) -> None:
    expected, found = answers("stock", kind), answers(name, kind)
    assert None not in found
    compared = [(a, b) for a, b in zip(expected, found, strict=True) if a is not None]
    assert len(compared) >= QUERIES - MOST_FAILURES
    assert sum(len(a) for a, _ in compared) > 0
    for one, other in compared:
        assert other is not None
        assert list(other) == list(one)
        assert other == pytest.approx(one, rel=1e-9, abs=1e-12)
