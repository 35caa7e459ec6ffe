"""The query tree as what it scores: clauses of the query DSL whose scores add up to the first score."""

from collections.abc import Iterable, Iterator, Sequence

from searcher.engines import scoring
from searcher.engines.opensearch.keys import wire
from searcher.engines.opensearch.mapping import Json
from searcher.engines.opensearch.matching import NOTHING, Matching
from searcher.engines.opensearch.vocabulary import Vocabulary
from searcher.model import All, Any, Field, Node, Number, Phrase, Prefix, Query, Reading, View, Word

_BOOSTED = [f"{field}^{scoring.BOOSTS[field]:g}" for field in scoring.FIELDS]


class Points:
    """Writes the scoring clauses of one vocabulary; BM25F is the cluster's `combined_fields`."""

    def __init__(self, vocabulary: Vocabulary, matching: Matching) -> None:
        self._vocabulary = vocabulary
        self._matching = matching

    def of(self, query: Query) -> list[Json]:
        """Return the clauses of a query and its extras."""
        tree = [] if query.tree is None else self._node(query.tree, None)
        return [*tree, *self.readings(query.extras)]

    def readings(self, readings: Iterable[Reading], field: str | None = None) -> Iterator[Json]:
        """Yield a clause for every reading that some article has."""
        for reading in readings:
            found = self._vocabulary.frequency(reading.view, reading.key)
            if found and reading.weight > 0:
                self._matching.touched += found
                yield self._reading(reading, field)

    def _node(self, node: Node, field: str | None) -> Iterator[Json]:
        match node:
            case Word() | Number():
                yield from _best(list(self.readings(node.readings, field)))
            case Phrase():
                yield from self._phrase(node, field)
            case Prefix():
                found = self._matching.prefix(node, folded=True, field=field)
                if found != NOTHING:
                    yield {"constant_score": {"filter": found}}
            case Field():
                yield from self._node(node.child, node.name)
            case All() | Any():
                for child in node.children:
                    yield from self._node(child, field)
            case _:  # what must not be there, and names, score nothing
                return

    def _phrase(self, phrase: Phrase, field: str | None) -> Iterator[Json]:
        found = self._matching.phrase(phrase, field)
        points = [clause for word in phrase.words for clause in self._node(word, field)]
        if found != NOTHING and points:
            yield {"bool": {"filter": [found], "should": points}}

    def _reading(self, reading: Reading, field: str | None) -> Json:
        view, key, weight = reading.view, wire(reading.key), reading.weight
        if view is View.NUMBERS:
            points = weight * self._vocabulary.rarity(view, reading.key)
            return {"constant_score": {"filter": {"term": {"numbers": key}}, "boost": points}}
        if field is not None:
            return {"term": {f"{view}.{field}": {"value": key, "boost": weight}}}
        fields = [f"{view}.{boosted}" for boosted in _BOOSTED]
        return {"combined_fields": {"query": key, "fields": fields, "boost": weight}}


def _best(clauses: Sequence[Json]) -> Iterator[Json]:
    """Yield the clause that scores as the best of some."""
    if len(clauses) > 1:
        yield {"dis_max": {"queries": list(clauses)}}
    else:
        yield from clauses
