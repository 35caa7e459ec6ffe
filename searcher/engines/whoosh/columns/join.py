"""Articles are dropped and segments are merged as token streams, before anything is inverted."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from searcher.engines import scoring
from searcher.engines.whoosh.columns.gather import Analysed, Stream

FIELDS = len(scoring.FIELDS)
Mask = NDArray[np.bool_]


def kept(analysed: Analysed, keep: Mask) -> Analysed:
    """Return the tokens of the articles in the mask (bool of shape (articles,)); keys may become unused."""
    return replace(
        analysed,
        syllables=_kept(analysed.syllables, keep),
        words=_kept(analysed.words, keep),
        numbers=_kept(analysed.numbers, keep),
    )


def _kept(stream: Stream, keep: Mask) -> Stream:
    texts = np.tile(keep, FIELDS)
    terms = stream.terms[np.repeat(texts, stream.lengths)]
    return replace(stream, terms=terms, lengths=stream.lengths[texts])


def joined(parts: Sequence[Analysed]) -> Analysed:
    """Return the articles of all parts, one after another; unused keys are dropped.

    Where parts disagree about the folded key of an accented one, the first part is right.
    """
    folds: dict[str, str] = {}
    for part in parts:
        for key, fold in zip(part.syllables.keys, part.folds, strict=True):
            folds.setdefault(key, fold)
    syllables = _joined([part.syllables for part in parts], folds)
    return Analysed(
        syllables=syllables,
        folds=[folds[key] for key in syllables.keys],
        words=_joined([part.words for part in parts]),
        numbers=_joined([part.numbers for part in parts]),
    )


def _joined(streams: Sequence[Stream], folds: dict[str, str] | None = None) -> Stream:
    used = set(chain.from_iterable(_used_keys(stream) for stream in streams))
    keys = sorted(used, key=(lambda key: (folds[key], key)) if folds is not None else None)
    number = {key: n for n, key in enumerate(keys, start=1)}
    mapped = [_renumbered(stream, number) for stream in streams]
    return Stream(
        keys=keys,
        terms=_by_field(
            [(terms, stream.lengths) for terms, stream in zip(mapped, streams, strict=True)]
        ),
        lengths=np.concatenate(
            [stream.lengths.reshape(FIELDS, -1) for stream in streams], axis=1
        ).ravel(),
    )


def _used_keys(stream: Stream) -> list[str]:
    used = np.bincount(stream.terms, minlength=len(stream.keys) + 1)[1:] > 0
    return [stream.keys[n] for n in np.flatnonzero(used).tolist()]


def _renumbered(stream: Stream, number: dict[str, int]) -> NDArray[np.int32]:
    table = np.zeros(len(stream.keys) + 1, np.int32)
    table[1:] = [number.get(key, 0) for key in stream.keys]
    return table[stream.terms]


def _by_field(parts: Sequence[tuple[NDArray[np.int32], NDArray[np.int64]]]) -> NDArray[np.int32]:
    """Return the tokens of all parts field by field, from parts that are each field by field."""
    pieces: list[list[NDArray[np.int32]]] = [[] for _ in range(FIELDS)]
    for terms, lengths in parts:
        ends = np.cumsum(lengths.reshape(FIELDS, -1).sum(axis=1))
        for field, piece in enumerate(np.split(terms, ends[:-1])):
            pieces[field].append(piece)
    return np.concatenate(list(chain.from_iterable(pieces)))
