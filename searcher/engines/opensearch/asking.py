"""One request for hits, and what its answer says."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from searcher.engines.facets import FACET_LIMIT
from searcher.engines.opensearch.fetching import columns, fields_of
from searcher.engines.opensearch.mapping import Json
from searcher.engines.opensearch.matching import every
from searcher.model import Facet, Facets, Sort

_VALUES = 10_000
"""Different values of a facet that each shard tells of: with fewer in the archive the counts are exact."""
_MONTHS = 20_000
_DAYS = 60_000
"""Days that an archive may have; the cluster refuses more than 65,535 buckets."""

KEPT = ("forward", "day", "signature")
"""What is remembered of an article (`shelf.py`)."""
_NO_INSTANT = 1 << 63
"""What the cluster sorts an article without a time by is the least number of 64 bits, or the greatest."""

_ORDERS: Mapping[Sort, Sequence[Json]] = {
    Sort.RELEVANCE: [{"_score": "desc"}, {"instant": {"order": "desc", "missing": "_last"}}],
    Sort.NEWEST: [{"instant": {"order": "desc", "missing": "_last"}}],
    Sort.OLDEST: [{"instant": {"order": "asc", "missing": "_last"}}],
}


class Found(NamedTuple):
    """One article of an answer; `names` are the names of the clauses that it matched.

    A tuple: hundreds are made for each answer, in a quarter of the time that a dataclass takes.
    """

    id: str
    number: int
    score: float
    forward: str
    signature: str
    instant: int | None
    day: int
    names: frozenset[str] = frozenset()


def request(match: Json, points: Sequence[Json], limit: int, sort: Sort) -> Json:
    """Return a request for the best articles that match, with exact totals.

    It asks for all that the second look and the search for near-copies will want to know of them. What they are
    sorted by comes along anyway.
    """
    return {
        "query": {"bool": {"filter": [match], "should": list(points)}},
        "size": limit,
        "sort": [*_ORDERS[sort], {"id": "asc"}],
        "track_total_hits": True,
        "track_scores": True,
        **columns(("order", *KEPT)),
    }


def counting(match: Json) -> Json:
    """Return a request that only counts what matches."""
    return {"query": {"bool": {"filter": [match]}}, "size": 0, "track_total_hits": True}


def among(body: Json, match: Json, whole: Json) -> Json:
    """Return a request for what matches as well, whose aggregations count a `whole` of which that is a part."""
    query = {"bool": {**body["query"]["bool"], "filter": [whole]}}
    return {**body, "query": query, "post_filter": match}


def named(clause: Json, name: str) -> Json:
    """Return a clause that adds nothing but says of each hit whether it matches."""
    return {"constant_score": {"filter": every([clause]), "boost": 0.0, "_name": name}}


def found_in(answer: Json) -> list[Found]:
    """Return the articles of an answer, best first."""
    return [_found(hit) for hit in answer["hits"]["hits"]]


def _found(hit: Json) -> Found:
    fields = fields_of(hit)
    *_, instant, id_ = hit["sort"]
    return Found(
        id=id_,
        number=int(fields["order"]),
        score=float(hit["_score"] or 0.0),
        forward=fields["forward"],
        signature=fields["signature"],
        instant=instant if -_NO_INSTANT < instant < _NO_INSTANT - 1 else None,
        day=fields.get("day", 0),
        names=frozenset(hit.get("matched_queries", ())),
    )


def total_of(answer: Json) -> int:
    """Return how many articles match in all."""
    return int(answer["hits"]["total"]["value"])


def facet_counts() -> Json:
    """Return the aggregations of the facets; they know the days of Asia/Ho_Chi_Minh as articles have them."""
    by_count = [{"_count": "desc"}, {"_key": "asc"}]
    names = {
        name: {
            "terms": {"field": name, "size": FACET_LIMIT, "shard_size": _VALUES, "order": by_count}
        }
        for name in ("source", "category", "author")
    }
    return {**names, **_in_order("month", _MONTHS), "undated": {"missing": {"field": "day"}}}


def day_counts() -> Json:
    """Return the aggregation of the days."""
    return _in_order("date", _DAYS)


def _in_order(field: str, size: int) -> Json:
    terms = {"field": field, "size": size, "order": {"_key": "asc"}}
    return {field: {"terms": terms}}


def values_of(counts: Json) -> tuple[Facet, ...]:
    """Return the values of one aggregation in the order of the cluster."""
    return tuple(Facet(value=one["key"], count=one["doc_count"]) for one in counts["buckets"])


def facets_of(counts: Json) -> Facets:
    """Return the facets of an answer."""
    return Facets(
        source=values_of(counts["source"]),
        category=values_of(counts["category"]),
        author=values_of(counts["author"]),
        month=values_of(counts["month"]),
        undated=counts["undated"]["doc_count"],
    )


def day_range(counts: Json) -> tuple[date | None, date | None]:
    """Return the first and the last day of two aggregations, None where no article has a day."""
    since, until = (counts[name]["value"] for name in ("since", "until"))
    if since is None or until is None:
        return None, None
    return date.fromordinal(int(since)), date.fromordinal(int(until))
