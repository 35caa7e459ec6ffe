"""The first score, read off `scoring.py` line by line."""

from collections.abc import Mapping, Set
from functools import cache, cached_property

from searcher.engines import scoring
from searcher.engines.memory.matching import Look, Matcher
from searcher.engines.memory.postings import Postings
from searcher.model import (
    All,
    Any,
    Field,
    Keyword,
    Node,
    Not,
    Number,
    Phrase,
    Prefix,
    Query,
    Reading,
    View,
    Word,
)


class Collection:
    """Statistics of one view over some of its fields."""

    def __init__(self, postings: Postings, fields: tuple[str, ...]) -> None:
        self._postings = postings
        self._fields = fields
        self._boosts = {f: scoring.BOOSTS[f] if len(fields) > 1 else 1.0 for f in fields}
        self._weights: dict[str, float] = {}

    @cached_property
    def documents(self) -> int:
        """N of the formula."""
        return max(sum(map(bool, self._postings.lengths[field])) for field in self._fields)

    @cached_property
    def average(self) -> float:
        """Avg of the formula."""
        tokens = sum(self._boosts[f] * sum(self._postings.lengths[f]) for f in self._fields)
        return tokens / max(1, self.documents)

    def length(self, number: int) -> int:
        """Return len of the formula."""
        lengths = ((f, self._postings.lengths[f][number]) for f in self._fields)
        combined = sum(self._boosts[f] * _rounded(length) for f, length in lengths)
        return _rounded(int(combined + 0.5))

    def bm25(self, key: str, number: int) -> float:
        """Return the score of a key in an article; 0 where it does not occur."""
        places = self._postings.articles(key).get(number, {})
        tf = sum(self._boosts[f] * len(places.get(f, ())) for f in self._fields)
        if not tf:
            return 0.0
        return self.impact(key, number, tf)

    def rarity(self, key: str) -> float:
        """Return the idf of a key; 0 where no article has it."""
        return self.weight(key) if self._postings.articles(key) else 0.0

    def weight(self, key: str) -> float:
        """Return the idf of a key that some article has; counted once, not again for each of its articles."""
        if key not in self._weights:
            frequency = self._postings.frequency(key, self._fields)
            self._weights[key] = scoring.idf(self.documents, frequency)
        return self._weights[key]

    def impact(self, key: str, number: int, tf: float) -> float:
        """Return the score that a key with this weighted frequency has in an article."""
        norm = 1 - scoring.B + scoring.B * self.length(number) / self.average
        return self.weight(key) * tf / (tf + scoring.K1 * norm)


@cache
def _rounded(length: int) -> int:
    """Return the length as one norm byte remembers it."""
    return max(int(kept) for kept in scoring.LENGTHS if kept <= length)


class Scorer:
    """Scores one article after another."""

    def __init__(self, views: Mapping[View, Postings], matcher: Matcher, count: int) -> None:
        self._views = views
        self._matcher = matcher
        self._count = count
        self._collections: dict[tuple[View, str | None], Collection] = {}
        self._matches: dict[tuple[Node, Look], Set[int]] = {}

    def score(self, query: Query, number: int) -> float:
        """Return the first score of an article that matched."""
        tree = self._node(query.tree, number, None) if query.tree else 0.0
        return tree + sum(self.reading(extra, number, None) for extra in query.extras)

    def _node(self, node: Node, number: int, field: str | None) -> float:
        match node:
            case Word() | Number():
                return max((self.reading(r, number, field) for r in node.readings), default=0.0)
            case Phrase():
                return self._phrase(node, number, field)
            case Prefix():
                return float(number in self._found(node, Look(folded=True, field=field)))
            case Not() | Keyword():
                return 0.0
            case Field():
                return self._node(node.child, number, node.name)
            case All() | Any():
                return sum(self._node(child, number, field) for child in node.children)

    def _phrase(self, phrase: Phrase, number: int, field: str | None) -> float:
        if number not in self._found(phrase, Look(folded=False, field=field)):
            return 0.0
        return sum(self._node(word, number, field) for word in phrase.words)

    def _found(self, node: Phrase | Prefix, look: Look) -> Set[int]:
        """Return which articles match a leaf; asked once, not again for each of them."""
        if (node, look) not in self._matches:
            self._matches[node, look] = self._matcher.match(node, look)
        return self._matches[node, look]

    def reading(self, reading: Reading, number: int, field: str | None) -> float:
        """Return what one reading of a word scores in an article, in one field or all."""
        if reading.view is View.NUMBERS:
            return reading.weight * self._number(reading.key, number)
        return reading.weight * self._collection(reading.view, field).bm25(reading.key, number)

    def rarity(self, reading: Reading) -> float:
        """Return the idf of the key of a reading over all fields; 0 where no article has it."""
        if reading.view is View.NUMBERS:
            return self._number_idf(reading.key)
        return self._collection(reading.view, None).rarity(reading.key)

    def _number(self, key: str, number: int) -> float:
        articles = self._views[View.NUMBERS].articles(key)
        return self._number_idf(key) if number in articles else 0.0

    def _number_idf(self, key: str) -> float:
        articles = self._views[View.NUMBERS].articles(key)
        return scoring.idf(self._count, len(articles)) if articles else 0.0

    def _collection(self, view: View, field: str | None) -> Collection:
        known = self._collections.get((view, field))
        if known is None:
            fields = (field,) if field else scoring.FIELDS
            known = self._collections[view, field] = Collection(self._views[view], fields)
        return known
