"""Which segments are merged: many small ones into one, so that a query meets few of them.

Neighbours are merged only, so that articles keep the order in which they were written. The newest
segments are taken together as long as an older one is less than RATIO times what was taken so far.
The ratio is large, because every query pays for every segment and a publish is paid for once: runs of 50
articles gather in one segment beside the large ones, and writing 10,000 anew takes two or three seconds.
A segment of more than SMALL is taken only where what was taken is at least half of it, or an archive of
15,000 would be written again with every second small run.
A segment that has lost a third of its articles is written anew as well.
"""

from collections.abc import Sequence

from searcher.engines.whoosh.columns.limits import FULL_TOKENS, SEGMENT_DOCUMENTS

RATIO = 200
SMALL = 10_000
"""Segments of so many articles are not written again for a few new ones."""
FULL = 60_000
"""Segments of so many articles are not merged with others, or adding to a large archive would write it again."""
HOLLOW = 1 / 3

Group = range
"""Neighbouring segments, by index, that become one."""


def groups(live: Sequence[int], written: Sequence[int], tokens: Sequence[int]) -> list[Group]:
    """Return what is to be merged, from the newest on.

    Of each segment are given the articles that live, those that were written, and its tokens.
    """
    found: list[Group] = []
    end = len(live)
    while end:
        start = _start(live, tokens, end)
        if end - start > 1 or _is_hollow(live[start], written[start]):
            found.append(range(start, end))
        end = start
    return found


def _start(live: Sequence[int], tokens: Sequence[int], end: int) -> int:
    """Return the first of the segments that are taken together with the one before `end`."""
    start = end - 1
    documents, size = live[start], tokens[start]
    while start and _is_worth_it(live[start - 1], documents):
        start -= 1
        documents += live[start]
        size += tokens[start]
        if documents > SEGMENT_DOCUMENTS or size > FULL_TOKENS:
            return start + 1
    return start


def _is_worth_it(older: int, taken: int) -> bool:
    """Tell whether a segment of so many articles is merged with what was taken of newer ones."""
    return older < min(FULL, RATIO * taken) and (older < SMALL or older <= 2 * taken)


def _is_hollow(live: int, written: int) -> bool:
    return written - live > HOLLOW * written
