"""What was typed without its diacritics, as the archive would have written it."""

from searcher.vietnamese import is_marked, syllables
from searcher.vietnamese.restoration import Restorer

LEAST_PROBABILITY = 0.5
"""How sure the archive's model must be of the diacritics of a whole query."""
LEAST_SYLLABLES = 2
"""One syllable alone may mean too many things."""


def restore(typed: str, restorer: Restorer) -> str | None:
    """Return a query typed wholly without diacritics with them, None where they are not sure."""
    if len(syllables(typed)) < LEAST_SYLLABLES or is_marked(typed):
        return None
    for reading in restorer.readings(typed, 1):
        if reading.probability >= LEAST_PROBABILITY and is_marked(reading.text):
            return reading.text
    return None
