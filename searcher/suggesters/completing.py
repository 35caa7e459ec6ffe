"""While somebody types: how the archive goes on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from searcher.model import Span
from searcher.model.completion import Completion
from searcher.suggesters.asking import LONGEST, Typed, typed_words, wanted_of
from searcher.suggesters.lexicon import Lexicon
from searcher.suggesters.lexicon.lexicon import Part
from searcher.suggesters.lexicon.lines import Wanted
from searcher.vietnamese import syllables
from searcher.vietnamese.keyboards import guess

INSIDE = 1.5
"""What a line is worth less where the typed words stand inside it and not at its beginning."""
FINISHED = 0.7
"""What a line is worth more where the last typed syllable is whole."""
_RESTS = 4
"""Beginnings that are left out in turn, where nothing goes on as all that was typed."""

Numbers = NDArray[np.int64]
_Way = tuple[float, Completion]
"""A completion and how good it is."""


@dataclass(frozen=True, slots=True)
class _Found:
    """Lines with the place in each where the typed words stand, and how good each is."""

    lines: Numbers
    places: Numbers
    scores: NDArray[np.float64]


def complete(typed: str, lexicon: Lexicon, limit: int = 8) -> tuple[Completion, ...]:
    """Return at most `limit` ways on from what is `typed`, most useful first, no two alike.

    Marks that were typed are respected, marks that were not are free; the last syllable may be half
    typed. What was typed raw on a Vietnamese keyboard is read so if nothing else goes on.
    """
    text = typed[:LONGEST].lstrip()
    found = _completed(typed_words(text), lexicon, limit)
    if not found:
        meant = guess(text)
        found = _completed(typed_words(meant.text), lexicon, limit) if meant else ()
    return found


def _completed(typed: Typed, lexicon: Lexicon, limit: int) -> tuple[Completion, ...]:
    for start in dict.fromkeys((0, *range(typed.behind, typed.behind + _RESTS))):
        rest = typed.words[start:]
        if len(rest) < (1 if start in {0, typed.behind} else 2):
            break
        ranked = [_ranked(typed, start, part, limit) for part in lexicon.parts]
        found = tuple(islice(_each_once(typed, ranked), limit))
        if found:
            return found
    return ()


def _each_once(typed: Typed, ranked: Sequence[Iterator[_Way]]) -> Iterator[Completion]:
    """Yield the completions of all parts from the best on, each text once."""
    seen = {_accented(typed.text)}
    for _, way in merge(*ranked, key=lambda scored: -scored[0]):
        if (key := _accented(way.text)) not in seen:
            seen.add(key)
            yield way


def _ranked(typed: Typed, start: int, part: Part, limit: int) -> Iterator[_Way]:
    """Yield the completions of a part from the best on, with their scores."""
    rest, lexicon = typed.words[start:], part.lexicon
    wanted = wanted_of(rest, lexicon.syllabary, half=typed.half)
    found = _found(wanted, typed, lexicon, limit, at_rest=start > typed.behind)
    head = typed.text[: typed.words[start].start]
    for at in _best(found.scores, 4 * limit):
        line = int(found.lines[at])
        if part.holds(line):
            text = head + lexicon.lines.text(line)
            skipped = int(found.places[at] - lexicon.lines.starts_of(found.lines[at]))
            way = _completion(text, len(head), line, skipped, rest, lexicon)
            yield float(found.scores[at]), way


def _found(
    wanted: list[Wanted], typed: Typed, lexicon: Lexicon, limit: int, *, at_rest: bool
) -> _Found:
    """Return the lines that begin so and those that have it inside; behind other words the former only."""
    lines = lexicon.lines
    at_start = lines.beginning(wanted)
    found = _scored(at_start, wanted, typed, lexicon, 0.0)
    if at_rest or (len(wanted) < 2 and len(at_start) >= limit):
        return found
    inside = _scored(lines.holding(wanted), wanted, typed, lexicon, INSIDE)
    return _Found(
        np.concatenate([found.lines, inside.lines]),
        np.concatenate([found.places, inside.places]),
        np.concatenate([found.scores, inside.scores]),
    )


def _scored(
    places: Numbers, wanted: list[Wanted], typed: Typed, lexicon: Lexicon, less: float
) -> _Found:
    found = lexicon.lines.lines_of(places)
    scores = lexicon.lines.worths[found].astype(np.float64) - less
    if typed.half:
        same = lexicon.syllabary.same(typed.words[-1].folded)
        last = lexicon.lines.tokens_at(places + len(wanted) - 1)
        scores += FINISHED * ((last >= same.start) & (last < same.stop))
    return _Found(found, places, scores)


def _best(scores: NDArray[np.float64], many: int) -> Iterator[int]:
    """Yield the places of the highest scores, best first: `many` at once, as that is nearly always enough."""
    places = np.arange(len(scores))
    if len(scores) > many:
        places = np.argpartition(-scores, many)
    for best in (places[:many], places[many:]):
        yield from best[np.argsort(-scores[best], kind="stable")].tolist()


def _accented(text: str) -> tuple[str, ...]:
    """Return the keys of a text: spellings that differ by the place of a tone are one."""
    return tuple(syllable.accented for syllable in syllables(text))


def _completion(
    text: str, head: int, line: int, skipped: int, words: tuple[object, ...], lexicon: Lexicon
) -> Completion:
    found = syllables(text)
    first = next((i for i, word in enumerate(found) if word.start >= head), 0) + skipped
    mark: Span = (found[first].start, found[min(first + len(words), len(found)) - 1].end)
    return Completion(
        text=text,
        kind=lexicon.lines.kind(line).name.lower(),
        typed=(mark,),
        count=int(lexicon.lines.counts[line]),
    )
