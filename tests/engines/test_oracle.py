"""Our evaluator against the plain engine: random trees of every kind, one segment and many, deletions included.

1,100 articles, written in eight steps with updates and deletions, as one, three and eight segments.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from searcher.engines.base import Reader
from searcher.engines.memory import MemoryEngine
from searcher.engines.whoosh.columns import ColumnsEngine, ColumnsReader, answer, merging, rough
from searcher.engines.whoosh.columns.manifest import read_manifest
from searcher.model import (
    All,
    Any,
    Candidates,
    Document,
    Field,
    Filters,
    Node,
    Not,
    Number,
    Phrase,
    Prefix,
    Query,
    Reading,
    Sort,
    Tokens,
    View,
    Word,
)
from searcher.parse import parse_query
from tests.engines.mixing import analysed, mixed
from tests.property.test_forward import likeness

Step = tuple[list[Document], list[str]]
"""Documents that are written, and the ids deleted after."""
SEGMENTS = (1, 3, 8)
TREES, SENTENCES = 100, 30
TOLERANCE = 1e-9


def _history() -> list[Step]:
    documents = analysed(mixed(1100, seed=11))
    again = analysed(mixed(60, seed=12, first=50))
    cuts = [0, 300, 500, 640, 800, 900, 980, 1060, 1100]
    steps = [documents[low:high] for low, high in pairwise(cuts)]
    steps[3] += again[:30]
    steps[7] += again[30:]
    return [
        (batch, [f"bai-{number}" for number in range(n, 1100, 97)]) for n, batch in enumerate(steps)
    ]


def _write(
    engine: ColumnsEngine | MemoryEngine, folder: Path, runs: Sequence[Sequence[Step]]
) -> Reader:
    folder.mkdir()
    for run in runs:
        writer = engine.writer(folder)
        for batch, gone in run:
            writer.write(batch)
            writer.delete(gone)
        writer.finish()
    return engine.reader(folder)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return _write(MemoryEngine(), tmp_path_factory.mktemp("oracle") / "plain", [_history()])


@pytest.fixture(scope="module")
def columns(tmp_path_factory: pytest.TempPathFactory) -> dict[int, ColumnsReader]:
    """Return the same archive as one, three and eight segments: merging waits."""
    base, steps = tmp_path_factory.mktemp("columns"), _history()
    readers = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(merging, "RATIO", 0)
        for count in SEGMENTS:
            runs = [steps[n * 8 // count : (n + 1) * 8 // count] for n in range(count)]
            reader = _write(ColumnsEngine(), base / str(count), runs)
            assert isinstance(reader, ColumnsReader)
            assert len(read_manifest(base / str(count))) == count
            readers[count] = reader
    return readers


class Chance:
    """Draws trees from the articles they are asked of."""

    def __init__(self, seed: int, texts: Sequence[Tokens]) -> None:
        self._random = random.Random(seed)  # noqa: S311
        self._texts = [text for text in texts if len(text.accented) > 5 and text.words]

    def one_of(self, *things: object) -> object:
        return self._random.choice(things)

    def run(self, length: int) -> list[tuple[str, str]]:
        """Return accented and folded keys that stand one after another somewhere."""
        text = self._random.choice(self._texts)
        start = self._random.randrange(max(1, len(text.accented) - length))
        pairs = list(zip(text.accented, text.folded, strict=True))
        return pairs[start : start + length]

    def word(self, pair: tuple[str, str] | None = None) -> Word:
        accented, folded = pair or self.run(1)[0]
        unmarked = self._random.random() < 0.3
        typed = folded if unmarked else accented
        return Word(
            typed=typed,
            accented=typed,
            folded=folded,
            marked=typed != folded,
            exact=self._random.random() < 0.1,
            filler=self._random.random() < 0.2,
            readings=tuple(self._readings(typed, folded)),
        )

    def _readings(self, typed: str, folded: str) -> Iterator[Reading]:
        yield Reading(view=View.ACCENTED, key=typed, weight=self._random.choice((1.0, 1.0, 2.0)))
        if self._random.random() < 0.8:
            yield Reading(view=View.FOLDED, key=folded, weight=self._random.choice((0.3, 0.5, 1.0)))

    def extras(self) -> tuple[Reading, ...]:
        keys = self._random.choice(self._texts).words
        chosen = self._random.choices(keys, k=self._random.choice((0, 0, 1, 3)))
        return tuple(Reading(view=View.WORDS, key=key, weight=0.7) for key in chosen)

    def number(self) -> Number:
        keys = [key for text in self._texts for key in text.numbers][:200]
        readings = [Reading(view=View.NUMBERS, key=self._random.choice(keys)) for _ in range(2)]
        return Number(typed="?", readings=tuple(readings))

    def phrase(self) -> Phrase:
        pairs, slop = self.run(self._random.randint(1, 5)), self._random.choice((0, 0, 1, 2))
        if slop and len(pairs) > slop + 1:
            del pairs[1 : 1 + slop]
        return Phrase(words=tuple(map(self.word, pairs)), slop=slop)

    def prefix(self) -> Prefix:
        accented, folded = self.run(1)[0]
        size = self._random.randint(1, 3)
        typed, short = accented[:size], folded[:size]
        return Prefix(typed=typed, accented=typed, folded=short, marked=typed != short)

    def leaf(self) -> Node:
        kinds = (self.word, self.word, self.word, self.phrase, self.prefix, self.number)
        return self._random.choice(kinds)()

    def tree(self, depth: int) -> Node:
        if depth == 0:
            return self.leaf()
        children = tuple(self.tree(depth - 1) for _ in range(self._random.randint(1, 4)))
        name = self._random.choice(("title", "summary", "body"))
        return self._random.choice(
            (
                All(children=children),
                Any(children=children),
                All(children=(*children, Not(child=self.leaf()))),
                Any(children=(Not(child=children[0]), *children)),
                Field(name=name, child=Any(children=children)),
            )
        )

    def sentence(self) -> All:
        """Return a row of words, of which articles may have most: the quorum."""
        strangers = [self.word(), self.word()]
        return All(children=(*map(self.word, self.run(self._random.randint(2, 12))), *strangers))

    def filters(self) -> Filters:
        if self._random.random() < 0.6:
            return Filters()
        first = date(self._random.randint(2018, 2025), self._random.randint(1, 12), 10)
        return Filters(
            since=self._random.choice((None, first)),
            until=self._random.choice((None, first.replace(year=first.year + 2))),
            source=self._random.choice((None, "bao song huong", "CỔNG TỈNH")),
            category=self._random.choice((None, None, "thoi su")),
            author=self._random.choice((None, None, "hà anh", "không ai")),
        )

    def query(self, tree: Node | None) -> Query:
        return Query(
            typed="?",
            tree=tree,
            extras=self.extras(),
            mixed=self._random.random() < 0.3,
            filters=self.filters(),
            sort=self._random.choice((Sort.RELEVANCE, Sort.RELEVANCE, Sort.RELEVANCE, *Sort)),
            per_page=self._random.choice((1, 10, 10, 50)),
            exclude=frozenset(self._random.choices(("bai-60", "bai-700", "bai-0"), k=2)),
        )


def _typed(texts: Sequence[Tokens]) -> Iterator[Query]:
    """Yield what people type, read by the parser, numbers and abbreviations included."""
    chance = Chance(5, texts)
    for n in range(15):
        syllables = [accented for accented, _ in chance.run(2 + n % 9)]
        yield parse_query(" ".join(syllables), per_page=10)
        yield parse_query(f'"{" ".join(syllables[:3])}" -{syllables[-1]}', per_page=20)


@pytest.fixture(scope="module")
def asked() -> list[Query]:
    texts = [getattr(d, f) for batch, _ in _history() for d in batch for f in ("title", "body")]
    chance = Chance(4, texts)
    trees = [chance.query(chance.tree(n % 3)) for n in range(TREES)]
    sentences = [chance.query(chance.sentence()) for _ in range(SENTENCES)]
    return [*trees, *sentences, chance.query(None), *_typed(texts)]


@pytest.fixture(scope="module")
def expected(plain: Reader, asked: list[Query]) -> list[Candidates]:
    return [plain.search(query, 1000) for query in asked]


def assert_like(found: Candidates, expected: Candidates, limit: int) -> None:
    """Compare two answers; articles may change places only where their scores differ by rounding."""
    assert found.total == expected.total
    assert dict(found.tier_totals) == dict(expected.tier_totals)
    assert found.facets == expected.facets
    assert found.tiers.tolist() == expected.tiers[:limit].tolist()
    np.testing.assert_allclose(found.scores, expected.scores[:limit], rtol=0, atol=TOLERANCE)
    if found.ids != expected.ids[:limit]:
        pairs = zip(found.ids, expected.ids, strict=False)
        moved = np.array([one != other for one, other in pairs])
        scores = expected.scores
        gaps = np.abs(np.diff(scores, append=np.inf, prepend=np.inf))[: len(scores) + 1]
        near = (gaps[1:] < TOLERANCE) | (gaps[:-1] < TOLERANCE)
        assert not np.any(moved & ~near[:limit])


@pytest.fixture(params=["exactly", "roughly first"])
def way(request: pytest.FixtureRequest) -> Iterator[None]:
    """Take both ways: exact scores at once, and rough ones first as in large archives."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "roughly first":
            patch.setattr(answer, "FEW", -1)
            patch.setattr(rough, "LEAST_COLUMNS", 1)
            patch.setattr(rough, "COLUMNS_PER_HIT", 1)
        yield


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("count", SEGMENTS)
def test_every_tree_is_answered_like_the_plain_engine(
    columns: dict[int, ColumnsReader], asked: list[Query], expected: list[Candidates], count: int
) -> None:
    for n, (query, right) in enumerate(zip(asked, expected, strict=True)):
        for limit in (10, 1000) if n % 2 else (3, 300):
            assert_like(columns[count].search(query, limit), right, limit)


def test_the_queries_ask_for_something(asked: list[Query], expected: list[Candidates]) -> None:
    """Guards the test above: most queries find articles, many find hundreds, every tier is met."""
    totals = np.array([found.total for found in expected])
    assert np.mean(totals > 0) > 0.6
    assert np.sum(totals > 200) > 15
    assert {tier for found in expected for tier in found.tier_totals} == {0, 1, 2}


def test_many_segments_score_exactly_like_one(
    columns: dict[int, ColumnsReader], asked: list[Query]
) -> None:
    """The stated tolerance is none: scores are equal to the last bit."""
    for query in asked:
        one = columns[1].search(query, 1000)
        for count in SEGMENTS[1:]:
            many = columns[count].search(query, 1000)
            assert many.ids == one.ids
            assert many.scores.tolist() == one.scores.tolist()
            assert (many.total, many.facets) == (one.total, one.facets)


def test_deep_pages_are_pieces_of_one_order(
    columns: dict[int, ColumnsReader], asked: list[Query]
) -> None:
    for query in asked[::5]:
        whole = columns[3].search(query, 1000).ids
        for limit in (1, 10, 100, 500, 999):
            assert columns[8].search(query, limit).ids == whole[:limit]


@pytest.mark.parametrize("count", SEGMENTS)
def test_articles_are_read_forwards_like_the_plain_engine_reads_them(
    columns: dict[int, ColumnsReader], plain: Reader, asked: list[Query], count: int
) -> None:
    for query in asked[-45:-20:4]:
        words = [c for c in getattr(query.tree, "children", ()) if isinstance(c, Word)]
        right, found = plain.search(query, 15), columns[count].search(query, 15)
        by_id = dict(zip(right.ids, right.numbers.tolist(), strict=True))
        numbers = np.array([by_id[id_] for id_ in found.ids], np.int64)
        ours = columns[count].forward(found.numbers, words)
        theirs = plain.forward(numbers, words)
        for name in ("row", "field", "place", "key", "lengths", "day"):
            assert getattr(ours, name).tolist() == getattr(theirs, name).tolist(), name
        np.testing.assert_allclose(likeness(ours), likeness(theirs), rtol=1e-4, atol=1e-5)


def test_archives_of_many_segments_hold_the_same(
    columns: dict[int, ColumnsReader], plain: Reader
) -> None:
    for reader in columns.values():
        assert list(reader.scan()) == list(plain.scan())
        assert reader.statistics() == plain.statistics()
        assert list(reader.check()) == []
