"""The best few of many articles: by one key after another, then by id."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searcher.engines.whoosh.columns.collection import Collection, Ints

Keys = NDArray[Any]


def best(collection: Collection, numbers: Ints, keys: Sequence[Keys], limit: int) -> Ints:
    """Return which entries of `numbers` are the best `limit`, in order: keys descending, then id ascending."""
    if len(numbers) < 2:
        return np.arange(len(numbers))[:limit]
    chosen = _contenders(np.arange(len(numbers)), keys, limit)
    order = chosen[np.lexsort([_falling(key[chosen]) for key in reversed(keys)])]
    return _ties_by_id(collection, numbers, keys, order)[:limit]


def _falling(key: Keys) -> Keys:
    """Return what sorts ascending as the key does descending; the least integer has no negative."""
    return ~key if key.dtype.kind == "i" else -key


def _contenders(chosen: Ints, keys: Sequence[Keys], limit: int) -> Ints:
    """Drop the entries that cannot be among the best; all entries equal to the last one stay."""
    if len(chosen) <= limit or not keys:
        return chosen
    key = keys[0][chosen]
    worst = np.partition(key, len(key) - limit)[len(key) - limit]
    above, tied = chosen[key > worst], chosen[key == worst]
    return np.concatenate([above, _contenders(tied, keys[1:], limit - len(above))])


def _ties_by_id(collection: Collection, numbers: Ints, keys: Sequence[Keys], order: Ints) -> Ints:
    """Put runs of entries that are equal in all keys into the order of their ids."""
    fresh = np.zeros(len(order), bool)
    fresh[:1] = True
    for key in keys:
        fresh[1:] |= key[order[1:]] != key[order[:-1]]
    if fresh.all():
        return order
    starts = np.flatnonzero(fresh)
    lengths = np.diff(np.append(starts, len(order)))
    tied = np.repeat(lengths > 1, lengths)
    run = np.repeat(np.arange(len(starts)), lengths)[tied]
    ranks = collection.id_ranks(numbers[order[tied]])
    order = order.copy()
    order[tied] = order[tied][np.lexsort([ranks, run])]
    return order
