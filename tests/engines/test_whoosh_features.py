"""Facets, sorting, collapsing, highlights, similar documents and weightings: Whoosh over our arrays as over its own."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from whoosh import highlight, scoring, sorting
from whoosh.qparser import MultifieldParser
from whoosh.query import And, Every, Or, Phrase, Prefix, Term

from tests.engines.conftest import Indexes

pytestmark = [
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

CITY = Or([Term("body", "phố"), Term("title", "huế"), Term("body", "người")])
KINDS = sorting.FieldFacet("category")
DAYS = sorting.DateRangeFacet(
    "published", dt.datetime(2018, 1, 1), dt.datetime(2026, 1, 1), dt.timedelta(days=200)
)
HALVES = sorting.QueryFacet(
    {"city": Prefix("body", "thà"), "people": Term("body", "người")}, other="none"
)


def hits(results: Any) -> list[tuple[str, float]]:
    return [(hit["id"], round(hit.score, 9)) for hit in results]


def sizes(results: Any, name: str) -> dict[Any, list[int]]:
    return {key: list(docs) for key, docs in results.groups(name).items()}


def sort_by(*facets: Any) -> Callable[[Any], Any]:
    return lambda s: [hit["id"] for hit in s.search(CITY, sortedby=list(facets), limit=150)]


def shown(formatter: Any, fragmenter: Any) -> Callable[[Any], Any]:
    def show(searcher: Any) -> list[str]:
        results = searcher.search(CITY, limit=20)
        results.formatter, results.fragmenter = formatter, fragmenter
        return [hit.highlights("body", top=2) for hit in results]

    return show


def pages(searcher: Any) -> list[Any]:
    found = [searcher.search_page(CITY, number, pagelen=7) for number in (1, 2, 9)]
    return [(page.total, page.pagecount, [hit["id"] for hit in page]) for page in found]


def typed(searcher: Any) -> list[Any]:
    parser = MultifieldParser(["title", "body"], searcher.schema)
    asked = ('huế -"thành phố"', "festival OR lũ", 'title:huế AND body:"người dân"~3', "hu*")
    return [hits(searcher.search(parser.parse(one), limit=25)) for one in asked]


FEATURES: dict[str, Callable[[Any], Any]] = {
    "filter": lambda s: hits(s.search(CITY, filter=Term("category", "Kinh tế"), limit=None)),
    "mask": lambda s: hits(s.search(CITY, mask=Term("body", "và"), limit=None)),
    "sorted by date": sort_by("published"),
    "sorted by date, newest first": sort_by(sorting.FieldFacet("published", reverse=True)),
    "sorted by two keys": sort_by("category", sorting.FieldFacet("published", reverse=True)),
    "sorted by score": sort_by(sorting.ScoreFacet()),
    "sorted by a stored field": sort_by(sorting.StoredFieldFacet("id")),
    "reversed": lambda s: [hit["id"] for hit in s.search(CITY, reverse=True, limit=50)],
    "grouped": lambda s: sizes(s.search(CITY, groupedby="category", limit=None), "category"),
    "grouped by two facets": lambda s: sizes(
        s.search(CITY, groupedby={"k": KINDS, "a": sorting.FieldFacet("author")}, limit=None), "a"
    ),
    "grouped, counted": lambda s: dict(
        s.search(CITY, groupedby=KINDS, maptype=sorting.Count, limit=None).groups("category")
    ),
    "grouped, the best of each": lambda s: dict(
        s.search(CITY, groupedby=KINDS, maptype=sorting.Best, limit=None).groups("category")
    ),
    "grouped by ranges of days": lambda s: sizes(
        s.search(CITY, groupedby={"d": DAYS}, limit=None), "d"
    ),
    "grouped by queries": lambda s: sizes(s.search(CITY, groupedby={"q": HALVES}, limit=None), "q"),
    "collapsed": lambda s: hits(s.search(CITY, collapse="category", limit=None)),
    "collapsed, three of each": lambda s: hits(
        s.search(CITY, collapse="source", collapse_limit=3, limit=None)
    ),
    "collapsed, the newest of each": lambda s: hits(
        s.search(CITY, collapse="source", collapse_order="published", limit=None)
    ),
    "highlights": shown(highlight.UppercaseFormatter(), highlight.ContextFragmenter()),
    "highlights of sentences": shown(highlight.HtmlFormatter(), highlight.SentenceFragmenter()),
    "highlights of the whole": shown(highlight.HtmlFormatter(), highlight.WholeFragmenter()),
    "matched terms": lambda s: [
        sorted(hit.matched_terms()) for hit in s.search(CITY, terms=True, limit=50)
    ],
    "more like this": lambda s: [
        hits(hit.more_like_this("body", top=8)) for hit in s.search(CITY, limit=5)
    ],
    "key terms": lambda s: [
        [
            (key, round(score, 9))
            for key, score in s.search(CITY, limit=8).key_terms("body", numterms=10)
        ]
    ],
    "pages": pages,
    "typed queries": typed,
    "document": lambda s: [s.document(id=f"bai-{n}") is None for n in (3, 5, 77, 120, 1850, 1999)],
    "documents": lambda s: sorted(one["id"] for one in s.documents(category="Thể thao")),
    "lexicon": lambda s: [list(s.lexicon(name)) for name in ("title", "summary", "source")],
    "expanded prefixes": lambda s: list(s.reader().expand_prefix("body", "ng")),
    "most frequent terms": lambda s: sorted(s.reader().most_frequent_terms("body", 40)),
    "distinctive terms": lambda s: [
        (round(score, 9), key) for score, key in s.reader().most_distinctive_terms("title", 30)
    ],
    "corrections": lambda s: sorted(s.suggest("title", "thanh", limit=12, maxdist=2)),
    "frequencies": lambda s: [
        (s.doc_frequency("body", key), s.frequency("body", key), s.idf("body", key))
        for key in ("phố", "người", "không-có")
    ],
    "lengths": lambda s: [
        (s.field_length(n), s.avg_field_length(n), s.reader().max_field_length(n))
        for n in ("title", "summary", "body")
    ],
    "documents there": lambda s: (
        s.doc_count(),
        s.doc_count_all(),
        len(list(s.reader().all_doc_ids())),
    ),
    "postings": lambda s: [
        list(s.postings("body", key).items_as("positions")) for key in ("phố", "huế")
    ],
    "spans of phrases": lambda s: hits(s.search(Phrase("body", ["thành", "phố"]), limit=None)),
    "unscored": lambda s: [
        hit["id"] for hit in s.search(And([Every(), CITY]), scored=False, limit=40)
    ],
}


@pytest.fixture(scope="module", params=["codec", "engine"])
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize("feature", FEATURES)
def test_features_work_the_same(searcher_of: Callable[[str], Any], name: str, feature: str) -> None:
    expected = FEATURES[feature](searcher_of("stock"))
    assert expected
    assert FEATURES[feature](searcher_of(name)) == expected


@pytest.mark.parametrize(
    "weighting",
    [
        scoring.TF_IDF(),
        scoring.Frequency(),
        scoring.PL2(),
        scoring.BM25F(B=0.3, K1=1.6, title_B=0.9),
        scoring.MultiWeighting(scoring.BM25F(), body=scoring.TF_IDF()),
    ],
    ids=lambda weighting: type(weighting).__name__,
)
def test_weightings_score_the_same(indexes: Indexes, name: str, weighting: Any) -> None:
    found = []
    for index in (indexes.stock, getattr(indexes, name)):
        with index.searcher(weighting=weighting) as searcher:
            found.append([hits(searcher.search(CITY, limit=limit)) for limit in (None, 10)])
    assert found[0][0]
    assert found[1] == found[0]
