"""Text -> pyvi's words, as pyvi prints them."""

from collections.abc import Iterator, Sequence
from itertools import islice
from threading import local

import numpy as np

from searcher.vietnamese.normalise import canonical
from searcher.vietnamese.words.model import UnknownModel
from searcher.vietnamese.words.segmenter import WINDOW, Segmenter, segmenter
from searcher.vietnamese.words.stock import tokenize, warn_of
from searcher.vietnamese.words.tokens import each_token
from searcher.vietnamese.words.vocabulary import Vocabulary, contents, first_flags, number_chunks

LONG = 1 << 18
"""Texts of more characters are decoded in windows, without a vocabulary of chunks."""

_BATCH = 1 << 18
"""Characters decoded at once: arrays of this size stay in the cache of a core."""


def segment(text: str) -> str:
    """Return what `pyvi.ViTokenizer.tokenize(text)` returns, character for character."""
    return segment_many([text])[0]


def segment_many(texts: Sequence[str]) -> list[str]:
    """Return `segment` of each text, in order; many at once are faster.

    A model that we do not know is left to pyvi itself, with a RuntimeWarning. Lone surrogates,
    which pyvi cannot take, are tokens like any other sign.
    """
    try:
        known = segmenter()
    except UnknownModel as reason:
        warn_of(reason)
        return [tokenize()(text) for text in texts]
    lines = (line for batch in batches(texts) for line in _segmented(known, batch))
    return [line or text for line, text in zip(lines, texts, strict=True)]  # nothing to join


def batches(texts: Sequence[str]) -> Iterator[list[str]]:
    """Yield the texts in NFC, in order; each batch is one long text, or short ones."""
    batch, size = list[str](), 0
    for text in map(canonical, texts):
        if batch and size + len(text) > _BATCH:
            yield batch
            batch, size = [], 0
        batch.append(text)
        size += len(text)
    if batch:
        yield batch


class _Memory(local):
    """The vocabulary of a thread."""

    vocabulary: Vocabulary | None = None


_memory = _Memory()


def _vocabulary(known: Segmenter) -> Vocabulary:
    """Return the vocabulary to go on with, a new one when the old one is full."""
    held = _memory.vocabulary
    if held is None or held.is_full():
        held = _memory.vocabulary = known.vocabulary(Vocabulary)
    return held


def _segmented(known: Segmenter, texts: list[str]) -> list[str]:
    if len(texts[0]) > LONG:
        return [_segmented_long(known, texts[0])]
    vocabulary = _vocabulary(known)
    found, counts = number_chunks(vocabulary, texts)
    numbers, lengths = contents(vocabulary, found, counts)
    ends = np.cumsum(lengths)
    joins = known.joins(vocabulary, numbers, first_flags(lengths))
    printed = np.empty((len(numbers), 2), np.object_)
    printed[:, 0] = np.where(joins, "_", " ")
    printed[:, 1] = vocabulary.strings.rows[numbers]
    flat = printed.ravel().tolist()
    spans = zip((2 * (ends - lengths)).tolist(), (2 * ends).tolist(), strict=True)
    return ["".join(flat[start + 1 : end]) for start, end in spans]


def _segmented_long(known: Segmenter, text: str) -> str:
    joins = known.joins_of_stream(each_token(text))
    tokens = each_token(text)
    pieces = []
    for start in range(0, len(joins), WINDOW):
        separators = np.where(joins[start : start + WINDOW], "_", " ").tolist()
        pieces += [
            "".join(s + t for s, t in zip(separators, islice(tokens, len(separators)), strict=True))
        ]
    return "".join(pieces)[1:]
