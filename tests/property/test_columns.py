"""Whatever the archive and the query: the columns answer what the plain engine answers."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st
from unidecode import unidecode

from searcher.engines.base import Engine, Reader
from searcher.engines.memory import MemoryEngine
from searcher.engines.whoosh.columns import ColumnsEngine, answer, rough
from searcher.model import (
    All,
    Any,
    Article,
    Candidates,
    Document,
    Field,
    Filters,
    Keyword,
    Node,
    Not,
    Phrase,
    Prefix,
    Query,
    Reading,
    Sort,
    Tokens,
    View,
    Word,
)

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
SYLLABLES = ("nam", "năm", "nắm", "hoa", "hòa", "duong", "đường", "dương", "x", "xa", "ven", "biển")
WORDS = ("năm", "hòa_bình", "đường_ven", "biển")
NUMBERS = ("54-nq/tw", "2024", "15/3")


@st.composite
def tokens(draw: st.DrawFn, most: int) -> Tokens:
    accented = tuple(draw(st.lists(st.sampled_from(SYLLABLES), max_size=most)))
    words = tuple(draw(st.lists(st.sampled_from(WORDS), max_size=4)))
    return Tokens(
        accented=accented,
        folded=tuple(map(unidecode, accented)),
        words=words,
        starts=tuple(range(len(words))),
        numbers=tuple(draw(st.lists(st.sampled_from(NUMBERS), max_size=2))),
    )


@st.composite
def documents(draw: st.DrawFn) -> Document:
    day = draw(st.none() | st.integers(0, 70))
    published = None if day is None else datetime(2024, 2, 1, tzinfo=HANOI) + timedelta(days=day)
    values = st.sampled_from([None, "", "Báo A", "báo a", "Báo B"])
    article = Article(
        id=draw(st.sampled_from([f"id{n}" for n in range(12)] + ["ê", "z z"])),
        title=draw(st.sampled_from(["a", "b"])),
        published=published,
        source=draw(values),
        category=draw(values),
        author=draw(values),
        tags=tuple(
            draw(st.lists(st.sampled_from(["Báo A", "giáo dục", "Giao Duc", ""]), max_size=3))
        ),
        url=draw(
            st.sampled_from(
                [None, "https://www.a.vn/1", "http://Tin.A.vn", "x", "//[", "https://b.vn"]
            )
        ),
    )
    lengths = {"title": 4, "summary": 6, "body": draw(st.sampled_from([5, 30, 150]))}
    return Document(article=article, **{f: draw(tokens(most)) for f, most in lengths.items()})


def readings() -> st.SearchStrategy[Reading]:
    keys = st.one_of(
        st.tuples(st.just(View.ACCENTED), st.sampled_from(SYLLABLES)),
        st.tuples(st.just(View.FOLDED), st.sampled_from(SYLLABLES).map(unidecode)),
        st.tuples(st.just(View.WORDS), st.sampled_from(WORDS)),
        st.tuples(st.just(View.NUMBERS), st.sampled_from(NUMBERS)),
    )
    weights = st.sampled_from([1.0, 0.5, 0.3, 2.0])
    return st.builds(lambda key, w: Reading(view=key[0], key=key[1], weight=w), keys, weights)


@st.composite
def words(draw: st.DrawFn) -> Word:
    typed = draw(st.sampled_from([*SYLLABLES, "lạ", "nam"]))
    return Word(
        typed=typed,
        accented=typed,
        folded=unidecode(typed),
        marked=typed != unidecode(typed),
        exact=draw(st.sampled_from([False, False, False, True])),
        filler=draw(st.sampled_from([False, False, True])),
        readings=tuple(draw(st.lists(readings(), max_size=3))),
    )


def prefixes() -> st.SearchStrategy[Prefix]:
    typed = st.sampled_from(["n", "nă", "x", "du", "đ", "q", ""])
    return typed.map(
        lambda t: Prefix(typed=t, accented=t, folded=unidecode(t), marked=t != unidecode(t))
    )


def keywords() -> st.SearchStrategy[Keyword]:
    names = st.sampled_from(["source", "site", "category", "author", "tag"])
    values = st.sampled_from(["BAO A", "báo b", "giáo dục", "a.vn", "tin.a.vn", "vn", "", "[x"])
    return st.builds(Keyword, name=names, value=values)


def trees() -> st.SearchStrategy[Node]:
    phrases = st.builds(
        lambda w, slop: Phrase(words=tuple(w), slop=slop),
        st.lists(words(), min_size=1, max_size=3),
        st.integers(0, 2),
    )
    return st.recursive(
        st.one_of(words(), phrases, prefixes(), keywords()),
        lambda child: st.one_of(
            st.lists(child, max_size=4).map(lambda c: All(children=tuple(c))),
            st.lists(child, max_size=4).map(lambda c: Any(children=tuple(c))),
            child.map(lambda c: Not(child=c)),
            st.builds(Field, name=st.sampled_from(["title", "summary", "body"]), child=child),
        ),
        max_leaves=6,
    )


def filters() -> st.SearchStrategy[Filters]:
    days = st.none() | st.dates(date(2024, 1, 20), date(2024, 4, 20))
    names = st.sampled_from([None, None, "BAO A", "báo b", "không có", ""])
    return st.builds(Filters, since=days, until=days, source=names, category=names, author=names)


def queries() -> st.SearchStrategy[Query]:
    sentences = st.lists(words(), max_size=6).map(lambda w: All(children=tuple(w)))
    return st.builds(
        Query,
        typed=st.just("?"),
        tree=st.one_of(st.none(), trees(), sentences),
        extras=st.lists(readings(), max_size=2).map(tuple),
        filters=st.one_of(st.just(Filters()), filters()),
        sort=st.sampled_from(Sort),
        per_page=st.sampled_from([1, 3, 10]),
        exclude=st.sets(st.sampled_from(["id0", "id1", "nobody"]), max_size=2).map(frozenset),
    )


Run = tuple[list[list[Document]], list[str]]
"""The batches of one run of a writer, and the ids deleted after them."""


def runs() -> st.SearchStrategy[list[Run]]:
    batches = st.lists(st.lists(documents(), max_size=6), max_size=2)
    deleted = st.lists(st.sampled_from([f"id{n}" for n in range(12)]), max_size=3)
    return st.lists(st.tuples(batches, deleted), min_size=1, max_size=4)


@contextmanager
def written(engine: Engine, history: Sequence[Run]) -> Iterator[Reader]:
    with tempfile.TemporaryDirectory() as folder:
        for batches, deleted in history:
            writer = engine.writer(Path(folder))
            for batch in batches:
                writer.write(batch)
            writer.delete(deleted)
            writer.finish()
        reader = engine.reader(Path(folder))
        yield reader
        reader.close()


def assert_equal(found: Candidates, expected: Candidates) -> None:
    """Compare two answers; articles whose scores differ by rounding only may change places."""
    assert found.total == expected.total
    assert dict(found.tier_totals) == dict(expected.tier_totals)
    assert found.facets == expected.facets
    assert found.tiers.tolist() == expected.tiers.tolist()
    np.testing.assert_allclose(found.scores, expected.scores, rtol=0, atol=1e-6)
    if found.ids != expected.ids:
        swapped = [a != b for a, b in zip(found.ids, expected.ids, strict=True)]
        gaps = np.abs(np.diff(expected.scores, append=np.inf, prepend=np.inf))
        near = (gaps[1:] < 1e-9) | (gaps[:-1] < 1e-9)
        assert not np.any(np.array(swapped) & ~near)


def compare(history: list[Run], asked: list[Query]) -> None:
    with written(ColumnsEngine(), history) as columns, written(MemoryEngine(), history) as plain:
        assert columns.statistics() == plain.statistics()
        assert list(columns.scan()) == list(plain.scan())
        assert list(columns.check()) == []
        for query in asked:
            note(str(query))
            for limit in (1, 3, 100):
                assert_equal(columns.search(query, limit), plain.search(query, limit))


@pytest.fixture(scope="module")
def always_rough() -> Iterator[None]:
    """Let small archives take the way of large ones: rough scores first, then the best exactly."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(answer, "FEW", -1)
        patch.setattr(rough, "LEAST_COLUMNS", 1)
        patch.setattr(rough, "COLUMNS_PER_HIT", 1)
        yield


@pytest.mark.usefixtures("always_rough")
@given(history=runs(), asked=st.lists(queries(), min_size=1, max_size=5))
@settings(max_examples=40)
def test_rough_scores_never_lose_an_article(history: list[Run], asked: list[Query]) -> None:
    compare(history, asked)


@given(history=runs(), asked=st.lists(queries(), min_size=1, max_size=5))
@settings(max_examples=60)
def test_columns_answer_like_the_plain_engine(history: list[Run], asked: list[Query]) -> None:
    compare(history, asked)
