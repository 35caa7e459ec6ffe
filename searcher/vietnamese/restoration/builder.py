"""The archive's own texts -> a model of which marks its words carry."""

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from os import SEEK_END
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searcher.vietnamese.restoration.counts import MOST, GramCounts, Ids, count
from searcher.vietnamese.restoration.kneser_ney import estimate
from searcher.vietnamese.restoration.pieces import CASES, Packed, PackedTexts, Pieces, renumbered
from searcher.vietnamese.restoration.store import write_arrays
from searcher.vietnamese.restoration.table import make_table
from searcher.vietnamese.restoration.text import CLASSES, UNKNOWN, UPPER, unmarked

_VOCABULARY = 60_000
"""Words of the model, the most frequent; ids have 16 bits."""

_RAREST = 3
"""Occurrences that a word needs."""


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
        self._pieces = Pieces()
        self._left = most_tokens
        self._most_grams = most_grams

    def add(self, texts: Iterable[str]) -> None:
        """Read a batch of texts (titles, summaries, bodies), each a sequence of its own."""
        self._put(np.frombuffer(self._pieces.packed(texts), np.uint32))

    def take(self, read: PackedTexts) -> None:
        """Read items that were packed elsewhere: the same as `add` of their texts."""
        known = np.fromiter(map(self._pieces.ids.number, read.spellings), np.uint32)
        numbers = np.concatenate([np.arange(CLASSES, dtype=np.uint32), known])
        self._put(renumbered(read.tokens, numbers))

    def _put(self, packed: Packed) -> None:
        kept = packed[: self._left]
        self._left -= len(kept)
        self._tokens.write(kept.tobytes())

    def write(self, path: Path) -> None:
        """Estimate the model of all that was read and write it to `path`, whole."""
        write_arrays(path, self.arrays)
        self.close()

    def close(self) -> None:
        """Give the scratch file back; for who wants the tally only."""
        self._tokens.close()

    @cached_property
    def tally(self) -> Tally:
        """Count all that was read, once; nothing is added after."""
        numbers, words, cases = self._numbered
        counted = count(self._stretches(numbers), self._most_grams)
        return Tally(words=words, cases=cases, orders=counted)

    @cached_property
    def arrays(self) -> dict[str, NDArray[Any]]:
        """Estimate the model, once: what `write` writes. A thread of its own may ask for it once the tally is there."""
        tally = self.tally
        return _arrays(tally.words, tally.cases, tally.orders)

    def cased_stretches(self) -> Iterator[tuple[Ids, NDArray[np.uint32]]]:
        """Yield the tokens in chunks: their ids as in the tally, and how each is written (`letter_case`)."""
        numbers, _, _ = self._numbered
        return ((numbers[chunk // CASES], chunk % CASES) for chunk in self._chunks())

    @cached_property
    def _numbered(self) -> tuple[NDArray[np.uint16], list[str], NDArray[np.int64]]:
        return self._vocabulary()

    def _chunks(self) -> Iterator[NDArray[np.uint32]]:
        size = min(self._tokens.seek(0, SEEK_END), 1 << 25)  # so much is set aside for a chunk
        self._tokens.seek(0)
        while size and (chunk := self._tokens.read(size)):
            yield np.frombuffer(chunk, dtype=np.uint32)

    def _stretches(self, numbers: NDArray[np.uint16]) -> Iterator[Ids]:
        """Yield the tokens with their final ids, in chunks (n-grams across two are lost)."""
        return (numbers[chunk // CASES] for chunk in self._chunks())

    def _vocabulary(self) -> tuple[NDArray[np.uint16], list[str], NDArray[np.int64]]:
        """Return the final id of each spelling read, the words by id, and their cases.

        Cases are counts of shape (words, 4): lower, title, upper, unused.
        """
        spellings = self._pieces.ids.spellings
        seen = np.zeros(len(spellings) * CASES, np.int64)
        for chunk in self._chunks():
            seen += np.bincount(chunk, minlength=len(seen))
        cases = seen.reshape(-1, CASES)
        totals = cases.sum(axis=1)
        totals[:CLASSES] = 0
        order = np.argsort(-totals, kind="stable")[:_VOCABULARY]
        order = order[totals[order] >= _RAREST]
        numbers = np.full(len(totals), UNKNOWN, np.uint16)
        numbers[:CLASSES] = np.arange(CLASSES)
        numbers[order] = np.arange(CLASSES, CLASSES + len(order))
        kept = np.concatenate([np.arange(CLASSES), order])
        return numbers, [spellings[i] for i in kept], cases[kept]


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
