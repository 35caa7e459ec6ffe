"""Diacritics from the archive itself: which marks its words carry, learned while it is indexed.

A 4-gram model (modified Kneser-Ney) of accented syllables, signs and numbers, searched by Viterbi
over the readings of each unmarked word. `Builder` writes one file, `Restorer` maps it.
"""

from searcher.vietnamese.restoration.builder import Builder, Tally
from searcher.vietnamese.restoration.few import few_choices
from searcher.vietnamese.restoration.pieces import PackedTexts, packed_texts
from searcher.vietnamese.restoration.restorer import Choices, Reading, Restorer
from searcher.vietnamese.restoration.store import open_arrays

__all__ = [
    "Builder",
    "Choices",
    "PackedTexts",
    "Reading",
    "Restorer",
    "Tally",
    "few_choices",
    "open_arrays",
    "packed_texts",
]
