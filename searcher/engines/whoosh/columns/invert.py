"""Token sequences become everything that is searched: places, postings, frequencies.

The tokens of one view are laid out once, in the order of the articles. Then range of keys by range of
keys is picked out of them and sorted, so that memory is bounded by the tokens themselves.
"""

import sys
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searcher.container.strings import packed
from searcher.engines import scoring
from searcher.engines.whoosh.columns.join import FIELDS, Joined, Kept, texts_of
from searcher.engines.whoosh.columns.limits import check_segment
from searcher.engines.whoosh.columns.places import place_arrays
from searcher.engines.whoosh.columns.postings import Runs, posting_arrays
from searcher.engines.whoosh.columns.ranges import Ranges, key_ranges
from searcher.engines.whoosh.columns.squeeze import coded, halved
from searcher.engines.whoosh.columns.stretches import counts_of, mapped, places_of
from searcher.model import View

Array = NDArray[Any]
Named = Iterator[tuple[str, Array]]
"""Arrays one after another, so that each can be written and forgotten."""


def inverted_syllables(parts: Sequence[Kept], folder: Path) -> Named:
    """Yield the arrays of syllables; `folder` has room for what waits on disk."""
    with closing(Ranges(folder)) as ranges:
        yield from _syllable_arrays(Joined(parts, View.ACCENTED), ranges)


def inverted_words(parts: Sequence[Kept], folder: Path) -> Named:
    """Yield the arrays of words and numbers."""
    with closing(Ranges(folder)) as ranges:
        yield from _word_arrays(Joined(parts, View.WORDS), ranges)
    yield from _number_arrays(Joined(parts, View.NUMBERS))


def _syllable_arrays(joined: Joined, ranges: Ranges) -> Named:
    folded = sorted(set(joined.folds))
    number = {key: n for n, key in enumerate(folded)}
    fold_of = np.array([number[key] for key in joined.folds], np.int32)
    starts, tokens = _laid_out(joined)
    signatures = _signatures(joined.folds)
    yield from packed("accented", joined.keys).items()
    yield "accented.order", _by_bytes(joined.keys)
    yield from packed("folded", folded).items()
    yield "folded.first", np.searchsorted(fold_of, np.arange(len(folded) + 1)).astype(np.int32)
    yield "starts", starts
    yield "norm", norms(joined.lengths, joined.docs)
    yield "signatures", signatures
    yield from coded("tokens", tokens, len(joined.keys)).items()
    marks = mapped(signatures, tokens)
    counts = counts_of(tokens, len(joined.keys) + 1)[1:]
    for low, high in key_ranges(counts, fold_of):
        places, pointers, runs = _occurrences(tokens, starts, low, high, joined.docs)
        ranges.add(place_arrays(places, pointers, marks), low)
        ranges.add(posting_arrays("accented", runs, high - low, joined.docs), low)
        folds = fold_of[low:high]
        first, last = (int(folds[0]), int(folds[-1]) + 1) if len(folds) else (0, 0)
        by_fold = Runs(
            key=folds.take(runs.key) - first, doc=runs.doc, field=runs.field, count=runs.count
        )
        ranges.add(posting_arrays("folded", by_fold, last - first, joined.docs), first)
    yield from ranges.joined()


def _by_bytes(keys: list[str]) -> NDArray[np.int32]:
    coded_keys = [key.encode("utf-8", "surrogatepass") for key in keys]
    return np.array(sorted(range(len(keys)), key=coded_keys.__getitem__), np.int32)


def _laid_out(joined: Joined) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return where each text starts, and the tokens with a separator (0) before the first text and after each.

    `starts` has one entry more than there are texts. Raises IndexTooLarge.
    """
    starts = np.ones(len(joined.lengths) + 1, np.int64)
    np.cumsum(joined.lengths + 1, out=starts[1:])
    starts[1:] += 1
    check_segment(joined.docs, int(starts[-1]))
    tokens = np.zeros(int(starts[-1]), np.int32)
    for piece in joined.pieces():
        places = np.arange(len(piece.terms), dtype=np.int64)
        places += texts_of(piece.lengths)
        places += starts[piece.first]
        tokens[places] = piece.terms
    return starts.astype(np.int32), tokens


def _occurrences(
    tokens: NDArray[np.int32], starts: NDArray[np.int32], low: int, high: int, docs: int
) -> tuple[NDArray[np.int32], NDArray[np.int64], Runs]:
    """Return the places of the keys low..high-1 (places, pointers) and their runs within texts."""
    places = places_of(tokens, low + 1, high + 1)
    text = _texts_at(places, starts)
    term, order = sorted_pairs(
        tokens.take(places) - np.int32(low + 1), np.arange(len(places), dtype=np.int32)
    )
    pointers = np.searchsorted(term, np.arange(high - low + 1, dtype=np.int32))
    return places.take(order).astype(np.int32), pointers, runs_of(term, text.take(order), docs)


def _texts_at(places: NDArray[np.int64], starts: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return the text of each of some ascending places."""
    return texts_of(np.diff(np.searchsorted(places, starts)))


def sorted_pairs(
    first: NDArray[np.int32], second: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return pairs of numbers from 0 on, sorted, as two arrays: one sort of 64-bit numbers."""
    pairs = first.astype(np.uint64)
    pairs <<= np.uint64(32)
    pairs |= second.view(np.uint32)
    pairs.sort()
    halves = pairs.view(np.uint32)
    low, high = (0, 1) if sys.byteorder == "little" else (1, 0)
    return halves[high::2].astype(np.int32), halves[low::2].astype(np.int32)


def runs_of(term: NDArray[np.int32], text: NDArray[np.int32], docs: int) -> Runs:
    """Return the runs of equal (term, text) neighbours."""
    first = _first_of_runs(term, text)
    field, doc = np.divmod(text.take(first), np.int32(max(docs, 1)))
    return Runs(
        key=term.take(first), doc=doc, field=field, count=_lengths_of_runs(first, len(term))
    )


def _first_of_runs(one: NDArray[np.int32], other: NDArray[np.int32]) -> NDArray[np.int64]:
    """Return where a new pair begins among pairs that are sorted."""
    fresh = np.ones(len(one), bool)
    np.logical_or(one[1:] != one[:-1], other[1:] != other[:-1], out=fresh[1:])
    return fresh.nonzero()[0]


def _lengths_of_runs(first: NDArray[np.int64], size: int) -> NDArray[np.int32]:
    return np.diff(first, append=size).astype(np.int32)


def _signatures(folds: list[str]) -> NDArray[np.uint8]:
    """Return four bits of hash of each term's folded key, from 1 to 15; 0 is the separator."""
    hashes = [zlib.crc32(fold.encode("utf-8", "surrogatepass")) % 15 + 1 for fold in folds]
    return np.array([0, *hashes], np.uint8)


def _word_arrays(joined: Joined, ranges: Ranges) -> Named:
    """Words have no places; a text keeps its distinct words, sorted, and how often each stands there."""
    docs, keys = joined.docs, len(joined.keys)
    bag, count, starts = _bags(joined)
    yield from packed("words", joined.keys).items()
    yield "words.lengths", joined.lengths.astype(np.int32)
    yield "words.norm", norms(joined.lengths, docs)
    yield "words.starts", starts
    yield from coded("words.bag", bag, keys).items()
    yield from halved("words.count", count).items()
    counts = counts_of(bag, keys + 1)[1:]
    for low, high in key_ranges(counts, np.arange(keys)):
        places = places_of(bag, low + 1, high + 1)
        field, doc = np.divmod(_texts_at(places, starts), np.int32(max(docs, 1)))
        key = bag.take(places) - np.int32(low + 1)
        runs = Runs(key=key, doc=doc, field=field, count=count.take(places))
        ranges.add(posting_arrays("words", runs, high - low, docs), low)
    yield from ranges.joined()


def _bags(joined: Joined) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """Return the distinct words of every text, how often each stands there, and where each text starts."""
    check_segment(joined.docs, int(joined.lengths.sum()))
    found: list[tuple[int, NDArray[np.int32], NDArray[np.int32]]] = []
    starts = np.zeros(len(joined.lengths) + 1, np.int64)
    for piece in joined.pieces():
        text, word = sorted_pairs(texts_of(piece.lengths), piece.terms)
        first = _first_of_runs(text, word)
        found.append((piece.first, word.take(first), _lengths_of_runs(first, len(word))))
        sizes = np.bincount(text.take(first), minlength=len(piece.lengths))
        starts[piece.first + 1 : piece.first + 1 + len(sizes)] = sizes
    found.sort(key=lambda one: one[0])
    none = np.zeros(0, np.int32)
    bag = np.concatenate([none, *(words for _, words, _ in found)])
    count = np.concatenate([none, *(counts for _, _, counts in found)])
    return bag, count, np.cumsum(starts).astype(np.int32)


def _number_arrays(joined: Joined) -> Named:
    """Numbers stand for a whole article: all fields count as one."""
    docs = joined.docs
    pieces = list(joined.pieces())
    key = np.concatenate([np.zeros(0, np.int32), *(piece.terms for piece in pieces)]) - 1
    doc = np.concatenate(
        [
            np.zeros(0, np.int32),
            *((texts_of(piece.lengths) + piece.first) % max(docs, 1) for piece in pieces),
        ]
    )
    runs = Runs(
        key=key, doc=doc, field=np.full(len(doc), FIELDS - 1), count=np.ones(len(doc), np.int64)
    )
    yield from packed("numbers", joined.keys).items()
    yield from posting_arrays("numbers", runs, len(joined.keys), docs).items()


def norms(lengths: NDArray[np.int64], docs: int) -> NDArray[np.uint8]:
    """Return the norm byte of each article's combined length (`len` in scoring.py), uint8."""
    kept = scoring.LENGTHS[scoring.norm_bytes(lengths)].reshape(FIELDS, docs)
    boosts = np.array([scoring.BOOSTS[field] for field in scoring.FIELDS])
    return scoring.norm_bytes((boosts @ kept + 0.5).astype(np.int64))
