"""Articles read forwards, from the forward fields of the cluster and the vocabulary beside CURRENT."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from searcher.engines.opensearch.gathered import WIDTH, Gathered, Ints
from searcher.engines.opensearch.vocabulary import Vocabulary
from searcher.model import View, Word
from searcher.model.forward import Forward

MOST = 255
"""A word that stands more often counts like this."""

Floats = NDArray[np.float64]


def forward(
    gathered: Gathered, days: Ints, words: Sequence[Word], vocabulary: Vocabulary
) -> Forward:
    """Return what the second look needs of some articles."""
    keys = _keys(gathered, words, vocabulary)
    at = np.flatnonzero(keys)
    text = gathered.syllable_text[at]
    return Forward(
        bags=ClusterBags(gathered, vocabulary),
        row=text // WIDTH,
        field=text % WIDTH,
        place=gathered.places[at],
        key=keys[at] - 1,
        lengths=gathered.lengths,
        day=days,
    )


def _keys(gathered: Gathered, words: Sequence[Word], vocabulary: Vocabulary) -> Ints:
    """Return which folded key stands at each place: counted from 1, 0 for none that is asked for."""
    which = np.zeros(len(vocabulary.strings(View.FOLDED)), np.int64)
    for key, folded in enumerate(dict.fromkeys(word.folded for word in words), start=1):
        number = vocabulary.number(View.FOLDED, folded)
        if number >= 0:
            which[number] = key
    return which[vocabulary.folded[gathered.syllables]]


class ClusterBags:
    """`model.forward.Bags` of some articles.

    Words are called by their places in the order of keys, as in every engine: which of two words that weigh
    the same is taken must not depend on when they were first seen.
    """

    def __init__(self, gathered: Gathered, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._rows = len(gathered)
        counts = np.minimum(gathered.counts, MOST)
        rarity = vocabulary.word_rarities[gathered.words]
        squares = (rarity * np.log1p(counts)) ** 2
        row = gathered.word_text // WIDTH
        lengths = np.sqrt(np.bincount(row, squares, minlength=self._rows))
        size = max(1, len(vocabulary.word_rarities))
        ranks = vocabulary.word_ranks[gathered.words]
        cells, at = np.unique(row * size + ranks, return_inverse=True)
        self._row, self._word = cells // size, cells % size
        together = np.bincount(at, gathered.counts, minlength=len(cells))
        worth = vocabulary.word_rarities[vocabulary.word_numbers(self._word)]
        points = worth * np.log1p(np.minimum(together, MOST))
        self._share = points / lengths[self._row] if len(cells) else np.zeros(0)

    def of(self, rows: Ints) -> tuple[Ints, Ints, Floats]:
        """Return place in `rows`, word and share of every different word of some rows."""
        first = np.searchsorted(self._row, rows)
        sizes = np.searchsorted(self._row, rows, side="right") - first
        ends = np.cumsum(sizes)
        at = np.repeat(first - ends + sizes, sizes) + np.arange(int(sizes.sum()))
        return np.repeat(np.arange(len(rows)), sizes), self._word[at], self._share[at]

    def keys(self, words: Ints) -> list[str]:
        """Return what some words are."""
        return self._vocabulary.strings(View.WORDS).take(
            self._vocabulary.word_numbers(words).tolist()
        )

    def known(self, keys: Sequence[str]) -> tuple[Ints, Ints]:
        """Return which keys are words of some article, and their numbers."""
        numbers = np.array([self._vocabulary.number(View.WORDS, key) for key in keys], np.int64)
        places = np.flatnonzero(numbers >= 0)
        return places, self._vocabulary.word_ranks[numbers[places]]

    def cosines(self, words: Ints, weights: Floats) -> Floats:
        """Return the sum of weight times share over some different words, for every row."""
        weight = np.zeros(len(self._vocabulary.word_rarities))
        weight[words] = weights
        shares = weight[self._word] * self._share
        return np.bincount(self._row, shares, minlength=self._rows).astype(np.float64)
