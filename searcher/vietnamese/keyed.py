"""A vocabulary that also knows the keys of what it holds."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate

import numpy as np

from searcher.vietnamese.folding import accented_key, fold
from searcher.vietnamese.syllables import tokens as syllables_of
from searcher.vietnamese.words.features import Features
from searcher.vietnamese.words.growing import Growing
from searcher.vietnamese.words.vocabulary import MOST_ENTRIES, Integers, Vocabulary

_HALF = 32
"""Bits for the number of one token in a pair."""


class KeyedVocabulary(Vocabulary):
    """Chunks of normalised text with their syllables, tokens with their word keys.

    Of each chunk, `syllable_starts` and `syllable_counts` say which of `syllables` it has (int32);
    `accented` and `folded` are the keys of a syllable. `places` (int32, beside `contents`) counts
    the syllables of the chunk that end before the token. `word_keys` has the key of each token: the
    accented keys of its syllables joined by `_`, empty for punctuation.
    """

    def __init__(self, features: Features, syllables: Mapping[str, int]) -> None:
        super().__init__(features, syllables)
        self._known: dict[str, int] = {}
        self.syllable_starts, self.syllable_counts = Growing(np.int32), Growing(np.int32)
        self.syllables, self.places = Growing(np.int32), Growing(np.int32)
        self.accented, self.folded = Growing(np.object_), Growing(np.object_)
        self.word_keys = Growing(np.object_)
        self._pairs = _Pairs(self.word_keys)

    def is_full(self) -> bool:
        """Tell whether it is time for a new vocabulary."""
        return super().is_full() or len(self._pairs) > MOST_ENTRIES

    def pair_keys(self, firsts: Integers, seconds: Integers) -> list[str]:
        """Return the keys of words of two tokens, given by their numbers."""
        return list(map(self._pairs.__getitem__, (firsts << _HALF | seconds).tolist()))

    def learn(self, chunk: str, inside: Sequence[str]) -> None:
        """Keep the tokens and the syllables of a new chunk."""
        super().learn(chunk, inside)
        found = list(syllables_of(chunk))
        self.syllable_starts.append(len(self.syllables))
        self.syllable_counts.append(len(found))
        self.syllables.extend([self._syllable(match[0]) for match in found])
        self.places.extend(_places(inside, [match.end() for match in found]))

    def learn_token(self, token: str) -> int:
        """Give a new token its number, its rows and its word key."""
        self.word_keys.append("_".join(accented_key(match[0]) for match in syllables_of(token)))
        return super().learn_token(token)

    def _syllable(self, syllable: str) -> int:
        known = self._known.get(syllable)
        if known is not None:
            return known
        self.accented.append(accented_key(syllable))
        self.folded.append(fold(syllable))
        return self._known.setdefault(syllable, len(self._known))


class _Pairs(dict[int, str]):
    """Two token numbers as one -> the key of the word they make; remembered, most words are of two."""

    def __init__(self, keys: Growing) -> None:
        super().__init__()
        self._keys = keys

    def __missing__(self, pair: int) -> str:
        tokens = (pair >> _HALF, pair & ((1 << _HALF) - 1))
        key = "_".join(filter(None, (self._keys.rows[token] for token in tokens)))
        return self.setdefault(pair, key)


def _places(inside: Sequence[str], ends: Sequence[int]) -> list[int]:
    """Return, for tokens that follow one another, how many of `ends` each leaves behind."""
    starts = accumulate(map(len, inside[:-1]), initial=0)
    return [bisect_right(ends, start) for start in starts]
