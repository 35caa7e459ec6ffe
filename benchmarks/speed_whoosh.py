"""Stock Whoosh with its own codec: the same tokens, three fields and two views, BM25F with the same boosts."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from whoosh import fields, index, query
from whoosh.analysis import RegexTokenizer

from benchmarks.speed_corpus import Cut, Texts
from searcher.engines.scoring import BOOSTS, FIELDS
from searcher.vietnamese import fold

LIMIT = 10
MEMORY = 512
"""Megabytes that the writer may gather before it writes a run."""


def schema() -> Any:
    """Return the fields: each text accented and folded, split at spaces."""
    text = fields.TEXT(analyzer=RegexTokenizer(re.compile(r"\S+")), phrase=True)
    return fields.Schema(**{name: text for field in FIELDS for name in (field, f"folded_{field}")})


def add(writer: Any, text: Texts) -> None:
    """Add one article, given as tokens."""
    row = {field: " ".join(text[field]) for field in FIELDS}
    folded = {f"folded_{field}": " ".join(map(fold, text[field])) for field in FIELDS}
    writer.add_document(**row, **folded)


class StockWhoosh:
    """An index of Whoosh as it comes."""

    name = "stock Whoosh"
    slug = "whoosh"
    every = 10

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._searcher: Any = None

    def write(self, texts: Iterable[Texts]) -> None:
        """Index all articles in one commit."""
        writer = index.create_in(self._folder, schema()).writer(limitmb=MEMORY)
        for text in texts:
            add(writer, text)
        writer.commit()

    def open(self) -> None:
        """Make what was written searchable."""
        self._searcher = index.open_dir(self._folder).searcher()

    def query(self, kind: str, cut: Cut, other: Cut, *, folded: bool) -> Any:
        """Return the query."""
        words = [_word(key, folded) for key in cut.accented]
        if kind == "any word":
            return query.Or(words)
        if kind == "all words":
            return query.And(words)
        if kind == "phrase":
            return _phrase(cut.accented, folded)
        either = query.Or([query.And(words[:2]), _phrase(other.accented[:2], folded)])
        unwanted = other.accented[-1] if len(other.accented) > 2 else "xyz"
        return query.AndNot(either, _word(unwanted, folded))

    def search(self, asked: Any) -> int:
        """Return the number of hits; the ten best are found too."""
        return len(self._searcher.search(asked, limit=LIMIT))


def _fields(folded: bool) -> list[tuple[str, float]]:
    return [(f"folded_{field}" if folded else field, BOOSTS[field]) for field in FIELDS]


def _word(key: str, folded: bool) -> Any:
    text = fold(key) if folded else key
    return query.Or([query.Term(name, text, boost=boost) for name, boost in _fields(folded)])


def _phrase(keys: Iterable[str], folded: bool) -> Any:
    words = [fold(key) if folded else key for key in keys]
    return query.Or([query.Phrase(name, words, boost=boost) for name, boost in _fields(folded)])
