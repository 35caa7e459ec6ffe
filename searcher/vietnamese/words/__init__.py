"""pyvi's words at ten times its speed: its own CRF model, decoded over whole arrays.

tokens     text -> the tokens that labels stand on
vocabulary tokens -> rows of arrays (scores, shapes, numbers in the word list)
segmenter  rows -> emissions -> labels (viterbi) -> joins
printing   joins -> the line that pyvi prints
spans      joins -> words with their places in the original text
"""

from searcher.vietnamese.words.printing import segment, segment_many
from searcher.vietnamese.words.spans import WordSpan, words

__all__ = ["WordSpan", "segment", "segment_many", "words"]
