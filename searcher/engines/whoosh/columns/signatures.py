"""The signatures of a segment's articles (`engines/signatures.py`), made from its token stream while it is inverted."""

import numpy as np
from numpy.typing import NDArray

from searcher.engines import signatures
from searcher.engines.whoosh.columns.collection import Collection, Ints
from searcher.engines.whoosh.columns.gather import Stream

CHUNK = 2048
"""Articles signed at a time: what is computed for them stays in the cache."""


def signature_arrays(stream: Stream, folds: list[str], docs: int) -> dict[str, NDArray[np.uint8]]:
    """Return `minhash`, uint8 of shape (docs, BINS), for syllables whose folded keys are `folds`."""
    hashes = np.append(np.uint32(0), signatures.key_hashes(folds))  # terms count from 1
    edges = np.append(np.int64(0), np.cumsum(stream.lengths))
    signed = np.zeros((docs, signatures.BINS), np.uint8)
    for first in range(0, docs, CHUNK):
        last = min(docs, first + CHUNK)
        spans = [slice(f * docs + first, f * docs + last) for f in signatures.FIELDS]
        parts = [
            signatures.least_hashes(
                hashes.take(stream.terms[edges[span.start] : edges[span.stop]]),
                stream.lengths[span],
            )
            for span in spans
        ]
        signed[first:last] = signatures.signed(np.minimum.reduce(parts))
    return {"minhash": signed}


def signatures_of(collection: Collection, numbers: Ints) -> NDArray[np.uint8]:
    """Return the signatures of some articles, uint8 of shape (articles, BINS)."""
    found = np.zeros((len(numbers), signatures.BINS), np.uint8)
    owner = np.searchsorted(collection.bases, numbers, side="right") - 1
    for index in np.unique(owner).tolist():
        rows = np.flatnonzero(owner == index)
        local = numbers[rows] - collection.bases[index]
        found[rows] = collection.segments[index].container.guarded("minhash").take(local)
    return found
