"""The benchmark's queries as our trees."""

from datetime import date

from benchmarks.speed_corpus import Cut
from searcher.model import All, Any, Filters, Node, Not, Phrase, Query, Reading, View, Word
from searcher.vietnamese import fold

SOME_YEARS = Filters(since=date(2017, 9, 27), until=date(2020, 6, 22))
"""Days 1000 to 2000 of the archive's 3000."""


def word(key: str, *, folded: bool) -> Word:
    """Return one view of a syllable, as the peers are asked for it."""
    view = View.FOLDED if folded else View.ACCENTED
    reading = Reading(view=view, key=fold(key) if folded else key)
    return Word(
        typed=key,
        accented=key,
        folded=fold(key),
        marked=not folded,
        exact=not folded,
        readings=(reading,),
    )


def tree(kind: str, cut: Cut, other: Cut, *, folded: bool) -> Node:
    """Return the tree of a query; `tree` is (two words or a phrase of another cut) and not a third word."""
    words = tuple(word(key, folded=folded) for key in cut.accented)
    if kind == "any word":
        return Any(children=words)
    if kind == "all words":
        return All(children=words)
    if kind == "phrase":
        return Phrase(words=words)
    phrase = Phrase(words=tuple(word(key, folded=folded) for key in other.accented[:2]))
    unwanted = Not(
        child=word(other.accented[-1] if len(other.accented) > 2 else "xyz", folded=folded)
    )
    return All(children=(Any(children=(All(children=words[:2]), phrase)), unwanted))


def query(kind: str, cut: Cut, other: Cut, *, folded: bool, filters: Filters = Filters()) -> Query:  # noqa: B008
    """Return the query; with `per_page` 1 no article that lacks a word is looked for, as the peers do."""
    return Query(typed="", tree=tree(kind, cut, other, folded=folded), filters=filters, per_page=1)
