"""What else may have been meant, and how it goes on: a family over one lexicon of the archive.

    complete   while somebody types: phrases, titles, names and documents that the archive has
    keyboard   what was typed raw on a Vietnamese keyboard
    correct    what was typed by a slip
    restore    what was typed without its diacritics

The last three are asked in this order of a query that was searched; each answers with one text or None. A name is
loaded when it is first asked for: a run of the batch job writes a lexicon and suggests nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from searcher.suggesters.completing import complete
    from searcher.suggesters.correct import Corrector
    from searcher.suggesters.keyboards import keyboard
    from searcher.suggesters.lexicon import (
        Fresh,
        Lexicon,
        LexiconBuilder,
        Note,
        ToppedLexicon,
        noted,
    )
    from searcher.suggesters.restoring import restore

__all__ = [
    "Corrector",
    "Fresh",
    "Lexicon",
    "LexiconBuilder",
    "Note",
    "ToppedLexicon",
    "complete",
    "keyboard",
    "noted",
    "restore",
]

_HOMES = {
    "Corrector": "correct",
    "complete": "completing",
    "keyboard": "keyboards",
    "restore": "restoring",
}


def __getattr__(name: str) -> object:
    """Load a name of the family from the module where it lives."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_HOMES.get(name, 'lexicon')}"), name)
    globals()[name] = found
    return found
