"""Lines of syllables, found by how they begin and by what stands inside them."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searcher.suggesters.lexicon.kinds import Kind
from searcher.suggesters.lexicon.strings import Strings
from searcher.suggesters.lexicon.syllabary import END

DEPTH = 6
"""Syllables by which lines are sorted; what is asked beyond them is compared one by one."""
MOST_LOOKED_AT = 20_000
"""Places judged for one question: the first of a longer range are a sample of it."""

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One syllable asked for: numbers `first` to before `last` of the syllabary.

    `allowed` says of each number of that range whether its marks agree with what was typed; None is
    any marks. A range holds every accent of each folded key in it, which the order of lines needs.
    """

    first: int
    last: int
    allowed: NDArray[np.bool_] | None = None


class Lines:
    """Lines sorted by their first syllables, and places inside lines sorted by what follows them.

    `kinds` uint8, `counts` uint32 and `worths` float32 have one entry a line.
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._texts = Strings(arrays, "lines")
        self._tokens: NDArray[Any] = arrays["lines.tokens"]
        self._starts: NDArray[np.uint32] = arrays["lines.starts"]
        self._inner: NDArray[np.uint32] = arrays["lines.inner"]
        self.kinds: NDArray[np.uint8] = arrays["lines.kinds"]
        self.counts: NDArray[np.uint32] = arrays["lines.counts"]
        self.worths: NDArray[np.float32] = arrays["lines.worths"]

    def __len__(self) -> int:
        return len(self._starts)

    def text(self, line: int) -> str:
        """Return a line as the archive writes it."""
        return self._texts[line]

    def kind(self, line: int) -> Kind:
        """Return what a line is."""
        return Kind(int(self.kinds[line]))

    def beginning(self, wanted: Sequence[Wanted]) -> Numbers:
        """Return the places of lines that begin with the wanted syllables."""
        return self._agreeing(self._starts, wanted)

    def holding(self, wanted: Sequence[Wanted]) -> Numbers:
        """Return the places inside lines where the wanted syllables stand, at the start of a word."""
        return self._agreeing(self._inner, wanted)

    def lines_of(self, places: Numbers) -> Numbers:
        """Return the line that each place is in."""
        return np.searchsorted(self._starts, places, side="right") - 1

    def starts_of(self, lines: Numbers) -> Numbers:
        """Return the place of the first syllable of each line."""
        return self._starts[lines].astype(np.int64)

    def tokens_at(self, places: Numbers) -> Numbers:
        """Return the numbers of the syllables at these places; END behind the last of a line."""
        return self._tokens[np.minimum(places, len(self._tokens) - 1)].astype(np.int64)

    def _agreeing(self, order: NDArray[np.uint32], wanted: Sequence[Wanted]) -> Numbers:
        low, high = self._range(order, wanted[:DEPTH])
        places = order[low : min(high, low + MOST_LOOKED_AT)].astype(np.int64)
        for depth, each in enumerate(wanted):
            if each.allowed is not None or depth >= DEPTH:
                places = places[self._agrees(places + depth, each)]
        return places

    def _agrees(self, places: Numbers, wanted: Wanted) -> NDArray[np.bool_]:
        tokens = self.tokens_at(places)
        inside = (tokens >= wanted.first) & (tokens < wanted.last)
        if wanted.allowed is not None:
            inside[inside] = wanted.allowed[tokens[inside] - wanted.first]
        return inside

    def _range(self, order: NDArray[np.uint32], wanted: Sequence[Wanted]) -> tuple[int, int]:
        """Return which stretch of `order` has the wanted syllables, marks aside."""
        low, high = 0, len(order)
        for depth, each in enumerate(wanted):
            low = self._first_from(order, low, high, depth, each.first)
            high = self._first_from(order, low, high, depth, each.last)
        return low, high

    def _first_from(
        self, order: NDArray[np.uint32], low: int, high: int, depth: int, least: int
    ) -> int:
        """Return the first of a stretch whose syllable at `depth` is `least` or a later one."""

        def _syllable(rank: int) -> int:
            return int(self._tokens[int(order[rank]) + depth])

        return bisect_left(range(high), least, lo=low, key=_syllable)


def order_of(places: Numbers, tokens: Numbers, folded: Numbers) -> Numbers:
    """Return the order of places by the folded syllables that follow each, up to DEPTH and the end of line.

    `folded` has the folded number of each syllable; END sorts first. Equal ones keep their order.
    """
    columns = []
    alive = np.ones(len(places), np.bool_)
    for depth in range(DEPTH):
        here = tokens[np.minimum(places + depth, len(tokens) - 1)]
        alive &= here != END
        columns.append(np.where(alive, folded[here], 0).astype(np.uint64))
    keys = [_packed(columns[start : start + 3]) for start in range(0, DEPTH, 3)]
    return np.lexsort(keys[::-1])


def _packed(columns: Sequence[NDArray[np.uint64]]) -> NDArray[np.uint64]:
    """Return columns of numbers below 2**21 as one."""
    whole = columns[0]
    for column in columns[1:]:
        whole = (whole << np.uint64(21)) | column
    return whole
