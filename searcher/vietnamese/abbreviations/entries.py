"""One direction of a row: what is written, and what it may be said as."""

from collections.abc import Iterator
from dataclasses import dataclass

from searcher.vietnamese.abbreviations.rows import Keys, Kind, Row, is_a_word

SPOKEN_SHARE = 0.5
"""What is left of the weight from a full form to a short one of many meanings: `TT` is seldom `tổng thống`."""


@dataclass(frozen=True, slots=True)
class Entry:
    """`written` may also be said as `alternatives`, where one of the `context` stands near.

    `share` is what is left of the weight of its kind; `wordlike` marks a short form that is a word too
    (CA, AI): only capitals, or a close neighbour, tell them apart.
    """

    written: Keys
    alternatives: tuple[Keys, ...]
    kind: Kind
    context: frozenset[Keys]
    share: float
    wordlike: bool


def entries_of(row: Row) -> Iterator[Entry]:
    """Yield the directions of a row: every side may be said as all the others."""
    for written in row.sides:
        others = tuple(side for side in row.sides if side != written)
        if others:
            yield Entry(
                written,
                others,
                row.kind,
                row.context,
                SPOKEN_SHARE if row.context and _is_full(row, written) else 1.0,
                len(written) == 1 and not _is_full(row, written) and is_a_word(written[0]),
            )


def _is_full(row: Row, written: Keys) -> bool:
    return row.kind is not Kind.ABBREVIATION or written == row.full
