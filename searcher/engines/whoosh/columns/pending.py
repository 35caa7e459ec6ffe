"""Runs that wait until there are enough of them for a segment."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

import searcher.disk as disk
import searcher.engines.whoosh.columns.limits as limits
from searcher.engines.whoosh.columns.draft import Words, write_segment, write_words
from searcher.engines.whoosh.columns.join import Kept
from searcher.engines.whoosh.columns.manifest import Entry
from searcher.engines.whoosh.columns.parts import Mask, Run


class Pending:
    """The runs, and which of their articles are still wanted."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self.keeps: list[Mask] = []
        self.documents = 0
        """Articles that are wanted."""
        self.tokens = 0

    def has_room(self, run: Run, documents: int) -> bool:
        """Tell whether so many articles of a run fit into the segment too."""
        fits = self.tokens + run.tokens <= limits.FULL_TOKENS or not self.runs
        return fits and self.documents + documents <= limits.SEGMENT_DOCUMENTS

    def add(self, run: Run, chosen: Sequence[int]) -> None:
        """Append some articles of a run; raises IndexTooLarge."""
        limits.check_segment(len(chosen), run.tokens)
        keep = np.zeros(len(run), bool)
        keep[list(chosen)] = True
        self.runs.append(run)
        self.keeps.append(keep)
        self.documents += len(chosen)
        self.tokens += run.tokens

    def drop(self, run: int, number: int) -> None:
        """Forget an article that is wanted."""
        self.keeps[run][number] = False
        self.documents -= 1

    def discard(self) -> None:
        """Take the files of the runs away."""
        for run in self.runs:
            disk.remove(run.path)

    def ids(self) -> list[str]:
        """Return the ids of the articles that are wanted, in order."""
        return [
            run.ids[number]
            for run, keep in zip(self.runs, self.keeps, strict=True)
            for number in np.flatnonzero(keep).tolist()
        ]


def close(
    folder: Path, runs: Sequence[Run], keeps: Sequence[Mask], words: Words | None = None
) -> Entry:
    """Write the segment of some runs and take their files away; `words` as in `write_segment`."""
    entry = write_segment(folder, _wanted(runs, keeps), words)
    for run in runs:
        disk.remove(run.path)
    return entry


def close_words(folder: Path, runs: Sequence[Run], keeps: Sequence[Mask]) -> Path:
    """Write the words of some runs: the part of `close` that another process may do meanwhile."""
    return write_words(folder, _wanted(runs, keeps))


def _wanted(runs: Sequence[Run], keeps: Sequence[Mask]) -> list[Kept]:
    parts = zip(runs, keeps, strict=True)
    return [Kept(part=run, keep=keep) for run, keep in parts if keep.any()]
