"""The first score, as one formula that every engine computes: BM25F in the form of Lucene's combined fields.

For a key of a view, with f over title, summary, body:

    tf    = sum_f boost[f] * occurrences of the key in f
    len   = decode(encode(round(sum_f boost[f] * decode(encode(length of f)))))      one byte per article
    avg   = sum_f boost[f] * (all tokens in f) / N,        N = max_f (articles with a token in f)
    df    = max_f (articles with the key in f)
    score = ln(1 + (N - df + 0.5) / (df + 0.5)) * tf / (tf + k1 * (1 - b + b * len / avg))

without the (k1 + 1) of the textbook, as Lucene has it since version 8. Inside a Field the sums run over
that field alone, with its own N. `numbers` has no fields and no lengths: its score is idf alone.

A Word or a Number scores as the best of its readings (weight * score); a Phrase, All and Any as the sum of what
matches; a Prefix scores 1; Not scores nothing; extras of the query are added to whatever matched.

Sources: Robertson & Zaragoza 2009, section 3.3; Lucene's BM25Similarity, CombinedFieldQuery and
SmallFloat.intToByte4.
"""

import numpy as np
from numpy.typing import NDArray

PREFIX_KEYS = 1024
"""Keys that a prefix stands for at most: those that most articles have, equal ones in order."""
READINGS = 8
"""Times that a list of postings is read at most: matched in three tiers, scored in each, twice where roughly first."""
FIELDS = ("title", "summary", "body")
BOOSTS = {"title": 3.0, "summary": 1.5, "body": 1.0}
K1 = 1.2
B = 0.75

_FREE_VALUES = 24
"""Lengths below this are kept as they are; above, four significant bits of length - 24."""


def _decoded(byte: int) -> int:
    rest = byte - _FREE_VALUES
    if rest < 0:
        return byte
    bits, shift = rest & 0x07, (rest >> 3) - 1
    value = bits if shift == -1 else (bits | 0x08) << shift
    return _FREE_VALUES + value


LENGTHS: NDArray[np.int64] = np.array([_decoded(byte) for byte in range(256)], dtype=np.int64)
"""The length that each norm byte stands for, int64 of shape (256,), strictly increasing."""


def norm_bytes(lengths: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Return the norm byte of each length (rounded down), uint8 of the same shape."""
    return (np.searchsorted(LENGTHS, lengths, side="right") - 1).astype(np.uint8)


def idf(documents: int, frequency: int) -> float:
    """Return the inverse document frequency of a key that `frequency` of `documents` have."""
    return float(np.log1p((documents - frequency + 0.5) / (frequency + 0.5)))


def quorum(words: int) -> float:
    """Return the share of the idf weight that an article must have to match most of `words` words.

    Short queries need most of their weight. From five words on an article of the same event may lack most
    of them, and the second look tells it from the others (docs/quality.md): there the quorum only bounds
    what is looked at.
    """
    return float(np.interp(words, (2, 4, 5, 8, 20), (0.6, 0.5, 0.3, 0.2, 0.12)))
