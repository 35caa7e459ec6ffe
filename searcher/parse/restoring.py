"""Words typed without diacritics, read through their likeliest restorations over the folded base.

The folded key goes on to decide what matches, so that a wrong guess hides nothing; it loses weight as
the guess is sure. Probabilities are rounded: equal readings share what an engine keeps of them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from searcher.model import Node, Reading, View, Word
from searcher.parse.lexer import has_signs
from searcher.parse.reading import WORD_WEIGHT, joined_keys
from searcher.parse.walking import with_words, words_in
from searcher.vietnamese.folding import accented_key, fold

if TYPE_CHECKING:
    from searcher.vietnamese.restoration import Choices

Restoring = Callable[[str], Sequence["Choices"]]
"""From a query to the readings of each of its words: `few_choices` of the archive's own model."""

OPEN_SHARE = 0.4
"""Share of words without diacritics from which a query has lost some: of running syllables, 30 % have none."""
LEAST = 0.1
"""Probability of a restoration below which it is no reading."""
STEPS = 10
"""Steps of a probability."""
TRUST = 0.5
"""What a sure guess takes from the weight of the folded key."""
SURE = 0.6
"""Probability from which a syllable may be part of a whole word."""

Guessed = tuple[Node, tuple[Reading, ...]]
"""A tree and the extras beside it."""


def restored(tree: Node, extras: tuple[Reading, ...], shown: str, restore: Restoring) -> Guessed:
    """Return a tree and its extras with restorations among their readings.

    `shown` is the tree as a query string: guessed from that, what was understood is guessed the same.
    """
    open_ = _open_words(tree)
    if not open_:
        return tree, extras
    choices = restore(shown)
    if not choices:
        return tree, extras
    likely = {shown[one.start : one.end]: one for one in reversed(choices)}
    read = {word: _with(word, likely[typed]) for typed, word in open_.items() if typed in likely}
    if not has_signs(shown):
        others = [extra for extra in extras if extra.view is not View.WORDS]
        extras = (*_whole_words(shown, choices), *others)
    return with_words(tree, read), extras


def _open_words(tree: Node) -> Mapping[str, Word]:
    """Return the words that may have lost their diacritics; none where most others have theirs."""
    words = [word for word in words_in(tree) if not word.filler]
    found = {word.typed: word for word in words if _is_open(word)}
    return found if len(found) >= OPEN_SHARE * len(words) else {}


def _is_open(word: Word) -> bool:
    return not (word.marked or word.exact or word.filler) and word.typed.isalpha()


def _with(word: Word, choice: "Choices") -> Word:
    likely = [(key, p) for key, p in _likely(choice) if fold(key) == word.folded]
    if not likely:
        return word
    weight = 1.0 - TRUST * likely[0][1]
    others = [Reading(view=View.ACCENTED, key=key, weight=p) for key, p in likely]
    return replace(
        word, readings=(*others, Reading(view=View.FOLDED, key=word.folded, weight=weight))
    )


def _likely(choice: "Choices") -> Iterator[tuple[str, float]]:
    for form, p in choice.readings:
        if p >= LEAST:
            yield accented_key(form), round(p * STEPS) / STEPS


def _whole_words(text: str, choices: Sequence["Choices"]) -> Iterator[Reading]:
    """Yield the pyvi words of the restored text, each as sure as its least sure syllable."""
    pieces: list[str] = []
    sure: dict[str, float] = {}
    end = 0
    for choice in choices:
        form, p = choice.readings[0]
        pieces += [text[end : choice.start], form]
        sure[accented_key(form)] = p
        end = choice.end
    for key in dict.fromkeys(joined_keys("".join([*pieces, text[end:]]))):
        p = min(sure.get(part, 1.0) for part in key.split("_"))
        if p >= SURE:
            yield Reading(view=View.WORDS, key=key, weight=WORD_WEIGHT * round(p * STEPS) / STEPS)
