"""The archive's own texts -> a model of which marks its words carry."""

import re
import tempfile
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searcher.vietnamese.restoration.counts import MOST, GramCounts, Ids, count
from searcher.vietnamese.restoration.kneser_ney import estimate
from searcher.vietnamese.restoration.store import write_arrays
from searcher.vietnamese.restoration.table import make_table
from searcher.vietnamese.restoration.text import (
    BOUNDARY,
    CLASSES,
    UNKNOWN,
    UPPER,
    composed,
    is_word,
    letter_case,
    sign_class,
    spelling,
    unmarked,
    without_inner_stops,
)

_TOKEN = re.compile(r"[^\W\d_]+|0|[^\w\s]|\n")
_NUMBER = re.compile(r"\d+(?:[.,/:-]\d+)*")

_SPELLINGS = 1 << 20
"""Spellings remembered while reading; later new ones are unknown words."""

_VOCABULARY = 60_000
"""Words of the model, the most frequent; ids have 16 bits."""

_RAREST = 3
"""Occurrences that a word needs."""

_CASES = 4
"""A packed token is id * 4 + how the word is written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What was read, counted: the `words` by id, their `cases` and the n-grams of orders 1 to 4.

    `cases` is int64 of shape (words, 4): lower, title, upper, unused. Ids below CLASSES are no words.
    """

    words: list[str]
    cases: NDArray[np.int64]
    orders: list[GramCounts]


class Builder:
    """Reads texts in batches, keeps their tokens on disk, and writes the model in the end.

    Memory is bounded by the vocabulary and the chunks that are counted, about 1.5 GB at most,
    whatever the size of the archive. `most_tokens` bounds time and disk (4 bytes a token, in
    `scratch`, by default where temporary files go): what comes after is not read.
    """

    def __init__(
        self,
        *,
        most_tokens: int = 80_000_000,
        most_grams: int = MOST,
        scratch: Path | None = None,
    ) -> None:
        self._tokens = tempfile.TemporaryFile(dir=scratch)  # noqa: SIM115 - lives as long as this
        self._ids = _Ids()
        self._left = most_tokens
        self._most_grams = most_grams

    def add(self, texts: Iterable[str]) -> None:
        """Read a batch of texts (titles, summaries, bodies), each a sequence of its own."""
        packed = array("I")
        for text in texts:
            packed.append(BOUNDARY)
            packed.extend(map(self._ids.__getitem__, _tokens(text)))
        del packed[self._left :]
        self._left -= len(packed)
        self._tokens.write(packed.tobytes())

    def write(self, path: Path) -> None:
        """Estimate the model of all that was read and write it to `path`, whole."""
        tally = self.tally
        write_arrays(path, _arrays(tally.words, tally.cases, tally.orders))
        self._tokens.close()

    @cached_property
    def tally(self) -> Tally:
        """Count all that was read, once; nothing is added after."""
        numbers, words, cases = self._numbered
        counted = count(self._stretches(numbers), self._most_grams)
        return Tally(words=words, cases=cases, orders=counted)

    def cased_stretches(self) -> Iterator[tuple[Ids, NDArray[np.uint32]]]:
        """Yield the tokens in chunks: their ids as in the tally, and how each is written (`letter_case`)."""
        numbers, _, _ = self._numbered
        return ((numbers[chunk // _CASES], chunk % _CASES) for chunk in self._chunks())

    @cached_property
    def _numbered(self) -> tuple[NDArray[np.uint16], list[str], NDArray[np.int64]]:
        return self._vocabulary()

    def _chunks(self) -> Iterator[NDArray[np.uint32]]:
        self._tokens.seek(0)
        while chunk := self._tokens.read(1 << 25):
            yield np.frombuffer(chunk, dtype=np.uint32)

    def _stretches(self, numbers: NDArray[np.uint16]) -> Iterator[Ids]:
        """Yield the tokens with their final ids, in chunks (n-grams across two are lost)."""
        return (numbers[chunk // _CASES] for chunk in self._chunks())

    def _vocabulary(self) -> tuple[NDArray[np.uint16], list[str], NDArray[np.int64]]:
        """Return the final id of each spelling read, the words by id, and their cases.

        Cases are counts of shape (words, 4): lower, title, upper, unused.
        """
        seen = np.zeros(len(self._ids.spellings) * _CASES, np.int64)
        for chunk in self._chunks():
            seen += np.bincount(chunk, minlength=len(seen))
        cases = seen.reshape(-1, _CASES)
        totals = cases.sum(axis=1)
        totals[:CLASSES] = 0
        order = np.argsort(-totals, kind="stable")[:_VOCABULARY]
        order = order[totals[order] >= _RAREST]
        numbers = np.full(len(totals), UNKNOWN, np.uint16)
        numbers[:CLASSES] = np.arange(CLASSES)
        numbers[order] = np.arange(CLASSES, CLASSES + len(order))
        kept = np.concatenate([np.arange(CLASSES), order])
        return numbers, [self._ids.spellings[i] for i in kept], cases[kept]


class _Ids(dict[str, int]):
    """Packed ids of pieces as they are written; fills itself."""

    def __init__(self) -> None:
        super().__init__()
        self.spellings = [""] * CLASSES
        self._numbers: dict[str, int] = {}

    def __missing__(self, piece: str) -> int:
        packed = self._word(piece) if is_word(piece) else sign_class(piece) * _CASES
        if len(self) < 2 * _SPELLINGS:
            self[piece] = packed
        return packed

    def _word(self, piece: str) -> int:
        word = spelling(piece)
        number = self._numbers.get(word)
        if number is None:
            if len(self.spellings) >= _SPELLINGS:
                return UNKNOWN * _CASES
            number = self._numbers[word] = len(self.spellings)
            self.spellings.append(word)
        return number * _CASES + letter_case(piece)


def _tokens(text: str) -> list[str]:
    plain = _NUMBER.sub("0", composed(text))
    return _TOKEN.findall(without_inner_stops(plain))


def _arrays(
    words: list[str], cases: NDArray[np.int64], counted: list[GramCounts]
) -> dict[str, NDArray[Any]]:
    """Return all arrays of the file."""
    orders = estimate(counted, len(words))
    arrays: dict[str, NDArray[Any]] = {
        "words": np.frombuffer("\n".join(words).encode(), dtype=np.uint8),
        "counts": cases.sum(axis=1),
        "cases": _case_odds(cases),
        "logp": orders[0].logp,
        "backoff": orders[0].backoff,
    }
    for number, order in enumerate(orders[1:], 2):
        bits = 32 if number == 2 else 16
        table = make_table(order.keys, order.logp, order.backoff, bits=bits)
        arrays |= table.arrays(f"grams{number}")
    return arrays | _candidates(words, cases.sum(axis=1))


def _case_odds(cases: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return ln P(lower, title, upper) of each word, shape (words, 3)."""
    counts = cases[:, : UPPER + 1] + 0.5
    shares: NDArray[np.float32] = np.log(counts / counts.sum(axis=1, keepdims=True)).astype("f4")
    return shares


_MOST_READINGS = 16
_LEAST_SHARE = 5e-5
"""Readings of one unmarked word that are tried, and the share of its occurrences they need."""


def _candidates(words: list[str], counts: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
    """Return the unmarked words and the ids of their readings, most frequent first."""
    groups: dict[str, list[int]] = {}
    for number in np.argsort(-counts, kind="stable").tolist():
        if number >= CLASSES:
            groups.setdefault(unmarked(words[number]), []).append(number)
    kept = [_likely(readings, counts) for readings in groups.values()]
    return {
        "plain": np.frombuffer("\n".join(groups).encode(), dtype=np.uint8),
        "starts": np.cumsum([0, *map(len, kept)], dtype=np.int32),
        "readings": np.array([number for readings in kept for number in readings], np.uint16),
    }


def _likely(readings: list[int], counts: NDArray[np.int64]) -> list[int]:
    total = sum(int(counts[number]) for number in readings)
    most = readings[:_MOST_READINGS]
    return [number for number in most if counts[number] >= _LEAST_SHARE * total]
