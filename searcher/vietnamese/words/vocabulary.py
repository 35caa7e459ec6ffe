"""What the model knows of each token and each chunk, as rows of arrays."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from searcher.vietnamese.words.features import Features
from searcher.vietnamese.words.growing import Growing
from searcher.vietnamese.words.tokens import NEWLINE, chunks, tokens

MOST_ENTRIES = 1 << 18
"""Chunks and tokens held at most, about 100 MB; then a new vocabulary is begun."""

MOST_CHARACTERS = 1 << 24

Integers = NDArray[np.int64]


class Vocabulary(dict[str, int]):
    """Chunks met so far, numbered in the order they came; a new chunk gets a number by being asked for.

    A chunk is what stands between white space. Of each chunk, `starts` and `counts` say which of
    `contents` are its tokens (int32 all three). Of each token, `scores` is float64 of shape (3,),
    `shapes` uint8, `lower` int32 (the number of its lower-case form among `syllables`, 0 for none) and
    `strings` the token. Not to be shared between threads.
    """

    def __init__(self, features: Features, syllables: Mapping[str, int]) -> None:
        super().__init__()
        self._features, self._syllables = features, syllables
        self._tokens: dict[str, int] = {}
        self._characters = 0
        self.starts, self.counts, self.contents = (Growing(np.int32) for _ in range(3))
        self.scores = Growing(np.float64, 3)
        self.shapes = Growing(np.uint8)
        self.lower = Growing(np.int32)
        self.strings = Growing(np.object_)

    def __missing__(self, chunk: str) -> int:
        self.learn(chunk, tokens(chunk))
        return self.setdefault(chunk, len(self))

    def is_full(self) -> bool:
        """Tell whether it is time for a new vocabulary."""
        return (
            max(len(self), len(self._tokens)) > MOST_ENTRIES or self._characters > MOST_CHARACTERS
        )

    def learn(self, chunk: str, inside: Sequence[str]) -> None:
        """Keep that a new chunk consists of these tokens."""
        self._characters += len(chunk)
        self.starts.append(len(self.contents))
        self.counts.append(len(inside))
        self.contents.extend(map(self.token, inside))

    def token(self, token: str) -> int:
        """Return the number of a token."""
        known = self._tokens.get(token)
        return self.learn_token(token) if known is None else known

    def learn_token(self, token: str) -> int:
        """Give a new token its number and its rows."""
        self._characters += len(token)
        scores, shape, lower = self._features.of(token)
        self.scores.append(scores)
        self.shapes.append(shape)
        self.lower.append(self._syllables.get(lower, 0))
        self.strings.append(token)
        return self._tokens.setdefault(token, len(self._tokens))


def number_chunks(vocabulary: Vocabulary, texts: Sequence[str]) -> tuple[Integers, Integers]:
    """Return the numbers of all chunks of the texts, and how many each text has; both int64."""
    found, counts, newline = list[int](), list[int](), vocabulary[NEWLINE]
    for text in texts:
        before = len(found)
        for line in chunks(text):
            found.extend(map(vocabulary.__getitem__, line))
            found.append(newline)
        found.pop()  # the last line has no end
        counts.append(len(found) - before)
    return np.array(found, np.int64), np.array(counts, np.int64)


def contents(
    vocabulary: Vocabulary, found: Integers, counts: Integers
) -> tuple[Integers, Integers]:
    """Return the tokens of the chunks that `number_chunks` found, and how many each text has."""
    lengths = vocabulary.counts.rows[found].astype(np.int64)
    places = spread(lengths, vocabulary.starts.rows[found])
    return vocabulary.contents.rows[places].astype(np.int64), sums(lengths, counts)


def first_flags(lengths: Integers) -> NDArray[np.bool_]:
    """Return, for texts of these lengths one after another, where each begins; empty ones begin nowhere."""
    flags = np.zeros(int(lengths.sum()), np.bool_)
    flags[(np.cumsum(lengths) - lengths)[lengths > 0]] = True
    return flags


def spread(counts: Integers, starts: Integers) -> Integers:
    """Return start, start + 1 ... for each of the counted runs, one after another, int64."""
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    places: Integers = np.arange(total) + np.repeat(starts - (ends - counts), counts)
    return places


def sums(values: Integers, counts: Integers) -> Integers:
    """Return the sum of each run of `values`, the runs being `counts` long; int64."""
    totals = np.concatenate([[0], np.cumsum(values)])
    ends = np.cumsum(counts)
    result: Integers = totals[ends] - totals[ends - counts]
    return result
