"""Vietnamese text as it really is: normal forms, syllables, words, numbers, keyboards.

    normalise    any Unicode form -> one form, with the way back to the original
    syllables    text -> what stands at its positions, with an accented and a folded key each
    phonology    what can be a Vietnamese syllable, where its tone belongs
    words        pyvi's words at many times its speed (`words.words` has their spans)
    analysis     texts -> tokens in three views: articles and queries alike
    numbers      document numbers, money, dates, phones, addresses
    dates        days and times as newsrooms write them
    abbreviations, keyboards, encodings, restoration, spelling

Names are loaded when they are first asked for, so that importing this package costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

# These two functions are named like their modules: bound here, the name is the function for good.
from searcher.vietnamese.normalise import Normalised, normalise, normalise_with_offsets
from searcher.vietnamese.syllables import Syllable, syllables

if TYPE_CHECKING:
    from searcher.vietnamese.abbreviations import Expansion, expand
    from searcher.vietnamese.analysis import analyse
    from searcher.vietnamese.dates import day_bounds, parse_datetime, parse_day
    from searcher.vietnamese.encodings import decode, repair
    from searcher.vietnamese.folding import accented_key, fold, is_marked
    from searcher.vietnamese.keyboards import Guess, guess, split_sticky
    from searcher.vietnamese.numbers import Number, document_numbers, number_readings
    from searcher.vietnamese.phonology import is_bare_syllable, is_vietnamese_syllable
    from searcher.vietnamese.restoration import Restorer
    from searcher.vietnamese.spelling import Speller
    from searcher.vietnamese.words import WordSpan, segment, segment_many

ANALYSER = "3"
"""Version of the keys: an index written with other keys must be built anew."""

_HOMES = {
    "abbreviations": ("Expansion", "expand"),
    "analysis": ("analyse",),
    "dates": ("day_bounds", "parse_datetime", "parse_day"),
    "encodings": ("decode", "repair"),
    "folding": ("accented_key", "fold", "is_marked"),
    "keyboards": ("Guess", "guess", "split_sticky"),
    "numbers": ("Number", "document_numbers", "number_readings"),
    "phonology": ("is_bare_syllable", "is_vietnamese_syllable"),
    "restoration": ("Restorer",),
    "spelling": ("Speller",),
    "words": ("WordSpan", "segment", "segment_many"),
}

__all__ = [
    "ANALYSER",
    "Expansion",
    "Guess",
    "Normalised",
    "Number",
    "Restorer",
    "Speller",
    "Syllable",
    "WordSpan",
    "accented_key",
    "analyse",
    "day_bounds",
    "decode",
    "document_numbers",
    "expand",
    "fold",
    "guess",
    "is_bare_syllable",
    "is_marked",
    "is_vietnamese_syllable",
    "normalise",
    "normalise_with_offsets",
    "number_readings",
    "parse_datetime",
    "parse_day",
    "repair",
    "segment",
    "segment_many",
    "split_sticky",
    "syllables",
]


def __getattr__(name: str) -> object:
    """Load the module that a public name lives in (PEP 562)."""
    for home, names in _HOMES.items():
        if name in names:
            globals()[name] = getattr(import_module(f"{__name__}.{home}"), name)
            return globals()[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
