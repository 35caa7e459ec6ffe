"""Where every key of a view stands, in dictionaries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from searcher.engines import scoring
from searcher.model import Document, Tokens, View

Positions = tuple[int, ...]
ByField = dict[str, Positions]
"""Positions of a key in one article, per field that has it."""


class Postings:
    """One view of all articles: key -> article number -> field -> positions."""

    def __init__(self, documents: Sequence[Document], view: View) -> None:
        self.count = len(documents)
        self.lengths: dict[str, list[int]] = {field: [] for field in scoring.FIELDS}
        self._occurrences: dict[str, dict[int, ByField]] = defaultdict(dict)
        for number, document in enumerate(documents):
            for field in scoring.FIELDS:
                self._add(number, field, keys_of(getattr(document, field), view))

    def _add(self, number: int, field: str, keys: Sequence[tuple[str, int]]) -> None:
        self.lengths[field].append(len(keys))
        positions: dict[str, list[int]] = defaultdict(list)
        for key, position in keys:
            positions[key].append(position)
        for key, found in positions.items():
            self._occurrences[key].setdefault(number, {})[field] = tuple(found)

    def __len__(self) -> int:
        return len(self._occurrences)

    def articles(self, key: str, field: str | None = None) -> dict[int, ByField]:
        """Return the articles that have the key (in this field, if one is named)."""
        found = self._occurrences.get(key, {})
        if field is None:
            return found
        return {number: places for number, places in found.items() if field in places}

    def beginning_with(self, prefix: str) -> Iterable[str]:
        """Return every key that begins with the prefix."""
        return (key for key in self._occurrences if key.startswith(prefix))

    def frequency(self, key: str, fields: Iterable[str]) -> int:
        """Return the largest number of articles that have the key in one of the fields."""
        found = self.articles(key).values()
        return max(sum(field in places for places in found) for field in fields)


def keys_of(tokens: Tokens, view: View) -> list[tuple[str, int]]:
    """Return the keys of a text in one view with their positions."""
    if view is View.WORDS:
        return list(zip(tokens.words, tokens.starts, strict=True))
    keys = {
        View.ACCENTED: tokens.accented,
        View.FOLDED: tokens.folded,
        View.NUMBERS: tokens.numbers,
    }
    return [(key, position) for position, key in enumerate(keys[view])]
