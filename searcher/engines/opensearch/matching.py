"""The query tree as what must match: filters of the query DSL, which score nothing."""

from collections.abc import Iterator, Sequence

from searcher.engines import scoring
from searcher.engines.filtering import site_of
from searcher.engines.opensearch.keys import LONGEST, wire
from searcher.engines.opensearch.mapping import Json
from searcher.engines.opensearch.vocabulary import Vocabulary
from searcher.model import (
    All,
    Any,
    Field,
    Filters,
    Keyword,
    Node,
    Not,
    Number,
    Phrase,
    Prefix,
    Query,
    View,
    Word,
)
from searcher.vietnamese.keywords import keyword_key

EVERYTHING: Json = {"match_all": {}}
NOTHING: Json = {"match_none": {}}

_EXACT = 1 << 24
"""Whole numbers up to here are exact in the cluster's scores, which are floats of 32 bits."""


def every(clauses: Sequence[Json]) -> Json:
    """Return what all of some clauses match."""
    if NOTHING in clauses:
        return NOTHING
    kept = [clause for clause in clauses if clause != EVERYTHING]
    if len(kept) == 1:
        return kept[0]
    return {"bool": {"filter": kept}} if kept else EVERYTHING


def either(clauses: Sequence[Json]) -> Json:
    """Return what any of some clauses matches."""
    if EVERYTHING in clauses:
        return EVERYTHING
    kept = [clause for clause in clauses if clause != NOTHING]
    if len(kept) == 1:
        return kept[0]
    return {"bool": {"should": kept, "minimum_should_match": 1}} if kept else NOTHING


def but(clause: Json, without: Json) -> Json:
    """Return what a clause matches and another one does not."""
    if NOTHING in (clause, without):
        return clause
    return (
        NOTHING
        if without in (clause, EVERYTHING)
        else {"bool": {"filter": [clause], "must_not": [without]}}
    )


def allowed(query: Query) -> list[Json]:
    """Return the clauses of the filters and of the articles left out."""
    clauses = list(_filters(query.filters))
    if query.exclude:
        clauses.append({"bool": {"must_not": [{"terms": {"id": sorted(query.exclude)}}]}})
    return clauses


def _filters(filters: Filters) -> Iterator[Json]:
    if filters.since or filters.until:
        limits = {"gte": filters.since, "lte": filters.until}
        yield {"range": {"day": {name: d.toordinal() for name, d in limits.items() if d}}}
    for name in ("source", "category", "author"):
        wanted = getattr(filters, name)
        if wanted is not None:
            yield {"term": {f"{name}_key": keyword_key(wanted)}}


class Matching:
    """Writes clauses with what a vocabulary knows; `touched` counts the postings that they will read."""

    def __init__(self, vocabulary: Vocabulary, prefix_keys: int = scoring.PREFIX_KEYS) -> None:
        self._vocabulary = vocabulary
        self._prefix_keys = prefix_keys
        self.touched = 0

    def tree(self, node: Node | None, *, folded: bool, field: str | None = None) -> Json:
        """Return the clause of a tree, looked for by folded keys or as typed, in one field or in all."""
        match node:
            case None:
                return EVERYTHING
            case Not():
                inside = self.tree(node.child, folded=False, field=field)
                return but(EVERYTHING, inside)
            case Field():
                return self.tree(node.child, folded=folded, field=node.name)
            case Any():
                return either([self.tree(n, folded=folded, field=field) for n in node.children])
            case All():
                return every([self.tree(n, folded=folded, field=field) for n in node.children])
            case _:
                return self._leaf(node, folded, field)

    def _leaf(
        self, node: Word | Phrase | Prefix | Number | Keyword, folded: bool, field: str | None
    ) -> Json:
        match node:
            case Word():
                return self._key(*as_looked_for(node, folded=folded), field)
            case Phrase():
                return self.phrase(node, field)
            case Prefix():
                return self.prefix(node, folded=folded, field=field)
            case Number():
                return self._numbers(node)
            case Keyword():
                return _named(node)

    def _key(self, view: View, key: str, field: str | None) -> Json:
        found = self._vocabulary.frequency(view, key)
        self.touched += found
        return {"term": {f"{view}.{field or 'any'}": wire(key)}} if found else NOTHING

    def _numbers(self, number: Number) -> Json:
        keys = list(dict.fromkeys(reading.key for reading in number.readings))
        self.touched += sum(self._vocabulary.frequency(View.NUMBERS, key) for key in keys)
        return {"terms": {"numbers": [wire(key) for key in keys]}} if keys else NOTHING

    def prefix(self, prefix: Prefix, *, folded: bool, field: str | None) -> Json:
        """Return the clause of the keys that a prefix stands for."""
        view, begin = (
            (View.ACCENTED, prefix.accented)
            if prefix.marked and not folded
            else (View.FOLDED, prefix.folded)
        )
        keys, are_all = self._vocabulary.chosen(view, begin, self._prefix_keys)
        self.touched += sum(self._vocabulary.frequency(view, key) for key in keys)
        where = f"{view}.{field or 'any'}"
        if not keys:
            return NOTHING
        if are_all and len(wire(begin)) <= LONGEST:
            return {"prefix": {where: wire(begin)}}
        return {"terms": {where: [wire(key) for key in keys]}}

    def phrase(self, phrase: Phrase, field: str | None) -> Json:
        """Return the clause of a phrase: within one field, a marked word as typed, another by its folded key."""
        keys = [as_looked_for(word, folded=False) for word in phrase.words]
        counts = [self._vocabulary.frequency(*key) for key in keys]
        self.touched += sum(counts)
        if not all(counts):
            return NOTHING
        fields = scoring.FIELDS if field is None else (field,)
        return either([_phrase(keys, phrase.slop, name) for name in fields])

    def most(self, root: Node | None) -> Json:
        """Return the clause of tier MOST and better: a quorum of the words of a root All, and all else."""
        if not isinstance(root, All):
            return NOTHING
        words = [child for child in root.children if isinstance(child, Word) and not child.exact]
        others = [self.tree(n, folded=True) for n in root.children if n not in words]
        keys = list(dict.fromkeys(word.folded for word in words if not word.filler))
        quorum = self._quorum(keys)
        return NOTHING if quorum == NOTHING else every([quorum, *others])

    def _quorum(self, keys: Sequence[str]) -> Json:
        weights = {key: self._vocabulary.rarity(View.FOLDED, key) for key in keys}
        there = {key: weight for key, weight in weights.items() if weight}
        if not there:
            return NOTHING
        scale = (_EXACT - len(there)) / sum(there.values())
        points = {key: round(weight * scale) for key, weight in there.items()}
        needed = scoring.quorum(len(keys)) * sum(points.values()) - 0.01
        return {
            "function_score": {"query": _summed(self, points), "min_score": int(-(-needed // 1))}
        }

    def weighed(self, key: str, points: float) -> Json:
        """Return a clause that scores so many points for a folded key."""
        found = self._key(View.FOLDED, key, None)
        return {"constant_score": {"filter": found, "boost": points}}


def _summed(matching: Matching, points: dict[str, int]) -> Json:
    return {"bool": {"should": [matching.weighed(key, worth) for key, worth in points.items()]}}


def as_looked_for(word: Word, *, folded: bool) -> tuple[View, str]:
    """Return the key by which a word matches."""
    if word.exact or (word.marked and not folded):
        return View.ACCENTED, word.accented
    return View.FOLDED, word.folded


def _phrase(keys: Sequence[tuple[View, str]], slop: int, field: str) -> Json:
    view, first = keys[0]
    if len(keys) == 1:
        return {"term": {f"{view}.{field}": wire(first)}}
    if slop == 0 and len({view for view, _ in keys}) == 1:
        return {"match_phrase": {f"{view}.{field}": " ".join(wire(key) for _, key in keys)}}
    steps = [{"match": {"query": wire(key), "use_field": f"{view}.{field}"}} for view, key in keys]
    ordered = {"ordered": True, "max_gaps": slop, "intervals": steps}
    return {"intervals": {f"{View.FOLDED}.{field}": {"all_of": ordered}}}


def _named(keyword: Keyword) -> Json:
    name = "source" if keyword.name == "site" else keyword.name
    clauses = [{"term": {f"{name}_key": keyword_key(keyword.value)}}]
    if keyword.name == "site" and (site := site_of(keyword.value)):
        clauses.append({"term": {"site": site}})
    return either(clauses)
