"""Xapian (Debian's python3-xapian): the same tokens, three prefixed fields and two views, BM25 with the same weights."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import xapian

from benchmarks.speed_corpus import Cut, Texts
from searcher.engines.scoring import BOOSTS, FIELDS
from searcher.vietnamese import fold

LIMIT = 10
GAP = 100
"""Places between two fields, so that no phrase runs from one into the next."""
HALVES = {field: round(2 * boost) for field, boost in BOOSTS.items()}
"""Xapian's weights are whole numbers: wdf counts half occurrences."""


class Xapian:
    """A database with one list per view and syllable; the boosts of the fields are in the frequencies."""

    name = "Xapian"
    slug = "xapian"
    every = 10

    def __init__(self, folder: Path) -> None:
        self._path = str(folder / "xapian")
        self._base: Any = None

    def write(self, texts: Iterable[Texts]) -> None:
        """Index all articles; flush every 10,000, as Xapian's own default has it."""
        base = xapian.WritableDatabase(self._path, xapian.DB_CREATE_OR_OPEN)
        for text in texts:
            base.add_document(_document(text))
        base.commit()
        base.close()

    def open(self) -> None:
        """Make what was written searchable."""
        self._base = xapian.Database(self._path)

    def query(self, kind: str, cut: Cut, other: Cut, *, folded: bool) -> Any:
        """Return the query."""
        terms = [_term(key, folded) for key in cut.accented]
        if kind == "any word":
            return xapian.Query(xapian.Query.OP_OR, terms)
        if kind == "all words":
            return xapian.Query(xapian.Query.OP_AND, terms)
        if kind == "phrase":
            return xapian.Query(xapian.Query.OP_PHRASE, terms, len(terms))
        return _tree(terms, other, folded=folded)

    def search(self, query: Any) -> int:
        """Return the number of hits; the ten best are found too."""
        enquire = xapian.Enquire(self._base)
        enquire.set_weighting_scheme(xapian.BM25Weight(1.2, 0, 1, 0.75, 0.5))
        enquire.set_query(query)
        found = enquire.get_mset(0, LIMIT, self._base.get_doccount())
        return int(found.get_matches_estimated())


def _document(text: Texts) -> Any:
    document = xapian.Document()
    for term, place, weight in _postings(text):
        document.add_posting(term, place, weight)
    return document


def _postings(text: Texts) -> Iterator[tuple[str, int, int]]:
    start = 1
    for field in FIELDS:
        for place, key in enumerate(text[field], start=start):
            yield _term(key, folded=False), place, HALVES[field]
            yield _term(key, folded=True), place, HALVES[field]
        start += len(text[field]) + GAP


def _term(key: str, folded: bool) -> str:
    return f"F{fold(key)}" if folded else f"A{key}"


def _tree(terms: Sequence[str], other: Cut, *, folded: bool) -> Any:
    both = xapian.Query(xapian.Query.OP_AND, terms[:2])
    pair = [_term(key, folded) for key in other.accented[:2]]
    phrase = xapian.Query(xapian.Query.OP_PHRASE, pair, 2)
    unwanted = other.accented[-1] if len(other.accented) > 2 else "xyz"
    either = xapian.Query(xapian.Query.OP_OR, both, phrase)
    return xapian.Query(xapian.Query.OP_AND_NOT, either, xapian.Query(_term(unwanted, folded)))
