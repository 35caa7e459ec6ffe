"""One sweep over many lines at once: for every pair of neighbouring readings the best way there.

Viterbi over states (reading before, reading here); the word before these two, which the 4-grams
ask for, is the one on the best way. States far behind the best of their line are dropped.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from searcher.vietnamese.restoration.model import Model
from searcher.vietnamese.restoration.text import BOUNDARY

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]

BEHIND = 9.0
"""Nats behind the best state of the line at which a state is dropped."""

_BITS = np.uint64(16)

_SLOTS = 64
"""More than the readings that a word can have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line to be read: for each token the ids it may be, and what their letters' case says.

    `evidence` has for each reading of each token ln P(its case), 0 where the case tells nothing.
    """

    readings: Sequence[NDArray[np.uint16]]
    evidence: Sequence[Floats]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edges:
    """All ways from the states before one token to the states after it, grouped by `target`.

    `source` are indices of states before, `first` where the ways of each target begin,
    `weight` ln probabilities.
    """

    source: Ints
    first: Ints
    weight: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class States:
    """The states after a token, sorted by line and by the word here.

    `line` which line, `slot` which reading of the token here; `word`, `before`, `earlier` the last
    three ids, the last first; `back` and `back2` the ln back-off weights of the last word pair and
    of the last three; `score` of the best way, `origin` the state before on it.
    """

    line: Ints
    slot: Ints
    word: NDArray[np.uint64]
    before: NDArray[np.uint64]
    earlier: NDArray[np.uint64]
    back: Floats
    back2: Floats
    score: Floats
    origin: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one token added: its states, and the ways to them (before any state was dropped).

    `kept` maps the states to the targets of the edges.
    """

    states: States
    edges: Edges
    kept: Ints


def sweep(model: Model, lines: Sequence[Line]) -> Iterator[Step]:
    """Yield the steps over all tokens of `lines`, and one more that ends each line.

    Lines are sorted by length, longest first; a line that has ended has no more states.
    """
    lengths = np.array([len(line.readings) for line in lines])
    states = _begin(len(lines))
    for place in range(int(lengths.max(initial=-1)) + 1):
        alive = int(np.sum(lengths >= place))
        column = _Column(lines[:alive], place)
        if lengths[-1] < place:
            states = _only(states, states.line < alive)
        step = _advance(model, states, column)
        yield step
        states = step.states


class _Column:
    """The readings of one token of all lines, one after another."""

    def __init__(self, lines: Sequence[Line], place: int) -> None:
        at = [place < len(line.readings) for line in lines]
        words = [x.readings[place] if a else _END for x, a in zip(lines, at, strict=True)]
        says = [x.evidence[place] if a else _SILENT for x, a in zip(lines, at, strict=True)]
        self.words = np.concatenate(words).astype(np.uint64)
        self.evidence = np.concatenate(says)
        self.many = np.array([len(word) for word in words])
        self.first = self.many.cumsum() - self.many


_END = np.array([BOUNDARY], np.uint16)
_SILENT = np.zeros(1, np.float32)


def _begin(lines: int) -> States:
    nothing = np.zeros(lines, np.uint64)
    zero = np.zeros(lines, np.float32)
    start = np.arange(lines)
    return States(
        line=start, slot=start * 0, word=nothing, before=nothing, earlier=nothing,
        back=zero, back2=zero, score=zero, origin=start,
    )  # fmt: skip


def _only(states: States, kept: NDArray[np.bool_] | Ints) -> States:
    return States(**{name: getattr(states, name)[kept] for name in States.__slots__})


def _advance(model: Model, states: States, column: _Column) -> Step:
    """Return the step from `states` over the readings of `column`."""
    group = _groups(states)
    pairs = _Pairs(model, states, column, group)
    many = _sizes(group, len(states.line))[pairs.group]
    first = many.cumsum() - many
    target = np.arange(len(many)).repeat(many)
    source = (group[pairs.group] - first)[target] + np.arange(len(target))
    weight, back2 = _weights(model, states, pairs, source, target)
    edges = Edges(source=source, first=first, weight=weight)
    return _settle(states, pairs, edges, target, back2)


def _sizes(first: Ints, total: int) -> Ints:
    """Return the sizes of groups that begin at `first`; much faster than np.diff with np.append."""
    sizes = np.empty_like(first)
    sizes[:-1] = first[1:]
    sizes[-1:] = total
    sizes -= first
    return sizes


def _groups(states: States) -> Ints:
    """Return where the states of each line and each word here begin."""
    return _begins(states.line * _SLOTS + states.slot)


def _begins(keys: Ints) -> Ints:
    """Return where the runs of equal `keys` begin."""
    new = np.ones(len(keys), bool)
    np.not_equal(keys[1:], keys[:-1], out=new[1:])
    return new.nonzero()[0]


class _Pairs:
    """Every word here with every reading of the next token of its line: the targets."""

    def __init__(self, model: Model, states: States, column: _Column, group: Ints) -> None:
        line = states.line[group]
        many = column.many[line]
        self.group = np.arange(len(group)).repeat(many)
        first = many.cumsum() - many
        self.slot = np.arange(len(self.group)) - first[self.group]
        self.line = line[self.group]
        place = column.first[self.line] + self.slot
        self.word = column.words[place]
        self.before = states.word[group][self.group]
        found = model.tables[2].look_up((self.before << _BITS) | self.word)
        unseen = model.backoff[self.before] + model.logp[self.word]
        self.evidence = column.evidence[place]
        self.logp = np.where(found.hit, found.logp, unseen) + self.evidence
        self.back = found.backoff
        self.hit = found.hit


def _weights(
    model: Model, states: States, pairs: _Pairs, source: Ints, target: Ints
) -> tuple[Floats, Floats]:
    """Return ln P of the target's word after the source's words, and the trigrams' back-off.

    A trigram is looked for only where its last two words are known together, as all of its
    n-grams are in the model; and a 4-gram only where its trigram is.
    """
    weight = states.back2[source] + states.back[source] + pairs.logp[target]
    back2 = np.zeros(len(source), np.float32)
    known = pairs.hit[target].nonzero()[0]
    at, to = source[known], target[known]
    key = (((states.before[at] << _BITS) | states.word[at]) << _BITS) | pairs.word[to]
    three = model.tables[3].look_up(key)
    longer = states.back2[at] + three.logp + pairs.evidence[to]
    weight[known] = np.where(three.hit, longer, weight[known])
    back2[known] = three.backoff
    seen, key = known[three.hit], key[three.hit]
    four = model.tables[4].look_up(key | (states.earlier[source[seen]] << np.uint64(48)))
    longest = four.logp + pairs.evidence[target[seen]]
    weight[seen] = np.where(four.hit, longest, weight[seen])
    return weight, back2


def _settle(states: States, pairs: _Pairs, edges: Edges, target: Ints, back2: Floats) -> Step:
    """Choose the best way to each target and drop the targets far behind, sorted for the next step."""
    total = states.score[edges.source] + edges.weight
    score = np.maximum.reduceat(total, edges.first)
    best = (total == score[target]).nonzero()[0]
    alive = (score > _lead(pairs.line, score) - BEHIND).nonzero()[0]
    kept = alive[(pairs.line[alive] * _SLOTS + pairs.slot[alive]).argsort(kind="stable")]
    way = best[best.searchsorted(edges.first[kept])]  # the first of the best ways to each
    origin = edges.source[way]
    after = States(
        line=pairs.line[kept], slot=pairs.slot[kept], word=pairs.word[kept],
        before=pairs.before[kept], earlier=states.before[origin], back=pairs.back[kept],
        back2=back2[way], score=score[kept], origin=origin,
    )  # fmt: skip
    return Step(states=after, edges=edges, kept=kept)


def _lead(line: Ints, score: Floats) -> Floats:
    """Return for each target the best score of its line."""
    begins = _begins(line)
    best = np.maximum.reduceat(score, begins)
    return best.repeat(_sizes(begins, len(line)))
