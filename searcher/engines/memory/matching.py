"""Which articles match a tree: sets of article numbers, put together as the tree says."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from searcher.engines import scoring
from searcher.engines.filtering import has_keyword
from searcher.engines.memory.postings import ByField, Postings
from searcher.model import (
    All,
    Any,
    Article,
    Field,
    Keyword,
    Node,
    Not,
    Number,
    Phrase,
    Prefix,
    View,
    Word,
)

MATCH_TOLERANCE = 1e-9
"""Two engines add the same weights in another order: a share this near the quorum counts as reached."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How to look: by folded keys or as typed, in one field or in all."""

    folded: bool
    field: str | None = None


class Matcher:
    """Answers trees over the views of one index."""

    def __init__(
        self,
        views: Mapping[View, Postings],
        articles: Sequence[Article],
        prefix_keys: int = scoring.PREFIX_KEYS,
    ) -> None:
        self._prefix_keys = prefix_keys
        self._views = views
        self._articles_by_number = articles
        self._universe = frozenset(range(len(articles)))
        self.touched = 0
        """Postings read since the matcher was made."""

    def match(self, node: Node | None, look: Look) -> Set[int]:
        """Return the numbers of the articles that match."""
        match node:
            case None:
                return self._universe
            case Not():
                return self._universe - self.match(node.child, Look(folded=False, field=look.field))
            case Field():
                return self.match(node.child, Look(folded=look.folded, field=node.name))
            case Any():
                return frozenset().union(*(self.match(child, look) for child in node.children))
            case All():
                return self._universe.intersection(
                    *(self.match(child, look) for child in node.children)
                )
            case _:
                return self._leaf(node, look)

    def _leaf(self, node: Word | Phrase | Prefix | Number | Keyword, look: Look) -> Set[int]:
        match node:
            case Word():
                return self._articles(node, look).keys()
            case Phrase():
                return self._phrase(node, look)
            case Prefix():
                return self._prefix(node, look)
            case Number():
                keys = (reading.key for reading in node.readings)
                numbers = self._views[View.NUMBERS]
                return frozenset().union(*(self._read(numbers, key).keys() for key in keys))
            case Keyword():
                return self._named(node)

    def most(self, root: Node | None) -> Set[int]:
        """Return the articles of tier MOST and better: they have a quorum of the words of a root All."""
        if not isinstance(root, All):
            return frozenset()
        words = [child for child in root.children if isinstance(child, Word) and not child.exact]
        others = tuple(child for child in root.children if child not in words)
        found = self._quorum({word.folded: word for word in words if not word.filler})
        return found & self.match(All(children=others), Look(folded=True))

    def _quorum(self, words: Mapping[str, Word]) -> Set[int]:
        postings = self._views[View.FOLDED]
        total = 0.0
        reached: dict[int, float] = {}
        for key in words:
            articles = self._read(postings, key)
            weight = self.weight(key) if articles else 0.0
            total += weight
            for number in articles:
                reached[number] = reached.get(number, 0.0) + weight
        needed = scoring.quorum(len(words)) * total - MATCH_TOLERANCE
        return {number for number, weight in reached.items() if weight >= needed}

    def weight(self, folded: str) -> float:
        """Return the idf weight of a folded key in the quorum."""
        postings = self._views[View.FOLDED]
        documents = max(sum(map(bool, postings.lengths[field])) for field in scoring.FIELDS)
        return scoring.idf(documents, postings.frequency(folded, scoring.FIELDS))

    def _articles(self, word: Word, look: Look) -> dict[int, ByField]:
        if word.exact or (word.marked and not look.folded):
            return self._read(self._views[View.ACCENTED], word.accented, look.field)
        return self._read(self._views[View.FOLDED], word.folded, look.field)

    def _read(self, postings: Postings, key: str, field: str | None = None) -> dict[int, ByField]:
        found = postings.articles(key, field)
        self.touched += len(found)
        return found

    def _named(self, keyword: Keyword) -> Set[int]:
        numbered = enumerate(self._articles_by_number)
        return frozenset(number for number, one in numbered if has_keyword(one, keyword))

    def _prefix(self, prefix: Prefix, look: Look) -> Set[int]:
        as_typed = prefix.marked and not look.folded
        view = self._views[View.ACCENTED if as_typed else View.FOLDED]
        begun = view.beginning_with(prefix.accented if as_typed else prefix.folded)
        keys = sorted(begun, key=lambda key: (-view.frequency(key, scoring.FIELDS), key))
        found = (self._read(view, key, look.field) for key in keys[: self._prefix_keys])
        return frozenset().union(*(articles.keys() for articles in found))

    def _phrase(self, phrase: Phrase, look: Look) -> Set[int]:
        as_typed = Look(folded=False, field=look.field)
        places = [self._articles(word, as_typed) for word in phrase.words]
        common = self._universe.intersection(*(place.keys() for place in places))
        return {
            number
            for number in common
            if any(
                _in_order([place[number].get(field, ()) for place in places], phrase.slop)
                for field in ([look.field] if look.field else scoring.FIELDS)
            )
        }


def _in_order(positions: list[tuple[int, ...]], slop: int) -> bool:
    """Tell whether one position of each list can be chosen, in order, with at most `slop` strangers."""
    return any(_fits(start, positions[1:], slop) for start in positions[0])


def _fits(before: int, rest: list[tuple[int, ...]], slop: int) -> bool:
    if not rest:
        return True
    nearby = (at for at in rest[0] if before < at <= before + 1 + slop)
    return any(_fits(at, rest[1:], slop - (at - before - 1)) for at in nearby)
