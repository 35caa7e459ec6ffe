"""All segments of an index as one collection: articles numbered through, columns laid end to end."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searcher.container.strings import Strings
from searcher.engines import scoring
from searcher.engines.whoosh.columns.segment import FIELDS, Segment
from searcher.engines.whoosh.columns.stored import KEYWORDS
from searcher.model import View
from searcher.vietnamese.keywords import keyword_key

Ints = NDArray[np.int64]
FEW_IDS, SOME_IDS = 50, 4_000
"""Ids of one question, and of all so far, that are decoded one by one."""
ORDINAL_1970 = date(1970, 1, 1).toordinal()
Floats = NDArray[np.float64]


class Keywords:
    """One keyword of every article as a code: 0 is none, the others stand for `values[code]`."""

    def __init__(self, segments: Sequence[Segment], name: str) -> None:
        self.values: list[str] = [""]
        numbers: dict[str, int] = {}
        parts = [np.zeros(0, np.int64)]
        for segment in segments:
            table = Strings(segment.container, f"{name}.values").all()
            for value in table:
                if value not in numbers:
                    numbers[value] = len(self.values)
                    self.values.append(value)
            codes = np.array([0, *(numbers[value] for value in table)], np.int64)
            parts.append(codes[segment.container[name]])
        self.codes = np.concatenate(parts)

    @cached_property
    def keys(self) -> dict[str, list[int]]:
        """The codes that share a folded key."""
        found: dict[str, list[int]] = {}
        for code, value in enumerate(self.values[1:], start=1):
            found.setdefault(keyword_key(value), []).append(code)
        return found

    def mask(self, wanted: str) -> NDArray[np.bool_]:
        """Return which articles have a value with the folded key of `wanted`."""
        chosen = np.zeros(len(self.values), bool)
        chosen[self.keys.get(keyword_key(wanted), [])] = True
        return chosen[self.codes]

    def mask_where(self, wanted: Callable[[str], bool]) -> NDArray[np.bool_]:
        """Return which articles have a value that is wanted."""
        chosen = np.array([False, *map(wanted, self.values[1:])])
        return chosen[self.codes]


class Collection:
    """Segments one after another; `bases[i]` is the number of the first article of segment i."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self.segments = tuple(segments)
        self.bases = np.cumsum([0, *(segment.documents for segment in segments)]).tolist()
        self.size: int = self.bases[-1]
        self.live = np.concatenate([np.zeros(0, bool), *(segment.live for segment in segments)])
        self.documents = int(np.count_nonzero(self.live))
        self._decoded = 0
        self.is_whole = self.documents == self.size
        self.time = self._column("time", np.int64)
        self.day = self._column("day", np.int32)
        self.keywords = {name: Keywords(segments, name) for name in KEYWORDS}

    def _column(self, name: str, dtype: Any) -> NDArray[Any]:
        parts = [segment.container[name] for segment in self.segments]
        return np.concatenate([np.zeros(0, dtype), *parts])

    @cached_property
    def hosts(self) -> Keywords:
        """The host of each article's address."""
        return Keywords(self.segments, "host")

    @cached_property
    def month_codes(self) -> Ints:
        """Month of each article as a code: 0 without a date, else an index into `month_names`."""
        since_1970 = (self.day - ORDINAL_1970).astype("datetime64[D]").astype("datetime64[M]")
        months = since_1970.astype(np.int64)
        return np.where(self.day > 0, months - self._first_month + 1, 0)

    @cached_property
    def _first_month(self) -> int:
        dated = self.day[self.day > 0]
        first = date.fromordinal(int(dated.min())) if len(dated) else date(1970, 1, 1)
        return (first.year - 1970) * 12 + first.month - 1

    @cached_property
    def month_names(self) -> list[str]:
        """`YYYY-MM` of each month code."""
        months = range(self._first_month, self._first_month + int(self.month_codes.max(initial=0)))
        return ["", *(f"{1970 + month // 12:04d}-{month % 12 + 1:02d}" for month in months)]

    def lengths(self, view: View) -> Ints:
        """Return the tokens of each text, int64 of shape (fields, articles)."""
        parts = [s.word_lengths if view is View.WORDS else s.lengths for s in self.segments]
        return np.concatenate([np.zeros((FIELDS, 0), np.int64), *parts], axis=1)

    def norms(self, view: View) -> NDArray[np.uint8]:
        """Return the norm byte of each article for all fields together."""
        return self._column("words.norm" if view is View.WORDS else "norm", np.uint8)

    def id(self, number: int) -> str:
        """Return the id of an article."""
        segment, local = self.place(number)
        return segment.ids[local]

    def ids(self, numbers: Ints) -> list[str]:
        """Return the ids of some articles; once many were asked for, all are decoded and kept."""
        self._decoded += len(numbers)
        if len(numbers) <= FEW_IDS or self._decoded <= SOME_IDS:
            return [self.id(number) for number in numbers.tolist()]
        return [self._all_ids[number] for number in numbers.tolist()]

    @cached_property
    def _all_ids(self) -> list[str]:
        return [id_ for segment in self.segments for id_ in segment.ids.all()]

    def place(self, number: int) -> tuple[Segment, int]:
        """Return the segment of an article, and its number there."""
        index = bisect_right(self.bases, number) - 1
        return self.segments[index], number - self.bases[index]

    def find(self, id_: str) -> int:
        """Return the number of an article by id, -1 where it is not there."""
        for base, segment in zip(self.bases, self.segments, strict=False):
            number = segment.find(id_)
            if number >= 0:
                return int(base + number)
        return -1

    def id_ranks(self, numbers: Ints) -> Ints:
        """Return numbers that sort some articles like their ids do."""
        ids = self.ids(numbers)
        ranks = np.empty(len(ids), np.int64)
        ranks[sorted(range(len(ids)), key=ids.__getitem__)] = np.arange(len(ids))
        return ranks


def field_norms(lengths: Ints) -> NDArray[np.uint8]:
    """Return the norm byte of one field by itself."""
    return scoring.norm_bytes(scoring.LENGTHS[scoring.norm_bytes(lengths)])
