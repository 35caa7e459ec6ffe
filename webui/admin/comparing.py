"""What some queries find with the names in use, and what they would find with others."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from searcher import Archive, Hit, Results, SynonymRow, TimTinError, table_of
from webui.language import sentence
from webui.site import Site

_MOST_QUERIES, _LONGEST_QUERY = 6, 200
_HITS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """One hit of a list; `moved` is by how many places it went up, None where the other list lacks it."""

    hit: Hit
    moved: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One query: all it finds before and after, and the first hits of both; `trouble` where it cannot be asked."""

    query: str
    before: int = 0
    after: int = 0
    old: tuple[Placed, ...] = ()
    new: tuple[Placed, ...] = ()
    trouble: str = ""

    @property
    def is_same(self) -> bool:
        """Whether both lists are the same."""
        return self.before == self.after and all(one.moved == 0 for one in (*self.old, *self.new))


def queries_of(text: str) -> tuple[str, ...]:
    """Return the queries that were typed, a line each; the first few."""
    lines = (line.strip()[:_LONGEST_QUERY] for line in text.splitlines())
    return tuple(dict.fromkeys(filter(None, lines)))[:_MOST_QUERIES]


def asked_of(rows: Iterable[SynonymRow]) -> tuple[str, ...]:
    """Return queries that show what rows change: a form of each side."""
    sides = (side for row in rows for side in (row.shorts.split("|")[0].strip(), row.full))
    return tuple(dict.fromkeys(sides))[:_MOST_QUERIES]


def compared(
    site: Site, queries: Iterable[str], rows: Sequence[SynonymRow]
) -> tuple[Compared, ...]:
    """Return what each query finds before and after; raises nothing: what cannot be asked says why."""
    other = site.archive.knowing(table_of(site.settings, rows))
    return tuple(_compared(query, site.archive, other) for query in queries)


def _compared(query: str, archive: Archive, other: Archive) -> Compared:
    try:
        old, new = (one.search(query, per_page=_HITS) for one in (archive, other))
    except TimTinError as error:
        return Compared(query=query, trouble=sentence(error))
    return Compared(
        query=query,
        before=old.total,
        after=new.total,
        old=_placed(old, new),
        new=_placed(new, old),
    )


def _placed(one: Results, other: Results) -> tuple[Placed, ...]:
    places = {hit.article.id: place for place, hit in enumerate(other.hits)}
    return tuple(
        Placed(hit=hit, moved=_moved(places.get(hit.article.id), place))
        for place, hit in enumerate(one.hits)
    )


def _moved(before: int | None, place: int) -> int | None:
    return None if before is None else before - place
