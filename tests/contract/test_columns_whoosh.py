"""Whoosh's own searcher over our arrays answers what it answers over its stock codec."""

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from whoosh import index, scoring, sorting
from whoosh.index import create_in, open_dir
from whoosh.query import (
    And,
    AndMaybe,
    AndNot,
    ConstantScoreQuery,
    DateRange,
    DisjunctionMax,
    Every,
    FuzzyTerm,
    Not,
    Or,
    Phrase,
    Prefix,
    Regex,
    Require,
    Term,
    TermRange,
    Wildcard,
)

from searcher.engines.whoosh.columns import ColumnsEngine
from searcher.engines.whoosh.columns.codec import ColumnsCodec
from searcher.engines.whoosh.columns.codec.schema import engine_schema
from searcher.model import Article
from tests.corpus import article, document

pytestmark = [  # Whoosh leaves the files of its columns to the garbage collector
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

SYLLABLES = [
    "công",
    "an",
    "tỉnh",
    "thành",
    "phố",
    "năm",
    "nam",
    "đường",
    "dương",
    "biển",
    "ven",
    "hội",
    "nghị",
    "quyết",
    "dân",
    "nhân",
    "ủy",
    "ban",
    "xã",
]
ARTICLES, QUERIES = 240, 20


def _text(chance: random.Random, most: int) -> str:
    weights = [1 / (rank + 1) for rank in range(len(SYLLABLES))]
    return " ".join(chance.choices(SYLLABLES, weights, k=chance.randint(1, most)))


def _articles() -> list[Article]:
    chance = random.Random(4)  # noqa: S311 - a fixed archive, not a secret
    return [
        article(
            f"bai-{number}",
            _text(chance, 8),
            _text(chance, 120),
            summary=_text(chance, 15) if number % 3 else "",
            day=f"20{15 + number % 9}-0{1 + number % 8}-1{number % 7}" if number % 5 else None,
            source=chance.choice(["Báo A", "Báo B", None]),
            category=chance.choice(["thời sự", "kinh tế"]),
        )
        for number in range(ARTICLES)
    ]


def _row(one: Article) -> dict[str, Any]:
    names = ("id", "title", "summary", "body", "source", "category", "author")
    row = {name: getattr(one, name) for name in names}
    row["published"] = one.published.replace(tzinfo=None) if one.published else None
    return {name: value for name, value in row.items() if value is not None}


def _with_whoosh(folder: Path, articles: list[Article], codec: ColumnsCodec | None) -> None:
    writer = create_in(str(folder), engine_schema()).writer(codec=codec)
    for one in articles:
        writer.add_document(**_row(one))
    writer.commit()


def _with_the_engine(folder: Path, articles: list[Article]) -> None:
    for part in (articles[:150], articles[150:]):
        writer = ColumnsEngine().writer(folder)
        writer.write([document(one) for one in part])
        writer.finish()


@dataclass
class Pair:
    """The stock index and ours, opened by Whoosh."""

    stock: Path
    ours: Path

    def searchers(self) -> tuple[Any, Any]:
        return open_dir(str(self.stock)).searcher(), open_dir(str(self.ours)).searcher()


@pytest.fixture(scope="module", params=["codec", "engine"])
def pair(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Pair:
    stock, ours = tmp_path_factory.mktemp("stock"), tmp_path_factory.mktemp("ours")
    _with_whoosh(stock, _articles(), None)
    if request.param == "codec":
        _with_whoosh(ours, _articles(), ColumnsCodec())
    else:
        _with_the_engine(ours, _articles())
    return Pair(stock=stock, ours=ours)


class Asked:
    """Random queries of every kind."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311

    def field(self) -> str:
        return self.chance.choice(["title", "summary", "body"])

    def term(self) -> Term:
        return Term(self.field(), self.chance.choice(SYLLABLES), boost=self.chance.choice([1, 2.5]))

    def terms(self, most: int) -> list[Term]:
        return [self.term() for _ in range(self.chance.randint(2, most))]

    def words(self, count: int) -> list[str]:
        return self.chance.choices(SYLLABLES[:8], k=count)

    def days(self) -> DateRange:
        first = dt.datetime(2015, 1, 1) + dt.timedelta(days=self.chance.randrange(2500))
        return DateRange("published", first, first + dt.timedelta(days=900))


KINDS: dict[str, Callable[[Asked], Any]] = {
    "Term": lambda a: a.term(),
    "And": lambda a: And(a.terms(3)),
    "Or": lambda a: Or(a.terms(5)),
    "And of Or": lambda a: And([Or(a.terms(3)), Or(a.terms(3))]),
    "Not": lambda a: And([a.term(), Not(a.term())]),
    "AndNot": lambda a: AndNot(a.term(), a.term()),
    "AndMaybe": lambda a: AndMaybe(a.term(), a.term()),
    "DisjunctionMax": lambda a: DisjunctionMax(a.terms(4)),
    "Phrase": lambda a: Phrase(a.field(), a.words(2)),
    "Phrase with slop": lambda a: Phrase("body", a.words(2), slop=3),
    "Prefix": lambda a: Prefix(a.field(), a.chance.choice(SYLLABLES)[:1]),
    "Wildcard": lambda a: Wildcard("title", a.chance.choice(SYLLABLES)[0] + "*"),
    "Regex": lambda a: Regex("title", a.chance.choice(SYLLABLES)[:1] + ".n?"),
    "FuzzyTerm": lambda a: FuzzyTerm("title", a.chance.choice(SYLLABLES)),
    "TermRange": lambda a: TermRange("title", *sorted(a.words(2))),
    "DateRange": lambda a: a.days(),
    "And with DateRange": lambda a: And([a.term(), a.days()]),
    "Keyword": lambda a: And([a.term(), Term("source", "Báo A")]),
    "ConstantScore": lambda a: ConstantScoreQuery(Or(a.terms(3)), 2.0),
    "Every": lambda a: Every(a.chance.choice([None, "title", "source"])),
}


def hits(searcher: Any, query: Any, **options: Any) -> list[tuple[str, float]]:
    """Return ids and scores; every index numbers its documents in the same order."""
    return [(hit["id"], pytest.approx(hit.score)) for hit in searcher.search(query, **options)]


@pytest.mark.parametrize("kind", KINDS)
def test_queries_find_the_same_documents_with_the_same_scores(pair: Pair, kind: str) -> None:
    stock, ours = pair.searchers()
    asked = Asked(len(kind))
    found = 0
    for query in (KINDS[kind](asked) for _ in range(QUERIES)):
        expected = {hit["id"]: hit.score for hit in stock.search(query, limit=None)}
        assert {hit["id"]: hit.score for hit in ours.search(query, limit=None)} == pytest.approx(
            expected
        )
        best = [hit.score for hit in stock.search(query, limit=10)]
        assert [hit.score for hit in ours.search(query, limit=10)] == pytest.approx(best)
        found += len(expected)
    assert found


def test_require_without_a_limit_is_the_same(pair: Pair) -> None:
    stock, ours = pair.searchers()
    query = Require(Term("body", "công"), Term("title", "an"))
    assert hits(ours, query, limit=None) == hits(stock, query, limit=None)


FEATURES: dict[str, Callable[[Any], Any]] = {
    "filter": lambda s: hits(s, Term("body", "công"), filter=Term("category", "kinh tế")),
    "mask": lambda s: hits(s, Term("body", "công"), mask=Term("category", "kinh tế")),
    "sorted by date": lambda s: [
        h["id"] for h in s.search(Every(), sortedby="published", limit=60)
    ],
    "sorted by date, reversed": lambda s: [
        h["id"]
        for h in s.search(Every(), sortedby=sorting.FieldFacet("published", reverse=True), limit=60)
    ],
    "grouped": lambda s: {
        key: len(docs)
        for key, docs in s.search(Every(), groupedby="category", limit=None)
        .groups("category")
        .items()
    },
    "collapsed": lambda s: len(s.search(Every(), collapse="category", limit=None)),
    "highlights": lambda s: [h.highlights("title") for h in s.search(Term("title", "công"))],
    "matched terms": lambda s: [
        sorted(h.matched_terms()) for h in s.search(Or([Term("body", "an")]), terms=True)
    ],
    "lexicon": lambda s: list(s.lexicon("title")),
    "stored fields": lambda s: [h.fields() for h in s.search(Term("title", "biển"), limit=None)],
    "document": lambda s: s.document(id="bai-7"),
    "most frequent": lambda s: sorted(t for _, t in s.reader().most_frequent_terms("body", 50)),
    "suggest": lambda s: sorted(s.suggest("title", "cong", limit=8, maxdist=1)),
    "lengths": lambda s: [
        (s.field_length(f), s.reader().min_field_length(f), s.reader().max_field_length(f))
        for f in ("title", "body")
    ],
}


@pytest.mark.parametrize("feature", FEATURES)
def test_features_work_the_same(pair: Pair, feature: str) -> None:
    stock, ours = pair.searchers()
    assert FEATURES[feature](ours) == FEATURES[feature](stock)


@pytest.mark.parametrize(
    "weighting",
    [scoring.TF_IDF(), scoring.Frequency(), scoring.PL2(), scoring.BM25F(B=0.3, K1=1.6)],
    ids=lambda weighting: type(weighting).__name__,
)
def test_weightings_score_the_same(pair: Pair, weighting: Any) -> None:
    found = []
    for folder in (pair.stock, pair.ours):
        searcher = open_dir(str(folder)).searcher(weighting=weighting)
        found.append(hits(searcher, Or([Term("body", "công"), Term("title", "an")]), limit=30))
    assert found[0] == found[1]


def test_deleted_articles_are_gone_for_whoosh_too(tmp_path: Path) -> None:
    _with_the_engine(tmp_path, _articles())
    writer = ColumnsEngine().writer(tmp_path)
    writer.delete(["bai-3", "bai-200"])
    writer.finish()
    with open_dir(str(tmp_path)).searcher() as searcher:
        assert searcher.document(id="bai-3") is None
        assert searcher.doc_count() == ARTICLES - 2


@pytest.fixture
def by_codec(tmp_path: Path) -> Any:
    _with_whoosh(tmp_path, _articles()[:60], ColumnsCodec())
    return index.open_dir(str(tmp_path))


def test_whoosh_may_update_what_it_wrote_through_the_codec(by_codec: Any) -> None:
    writer = by_codec.writer(codec=ColumnsCodec())
    writer.update_document(id="bai-5", title="Tin mới tinh", body="không có gì")
    writer.commit(merge=False)
    with by_codec.searcher() as searcher:
        assert [h["id"] for h in searcher.search(Term("title", "tinh"))] == ["bai-5"]
        assert searcher.doc_count() == 60


def test_whoosh_may_merge_segments_through_the_codec(by_codec: Any) -> None:
    writer = by_codec.writer(codec=ColumnsCodec())
    writer.add_document(id="moi", title="công an", body="biển")
    writer.commit(optimize=True)
    with by_codec.searcher() as searcher:
        assert len(searcher.reader().leaf_readers()) == 1
        assert searcher.document(id="moi")["title"] == "công an"


def test_a_deletion_can_be_taken_back() -> None:
    """`W3Segment.delete_document(n, delete=False)` calls `set.clear(n)`, a TypeError; ours must not."""
    from searcher.engines.whoosh.columns.codec import ColumnsSegment

    segment = ColumnsSegment("MAIN", doccount=3)
    segment.delete_document(1)
    segment.delete_document(1, delete=False)
    assert not segment.is_deleted(1)
