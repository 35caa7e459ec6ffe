"""Ways through a finished sweep: the best of every line, the n best of one, all of them weighed."""

import heapq
from collections.abc import Sequence
from itertools import count

import numpy as np
from numpy.typing import NDArray

from searcher.vietnamese.restoration.sweep import Floats, Ints, Step

Ids = NDArray[np.uint64]


def best_paths(steps: Sequence[Step], lengths: Ints) -> list[list[int]]:
    """Return the ids of the likeliest reading of each line, without the end of the line."""
    paths = [[0] * int(length) for length in lengths]
    line = np.zeros(0, np.int64)
    state = np.zeros(0, np.int64)
    for place in range(len(steps) - 1, -1, -1):
        states = steps[place].states
        ended = np.flatnonzero(lengths == place)
        line = np.concatenate([line, ended])
        state = np.concatenate([state, _best_of(states.line, states.score, ended)])
        for number, word in zip(line.tolist(), states.word[state].tolist(), strict=True):
            if place < len(paths[number]):
                paths[number][place] = word
        state = states.origin[state]
    return paths


def _best_of(line: Ints, score: Floats, wanted: Ints) -> Ints:
    """Return the best state of each of the lines `wanted`; states are sorted by line."""
    first = np.searchsorted(line, wanted)
    last = np.searchsorted(line, wanted, side="right")
    return np.array(
        [a + int(score[a:b].argmax()) for a, b in zip(first, last, strict=True)], dtype=np.int64
    )


def n_best(steps: Sequence[Step], many: int) -> list[tuple[float, list[int]]]:
    """Return ln weight and ids of the `many` likeliest readings of the only line, best first.

    A* from the end: the score of the best way to a state is exactly what remains.
    """
    last = steps[-1].states.score
    order = count()
    heap: list[tuple[float, int, int, int, float, object]] = [
        (-float(s), next(order), len(steps) - 1, i, 0.0, None) for i, s in enumerate(last)
    ]
    heapq.heapify(heap)
    found: list[tuple[float, list[int]]] = []
    while heap and len(found) < many:
        bound, _, place, state, after, path = heapq.heappop(heap)
        if place < 0:
            found.append((-bound, _ids(path)))
            continue
        for source, weight, before in _ways_to(steps, place, state):
            ahead = after + weight
            link = (int(steps[place].states.word[state]), path)
            heapq.heappush(heap, (-(before + ahead), next(order), place - 1, source, ahead, link))
    return found


def _ways_to(steps: Sequence[Step], place: int, state: int) -> list[tuple[int, float, float]]:
    """Return source, weight and score of the source for each way to a state."""
    step = steps[place]
    target = step.kept[state]
    first = int(step.edges.first[target])
    ends = step.edges.first[target + 1] if target + 1 < len(step.edges.first) else None
    sources = step.edges.source[first:ends]
    before = steps[place - 1].states.score[sources] if place else np.zeros(len(sources))
    weights = step.edges.weight[first:ends]
    return list(zip(sources.tolist(), weights.tolist(), before.tolist(), strict=True))


def _ids(path: object) -> list[int]:
    """Return the linked ids without the end of the line."""
    ids = []
    while isinstance(path, tuple):
        word, path = path
        ids.append(word)
    return ids[:-1]


def total_weight(steps: Sequence[Step]) -> float:
    """Return ln of the summed weight of all readings of the only line."""
    return float(np.logaddexp.reduce(_forward(steps)[-1]))


def _forward(steps: Sequence[Step]) -> list[Floats]:
    """Return for the states of each step ln of the weight of all ways there."""
    sums = [np.zeros(1, np.float32)]
    for step in steps:
        ways = sums[-1][step.edges.source] + step.edges.weight
        sums.append(np.logaddexp.reduceat(ways, step.edges.first)[step.kept])
    return sums[1:]


def shares(steps: Sequence[Step]) -> list[dict[int, float]]:
    """Return for each token of the only line its readings' ids and their probabilities."""
    forward = _forward(steps)
    backward = np.zeros(len(forward[-1]), np.float32)
    total = np.logaddexp.reduce(forward[-1])
    found: list[dict[int, float]] = []
    for place in range(len(steps) - 1, 0, -1):
        backward = _back(steps[place], backward, len(forward[place - 1]))
        states = steps[place - 1].states
        found.append(_by_word(states.word, np.exp(forward[place - 1] + backward - total)))
    return found[::-1]


def _back(step: Step, after: Floats, many: int) -> Floats:
    """Return ln of the weight of all ways from each of `many` states before `step` to the end."""
    target = np.full(len(step.edges.first), -np.inf, np.float32)
    target[step.kept] = after
    ways = np.diff(np.append(step.edges.first, len(step.edges.source)))
    weight = step.edges.weight + np.repeat(target, ways)
    sums = np.full(many, -np.inf, np.float32)
    np.logaddexp.at(sums, step.edges.source, weight)
    return sums


def _by_word(words: Ids, share: Floats) -> dict[int, float]:
    totals: dict[int, float] = {}
    for word, part in zip(words.tolist(), share.tolist(), strict=True):
        totals[word] = totals.get(word, 0.0) + part
    return totals
