"""Articles read forwards that were fetched lately: the second look asks for those that a search has just found."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from searcher.engines.opensearch.asking import KEPT, Found
from searcher.engines.opensearch.fetching import Fetching
from searcher.engines.opensearch.gathered import Gathered, Ints, gathered_from, opened, unpadded
from searcher.engines.opensearch.mapping import Json
from searcher.engines.signatures import BINS
from searcher.errors import IndexDamaged

SIZE = 4096
"""Articles that are remembered: some 20 MB."""


@dataclass(frozen=True, slots=True)
class Row:
    """The numbers of a forward field, the day (0 without one), and the signature of one article."""

    numbers: Ints
    day: int
    signature: bytes


class Shelf:
    """Rows by number; safe to share between threads. An index never changes, so nothing here grows old."""

    def __init__(self, index: str) -> None:
        self._index = index
        self._rows: OrderedDict[int, Row] = OrderedDict()
        self._lock = Lock()

    def found(self, found: Sequence[Found]) -> Gathered:
        """Return articles of an answer, which has brought what is remembered of them."""
        known = self._known(one.number for one in found)
        fresh = {
            one.number: self._row(one.forward, one.day, one.signature)
            for one in found
            if one.number not in known
        }
        self._remember(fresh)
        rows = known | fresh
        return gathered_from([rows[one.number].numbers for one in found])

    def take(self, numbers: Ints, fetching: Fetching) -> tuple[Gathered, Ints]:
        """Return articles by their numbers, and their days."""
        rows = self._taken(numbers, fetching)
        days = np.array([row.day for row in rows], np.int64)
        return gathered_from([row.numbers for row in rows]), days

    def signatures(self, numbers: Ints, fetching: Fetching) -> NDArray[np.uint8]:
        """Return the signatures of articles by their numbers, uint8 of shape (articles, BINS)."""
        raw = b"".join(row.signature for row in self._taken(numbers, fetching))
        return np.frombuffer(raw, np.uint8).reshape(-1, BINS)

    def keep(self, rows: Iterable[Json]) -> None:
        """Remember articles of which `order` and all of KEPT were fetched."""
        self._remember({int(one["order"]): self._row_of(one) for one in rows})

    def _taken(self, numbers: Ints, fetching: Fetching) -> list[Row]:
        listed = numbers.tolist()
        known = self._known(listed)
        missing = [number for number in dict.fromkeys(listed) if number not in known]
        fetched = fetching.by_number(missing, KEPT)
        fresh = {number: self._row_of(one) for number, one in fetched.items()}
        self._remember(fresh)
        rows = known | fresh
        return [rows[number] for number in listed]

    def _known(self, numbers: Iterable[int]) -> dict[int, Row]:
        with self._lock:
            return {number: self._rows[number] for number in numbers if number in self._rows}

    def _remember(self, rows: dict[int, Row]) -> None:
        with self._lock:
            self._rows.update(rows)
            while len(self._rows) > SIZE:
                self._rows.popitem(last=False)

    def _row_of(self, fields: Json) -> Row:
        return self._row(fields["forward"], fields.get("day", 0), fields["signature"])

    def _row(self, forward: str, day: int, signature: str) -> Row:
        try:
            return Row(opened(forward), day, unpadded(signature))
        except ValueError as error:
            raise IndexDamaged(
                f"Chỉ mục {self._index} của cụm bị hỏng: {error}.",
                f"The index {self._index} of the cluster is damaged: {error}.",
                path=self._index,
            ) from error
