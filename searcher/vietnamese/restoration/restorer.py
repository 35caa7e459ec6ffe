"""Text without marks -> with them, as the archive would have written it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import islice, product
from math import exp
from pathlib import Path

import numpy as np

from searcher.vietnamese.restoration.lines import TypedLine, Word, as_typed, typed_lines
from searcher.vietnamese.restoration.model import Model
from searcher.vietnamese.restoration.paths import best_paths, n_best, shares, total_weight
from searcher.vietnamese.restoration.store import Arrays
from searcher.vietnamese.restoration.sweep import Step, sweep
from searcher.vietnamese.restoration.text import composed

_BATCH = 1024
"""Lines swept at once: a few MB, and long enough for whole-array steps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One reading of a whole text and its `probability` among all of them."""

    text: str
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The readings of the word at `start` to `end` of the text, likeliest first, with probabilities."""

    start: int
    end: int
    readings: tuple[tuple[str, float], ...]


class Restorer:
    """Restores marks by a model (see `Model`); may be used by several threads at once.

    Raises IndexFormat or IndexDamaged for a file that is no whole model.
    """

    def __init__(self, source: Path | Arrays) -> None:
        self._model = Model(source)

    @property
    def model(self) -> Model:
        """The model that all answers come from."""
        return self._model

    def restore(self, text: str) -> str:
        """Return `text` (as NFC) with the likeliest marks.

        Words that have a mark keep what was typed, and so does everything that is no word.
        """
        return next(self.restore_many([text]))

    def restore_many(self, texts: Sequence[str]) -> Iterator[str]:
        """Yield `texts` restored, in their order; far faster than one by one."""
        plain = [composed(text) for text in texts]
        found = (
            (i, line) for i, text in enumerate(plain) for line in typed_lines(text, self._model)
        )
        changes: list[list[tuple[int, str]]] = [[] for _ in plain]
        while batch := list(islice(found, _BATCH)):
            for (i, line), path in zip(batch, self._best([line for _, line in batch]), strict=True):
                changes[i] += self._written(line, path)
        return (_changed(text, words) for text, words in zip(plain, changes, strict=True))

    def readings(self, text: str, many: int = 5) -> tuple[Reading, ...]:
        """Return the `many` likeliest readings of `text`, best first."""
        plain = composed(text)
        whole: list[tuple[float, list[tuple[int, str]]]] = [(0.0, [])]
        for line in typed_lines(plain, self._model):
            both = product(whole, self._line_readings(line, many))
            joined = [(a + b, words + more) for (a, words), (b, more) in both]
            whole = nlargest(many, joined, key=lambda reading: reading[0])
        return tuple(
            Reading(text=_changed(plain, words), probability=exp(min(0.0, weight)))
            for weight, words in whole
        )

    def choices(self, text: str, many: int = 4) -> tuple[Choices, ...]:
        """Return for each word of `text` (offsets in its NFC) its likeliest readings, on their own."""
        return tuple(
            choice
            for line in typed_lines(composed(text), self._model)
            for choice in self._line_choices(line, many)
        )

    def _best(self, lines: Sequence[TypedLine]) -> list[list[int]]:
        """Return the ids of the best reading of each line."""
        order = sorted(range(len(lines)), key=lambda i: -len(lines[i].words))
        steps = list(sweep(self._model, [lines[i].line for i in order]))
        lengths = np.array([len(lines[i].words) for i in order], dtype=np.int64)
        paths: list[list[int]] = [[] for _ in lines]
        for i, path in zip(order, best_paths(steps, lengths), strict=True):
            paths[i] = path
        return paths

    def _steps(self, line: TypedLine) -> list[Step]:
        return list(sweep(self._model, [line.line]))

    def _line_readings(
        self, line: TypedLine, many: int
    ) -> list[tuple[float, list[tuple[int, str]]]]:
        """Return ln probability and changed words of the likeliest readings of a line."""
        steps = self._steps(line)
        total = total_weight(steps)
        found = n_best(steps, many)
        return [(weight - total, self._written(line, path)) for weight, path in found]

    def _line_choices(self, line: TypedLine, many: int) -> Iterator[Choices]:
        for word, share in zip(line.words, shares(self._steps(line)), strict=True):
            if word is not None:
                likely = nlargest(many, share.items(), key=lambda item: item[1])
                readings = tuple((self._spelled(word, i), min(1.0, p)) for i, p in likely)
                yield Choices(start=word.start, end=word.start + len(word.text), readings=readings)

    def _written(self, line: TypedLine, path: Sequence[int]) -> list[tuple[int, str]]:
        """Return start and new text of each word of a line."""
        pairs = zip(line.words, path, strict=True)
        return [(word.start, self._spelled(word, i)) for word, i in pairs if word is not None]

    def _spelled(self, word: Word, number: int) -> str:
        return as_typed(word.text, self._model.words[number])


def _changed(text: str, words: Sequence[tuple[int, str]]) -> str:
    """Return `text` with the words put in place of as many letters at their starts."""
    pieces, end = [], 0
    for start, word in words:
        pieces += [text[end:start], word]
        end = start + len(word)
    return "".join([*pieces, text[end:]])
