"""Engines answer alike: ids, order, scores, counts, what is read forwards; a cluster of three shards too."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from searcher.engines import Reader, engine_named
from searcher.engines.opensearch.fetching import PAGE
from searcher.model import Article, Candidates, Document, Query
from searcher.parse import parse_query
from searcher.parse.walking import leaves_in
from searcher.vietnamese import analyse
from tests.many import news, questions

pytestmark = pytest.mark.cluster

ARTICLES = 5_200
QUERIES = 1_050
PLAIN_ARTICLES, PLAIN_QUERIES = 150, 60
"""For the plain engine, which takes a second for a query about five thousand."""
DEPTH = 130
WHOLE, BEGINNING = 8, 120
"""One of so many articles is whole; of the others' bodies there are so many words. Lengths are as different as ever, up
to the longest; to analyse, to send and to score them takes a third of the time."""
THREADS = 3
SAME = 1e-5
NEAR = 1e-9
"""Articles whose scores differ by less may change places: rounding decides between them."""
_TOGETHER = 400
"""Articles analysed at once: twice as fast as one by one."""

Readers = tuple[Reader, Reader]


def analysed(articles: Sequence[Article]) -> Iterator[Document]:
    """Yield articles with their tokens."""
    for start in range(0, len(articles), _TOGETHER):
        part = articles[start : start + _TOGETHER]
        tokens = iter(
            analyse([text for one in part for text in (one.title, one.summary, one.body)])
        )
        for one in part:
            title, summary, body = next(tokens), next(tokens), next(tokens)
            yield Document(article=one, title=title, summary=summary, body=body)


def shortened(articles: Sequence[Article]) -> Iterator[Article]:
    """Yield articles most of which end sooner."""
    for number, one in enumerate(articles):
        words = one.body.split(" ")
        short = " ".join(words[: BEGINNING + number % BEGINNING])
        yield one if number % WHOLE == 0 else replace(one, body=short)


@pytest.fixture(scope="module")
def documents() -> Sequence[Document]:
    return list(analysed(list(shortened(news(ARTICLES)))))


@pytest.fixture(scope="module")
def articles(documents: Sequence[Document]) -> Sequence[Article]:
    return [one.article for one in documents]


@contextmanager
def opened(name: str, folder: Path, documents: Sequence[Document]) -> Iterator[Reader]:
    """Write the articles in two runs: some are written twice, some are taken out again."""
    engine, most = engine_named(name), len(documents) - len(documents) // 25
    gone = [one.article.id for one in documents[::50]]
    folder.mkdir(exist_ok=True)
    for start, end in ((0, most), (most - len(documents) // 50, len(documents))):
        writer = engine.writer(folder)
        writer.write(documents[start:end])
        writer.delete(gone if start else [])
        writer.finish()
    with closing(engine.reader(folder)) as reader:
        yield reader


@pytest.fixture(scope="module")
def readers(
    documents: Sequence[Document], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Readers]:
    with ExitStack() as stack:
        cluster, columns = (
            stack.enter_context(opened(name, tmp_path_factory.mktemp("index"), documents))
            for name in ("opensearch", "whoosh")
        )
        yield cluster, columns


def compare(found: Candidates, expected: Candidates, query: Query) -> None:
    """Compare two answers wholly."""
    assert (found.total, dict(found.tier_totals)) == (expected.total, dict(expected.tier_totals)), (
        query
    )
    assert found.facets == expected.facets, query
    assert found.tiers.tolist() == expected.tiers.tolist(), query
    np.testing.assert_allclose(found.scores, expected.scores, rtol=0, atol=SAME, err_msg=str(query))
    assert len(found.ids) == len(expected.ids), query
    if found.ids != expected.ids:
        gaps = np.abs(np.diff(expected.scores, append=np.inf, prepend=-np.inf))
        near = (gaps[1:] < NEAR) | (gaps[:-1] < NEAR)
        swapped = np.array([a != b for a, b in zip(found.ids, expected.ids, strict=True)], bool)
        assert not (swapped & ~near).any(), query


def test_a_thousand_queries_of_every_kind_have_the_same_answers(
    readers: Readers, articles: Sequence[Article]
) -> None:
    cluster, columns = readers
    asked = list(questions(articles, QUERIES))
    with ThreadPoolExecutor(THREADS) as threads:
        answers = threads.map(lambda query: cluster.search(query, DEPTH), asked)
        for query, found in zip(asked, answers, strict=True):
            compare(found, columns.search(query, DEPTH), query)


@pytest.mark.parametrize("typed", ["", "của", "một OR người"])
def test_pages_as_deep_as_the_archive_have_the_same_answers(readers: Readers, typed: str) -> None:
    """Deeper than the cluster answers at once: page after page of one moment."""
    cluster, columns = readers
    query = parse_query(typed)
    found, expected = (reader.search(query, PAGE + 1) for reader in (cluster, columns))
    assert len(found.ids) == min(PAGE + 1, expected.total)
    compare(found, expected, query)


def test_a_small_archive_has_the_answers_of_the_plain_engine(
    documents: Sequence[Document], tmp_path: Path
) -> None:
    few = documents[:PLAIN_ARTICLES]
    with ExitStack() as stack:
        plain, *others = (
            stack.enter_context(opened(name, tmp_path / name, few))
            for name in ("memory", "opensearch", "whoosh")
        )
        for query in questions([one.article for one in few], PLAIN_QUERIES):
            expected = plain.search(query, DEPTH)
            for reader in others:
                compare(reader.search(query, DEPTH), expected, query)


def test_days_tiers_and_what_is_read_forwards_are_the_same(
    readers: Readers, articles: Sequence[Article]
) -> None:
    cluster, columns = readers
    for query in questions(articles, 25):
        assert cluster.days(query) == columns.days(query)
        one, other = (reader.search(query, 20) for reader in readers)
        ids = sorted(
            {*one.ids, *(article.id for article in articles[-100:-90])} & set(_ids(columns))
        )
        first, second = cluster.numbers(ids), columns.numbers(ids)
        assert one.tiers_of(first).tolist() == other.tiers_of(second).tolist()
        words = [leaf for leaf in leaves_in(query.tree) if hasattr(leaf, "folded")]
        a, b = cluster.forward(first, words), columns.forward(second, words)  # type: ignore[arg-type]
        for name in ("row", "field", "place", "key", "lengths", "day"):
            np.testing.assert_array_equal(getattr(a, name), getattr(b, name), err_msg=name)
        np.testing.assert_array_equal(cluster.signatures(first), columns.signatures(second))
        np.testing.assert_allclose(
            cluster.scores(query, first), columns.scores(query, second), atol=SAME
        )
        why = zip(
            cluster.explain(query, first[:3]), columns.explain(query, second[:3]), strict=True
        )
        for here, there in why:
            assert [replace(p, points=0.0) for p in here.parts] == [
                replace(p, points=0.0) for p in there.parts
            ]
            points = [[part.points for part in one.parts] for one in (here, there)]
            np.testing.assert_allclose(points[0], points[1], rtol=0, atol=SAME)


def _ids(reader: Reader) -> list[str]:
    return [article.id for article in reader.scan()]
