"""Lines, their tokens and the counts of an archive -> the arrays of a lexicon's file.

syllables.*, spellings.*   accented keys in the order of their folded keys; see `Syllabary`
pairs.*, folded.*          neighbours, of accented and of folded syllables; see `Pairs`
lines.*                    texts with their syllables, sorted, and the places inside; see `Lines`
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searcher.model import Tokens
from searcher.suggesters.lexicon.kinds import Line
from searcher.suggesters.lexicon.lines import order_of
from searcher.suggesters.lexicon.pairs import pair_arrays
from searcher.suggesters.lexicon.strings import packed
from searcher.suggesters.lexicon.syllabary import END, Draft, draft
from searcher.suggesters.lexicon.worth import worths
from searcher.vietnamese import accented_key
from searcher.vietnamese.restoration import Tally
from searcher.vietnamese.restoration.text import CLASSES

FORMAT = 1
_FEWEST_PAIRS = 2
"""Pairs seen once are left out: most of them say nothing, and they are half of all."""

Arrays = dict[str, NDArray[Any]]
Numbers = NDArray[np.int64]


def arrays_of(lines: Sequence[Line], tokens: Sequence[Tokens], tally: Tally) -> Arrays:
    """Return every array of the file; `tokens` are those of the lines."""
    syllabary = _syllabary(tally, tokens)
    folded = syllabary.folded
    return {
        **syllabary.arrays(),
        **_pairs(tally, syllabary, folded),
        **_lines(lines, tokens, syllabary, folded),
    }


def _syllabary(tally: Tally, lines: Sequence[Tokens]) -> Draft:
    """Return the syllables of the whole archive, and of lines those it has too rarely."""
    counts: dict[str, int] = {}
    spellings: dict[str, tuple[int, str]] = {}
    occurrences = tally.cases[CLASSES:].sum(axis=1).tolist()
    for word, count in zip(tally.words[CLASSES:], occurrences, strict=True):
        key = accented_key(word)
        counts[key] = counts.get(key, 0) + count
        spellings[key] = max(spellings.get(key, (0, "")), (count, word))
    for key in {key for each in lines for key in each.accented}:
        counts.setdefault(key, 1)
    return draft(counts, {key: spelling for key, (_, spelling) in spellings.items()})


def _pairs(tally: Tally, syllabary: Draft, folded: Numbers) -> Arrays:
    """Return the pairs of neighbours, of accented syllables and of folded ones."""
    known = {key: number for number, key in enumerate(syllabary.keys, 1)}
    words = [known[accented_key(word)] for word in tally.words[CLASSES:]]
    numbers = np.array([END] * CLASSES + words, np.int64)
    grams = tally.orders[1]
    often = grams.counts >= _FEWEST_PAIRS
    keys, counts = grams.keys[often].astype(np.int64), grams.counts[often]
    firsts, seconds = numbers[keys >> 16], numbers[keys & 0xFFFF]
    width = int(folded.max()) + 1
    return {
        **pair_arrays("pairs", firsts, seconds, counts, len(folded)),
        **pair_arrays("folded", folded[firsts], folded[seconds], counts, width),
    }


@dataclass(frozen=True, slots=True)
class _Row:
    """The syllables of all lines one after another, each line ended by END; its start, and word starts inside."""

    tokens: Numbers
    starts: Numbers
    inner: Numbers


def _lines(
    lines: Sequence[Line], tokens: Sequence[Tokens], syllabary: Draft, folded: Numbers
) -> Arrays:
    """Return the lines sorted by their syllables, and the places inside them where words begin."""
    known = {key: number for number, key in enumerate(syllabary.keys, 1)}
    row = _row(tokens, known)
    order = order_of(row.starts, row.tokens, folded).tolist()
    row = _row([tokens[i] for i in order], known)
    ranked = [lines[i] for i in order]
    inner = row.inner[order_of(row.inner, row.tokens, folded)]
    return {
        **packed("lines", [line.text for line in ranked]),
        "lines.tokens": row.tokens.astype(np.min_scalar_type(len(folded))),
        "lines.starts": row.starts.astype(np.uint32),
        "lines.inner": inner.astype(np.uint32),
        "lines.kinds": np.array([line.kind for line in ranked], np.uint8),
        "lines.counts": np.array([line.count for line in ranked], np.uint32),
        "lines.worths": worths(ranked),
    }


def _row(tokens: Sequence[Tokens], known: dict[str, int]) -> _Row:
    lengths = np.array([len(each.accented) for each in tokens], np.int64)
    ends = np.cumsum(lengths + 1) - 1
    flat = np.full(int(lengths.sum()) + max(len(tokens), 1), END, np.int64)
    is_token = np.ones(len(flat), np.bool_)
    is_token[ends if len(tokens) else 0] = False
    keys = chain.from_iterable(each.accented for each in tokens)
    flat[is_token] = np.fromiter(map(known.__getitem__, keys), np.int64)
    inside = [each.starts[1:] for each in tokens]
    inner = np.fromiter(chain.from_iterable(inside), np.int64)
    starts = ends - lengths
    return _Row(flat, starts, inner + np.repeat(starts, np.array(list(map(len, inside)), np.int64)))
