"""Some articles read forwards: the numbers of their syllables, words and document numbers, as flat arrays.

That is what the forward field of the cluster holds of each article: seven lengths, then the numbers, as unsigned
integers of 32 bits, the bytes of equal weight side by side, deflated: about a kilobyte for an article of 400
syllables, half of what its words as text take.
"""

import base64
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from searcher.engines.scoring import FIELDS

Ints = NDArray[np.int64]

WIDTH = len(FIELDS)
_HEAD = 2 * WIDTH + 1
_LEVEL = 3
"""Of zlib; 6 is twice as slow and saves 2 %."""


@dataclass(frozen=True)
class Gathered:
    """Articles by row; everything int64.

    `lengths` and `bag_sizes` have shape (articles, fields), `number_sizes` (articles,): how many of the
    `syllables` (accented keys, in order), of the different `words` (with how often each occurs) and of
    the different `numbers` belong to each.
    """

    lengths: Ints
    bag_sizes: Ints
    number_sizes: Ints
    syllables: Ints
    words: Ints
    counts: Ints
    numbers: Ints

    def __len__(self) -> int:
        return len(self.lengths)

    @cached_property
    def syllable_text(self) -> Ints:
        """Which text each syllable stands in: row * WIDTH + field."""
        return _owners(self.lengths)

    @cached_property
    def word_text(self) -> Ints:
        """Which text each word stands in: row * WIDTH + field."""
        return _owners(self.bag_sizes)

    @cached_property
    def number_row(self) -> Ints:
        """Which article each document number stands in."""
        return _owners(self.number_sizes)

    @cached_property
    def places(self) -> Ints:
        """The place of each syllable in its text."""
        lengths = self.lengths.ravel()
        first = np.cumsum(lengths) - lengths
        return np.arange(len(self.syllables)) - np.repeat(first, lengths)


def _owners(sizes: Ints) -> Ints:
    return np.repeat(np.arange(sizes.size), sizes.ravel())


def chosen_rows(gathered: Gathered, rows: Ints) -> Gathered:
    """Return some of the articles, in the order of `rows`."""
    syllables = _spans(gathered.lengths.sum(axis=1), rows)
    words = _spans(gathered.bag_sizes.sum(axis=1), rows)
    return Gathered(
        gathered.lengths[rows],
        gathered.bag_sizes[rows],
        gathered.number_sizes[rows],
        gathered.syllables[syllables],
        gathered.words[words],
        gathered.counts[words],
        gathered.numbers[_spans(gathered.number_sizes, rows)],
    )


def _spans(sizes: Ints, rows: Ints) -> Ints:
    """Return the places of what belongs to some rows, each of which has so many one after another."""
    first = np.cumsum(sizes) - sizes
    kept = sizes[rows]
    begun = np.cumsum(kept) - kept
    places: Ints = np.arange(kept.sum()) + np.repeat(first[rows] - begun, kept)
    return places


def blobs(gathered: Gathered) -> list[str]:
    """Return the forward field of each article, in base64."""
    syllables = _ends(gathered.lengths.sum(axis=1))
    words = _ends(gathered.bag_sizes.sum(axis=1))
    numbers = _ends(gathered.number_sizes)
    heads = np.column_stack([gathered.lengths, gathered.bag_sizes, gathered.number_sizes])
    return [
        _blob(
            head,
            gathered.syllables[slice(*own)],
            gathered.words[slice(*bag)],
            gathered.counts[slice(*bag)],
            gathered.numbers[slice(*named)],
        )
        for head, own, bag, named in zip(
            heads, pairwise(syllables), pairwise(words), pairwise(numbers), strict=True
        )
    ]


def _ends(sizes: Ints) -> list[int]:
    return [0, *np.cumsum(sizes).tolist()]


def _blob(*parts: Ints) -> str:
    flat = np.concatenate(parts).astype("<u4")
    planes = flat.view(np.uint8).reshape(-1, 4).T
    return base64.b64encode(zlib.compress(planes.tobytes(), _LEVEL)).decode()


def gathered_from(rows: Sequence[Ints]) -> Gathered:
    """Return the articles of some opened forward fields; raises ValueError for what is none."""
    heads = np.array([row[:_HEAD] for row in rows], np.int64).reshape(-1, _HEAD)
    lengths, bags, named = heads[:, :WIDTH], heads[:, WIDTH:-1], heads[:, -1]
    ends = np.cumsum(
        np.column_stack(
            [np.full(len(rows), _HEAD), lengths.sum(1), bags.sum(1), bags.sum(1), named]
        ),
        axis=1,
    ).tolist()
    if [len(row) for row in rows] != [row[-1] for row in ends]:
        raise ValueError("a forward field has another length than it says")
    parts = [[row[a:b] for a, b in pairwise(at)] for row, at in zip(rows, ends, strict=True)]
    return Gathered(lengths, bags, named, *(_joined([p[n] for p in parts]) for n in range(4)))


def opened(blob: str) -> Ints:
    """Return the numbers of a forward field; raises ValueError for what is none."""
    try:
        planes = np.frombuffer(zlib.decompress(unpadded(blob)), np.uint8)
    except zlib.error as error:
        raise ValueError(str(error)) from error
    if len(planes) % 4 or len(planes) < 4 * _HEAD:
        raise ValueError("a forward field is too short")
    return np.ascontiguousarray(planes.reshape(4, -1).T).view("<u4").ravel().astype(np.int64)


def unpadded(text: str) -> bytes:
    """Return the bytes of a column of bytes: base64 as the cluster gives it, without its padding."""
    return base64.b64decode(text + "=" * (-len(text) % 4))


def _joined(parts: Sequence[Ints]) -> Ints:
    return np.concatenate([np.zeros(0, np.int64), *parts])
