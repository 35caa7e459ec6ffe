"""The segmenter without arrays: for a query, whose few tokens are done before an array is made."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from searcher.vietnamese.words.features import (
    ALONE,
    FOR_LAST,
    FOR_NEXT,
    OWN,
    TITLE,
    Features,
    Token,
)
from searcher.vietnamese.words.model import Model
from searcher.vietnamese.words.viterbi import INSIDE, Decoder

FEW = 64
"""Tokens up to which this is faster than arrays."""

_REMEMBERED = 1 << 13


class FewTokens:
    """pyvi's model for short texts; gives what `Segmenter` gives."""

    def __init__(self, model: Model, features: Features) -> None:
        self._model = model
        self._decoder = Decoder(*model.transitions)
        self._features = lru_cache(maxsize=_REMEMBERED)(features.of)

    def joins(self, tokens: Sequence[str]) -> list[bool]:
        """Return, for the tokens of one text, which are joined to the one before."""
        rows = [self._features(token) for token in tokens]
        labels = self._decoder.labels_of_few(self._emission(rows))
        later = (
            label == INSIDE and _may_join(*pair)
            for label, pair in zip(labels[1:], pairwise(rows), strict=True)
        )
        return [False, *later][: len(rows)]

    def _emission(self, rows: list[Token]) -> list[float]:
        emission = [row.scores[OWN] for row in rows]
        for i, (last, following) in enumerate(pairwise(rows)):
            emission[i] += following.scores[FOR_LAST]
            emission[i + 1] += last.scores[FOR_NEXT]
        self._add_entries(emission, [row.lower for row in rows])
        return emission

    def _add_entries(self, emission: list[float], lower: list[str]) -> None:
        """Add what entries of the word list say about their first and last token."""
        before, after = self._model.of_pair
        for i, pair in enumerate(pairwise(lower)):
            if " ".join(pair) in self._model.bigrams:
                emission[i] += after
                emission[i + 1] += before
        before, after = self._model.of_triple
        for i, triple in enumerate(zip(lower, lower[1:], lower[2:], strict=False)):
            if " ".join(triple) in self._model.trigrams:
                emission[i] += after
                emission[i + 2] += before


def _may_join(last: Token, token: Token) -> bool:
    """Return the rule that pyvi applies after its model."""
    if (last.shape | token.shape) & ALONE:
        return False
    return not (token.shape & TITLE and not last.shape & TITLE)
