"""Vietnamese text as it really is: normal forms, syllables, words, numbers, keyboards."""

from searcher.vietnamese.analyse import ANALYSER, analyse
from searcher.vietnamese.folding import accented_key, fold, is_marked
from searcher.vietnamese.normalise import Normalised, normalise, normalise_with_offsets
from searcher.vietnamese.phonology import is_bare_syllable, is_vietnamese_syllable
from searcher.vietnamese.syllables import Syllable, syllables
from searcher.vietnamese.words import WordSpan, segment, segment_many, words

__all__ = [
    "ANALYSER",
    "Normalised",
    "Syllable",
    "WordSpan",
    "accented_key",
    "analyse",
    "fold",
    "is_bare_syllable",
    "is_marked",
    "is_vietnamese_syllable",
    "normalise",
    "normalise_with_offsets",
    "segment",
    "segment_many",
    "syllables",
    "words",
]
