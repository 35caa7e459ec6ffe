"""The suggesting flow: what else may have been meant."""

from searcher.model import Query, Suggestion
from searcher.vietnamese import is_marked, syllables
from searcher.vietnamese.restoration import Restorer

LEAST_PROBABILITY = 0.5
"""How sure the archive's model must be of the diacritics of a whole query."""
LEAST_SYLLABLES = 2
"""One syllable alone may mean too many things."""


def suggest(query: Query, restorer: Restorer) -> Suggestion | None:
    """Return the guess that was used for a wrongly set keyboard, or the query with its diacritics."""
    if query.guessed:
        return Suggestion(text=query.guessed, kind="keyboard")
    return _restored(query, restorer) if _is_bare(query.typed) else None


def _is_bare(typed: str) -> bool:
    return len(syllables(typed)) >= LEAST_SYLLABLES and not is_marked(typed)


def _restored(query: Query, restorer: Restorer) -> Suggestion | None:
    for reading in restorer.readings(query.typed, 1):
        if reading.probability >= LEAST_PROBABILITY and is_marked(reading.text):
            return Suggestion(text=reading.text, kind="restore")
    return None
