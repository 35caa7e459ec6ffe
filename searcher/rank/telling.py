"""What tells an article from others: its most telling words and its figures, by tf and idf."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from searcher.model import Reading, Tokens, View
from searcher.model.forward import Bags, Floats, Ints

Rarities = Callable[[Sequence[Reading]], Floats]
"""What `Reader.rarities` is."""

WORDS = 150
"""Words of an article that are compared with others: 60 are .002 worse, more no better."""
READINGS = 25
"""The strongest of them, by which the engine finds what is compared."""
FIGURES = 20
"""Document numbers that are looked for, the rarest, and so many other figures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """The most telling words of a text, the strongest first: keys, numbers of the reader and weights.

    `figures` are what is said in digits: normal forms of document numbers, sums and the like, and words. `length`
    is that of all words that were weighed, never 0: a text of words that no article has is like none.
    """

    keys: tuple[str, ...]
    words: Ints
    weights: Floats
    figures: tuple[Reading, ...]
    length: float

    @property
    def readings(self) -> tuple[Reading, ...]:
        """What the engine is asked for: the strongest words by their weight, and numbers as the weakest of them."""
        strongest = zip(self.keys[:READINGS], self.weights[:READINGS].tolist(), strict=True)
        words = (Reading(view=View.WORDS, key=key, weight=weight) for key, weight in strongest)
        numbers = (figure for figure in self.figures if figure.view is View.NUMBERS)
        weight = float(self.weights[:READINGS].min(initial=1.0)) or 1.0
        return (*words, *(replace(number, weight=weight) for number in numbers))


def telling_of(bags: Bags, numbers: Iterable[str], rarities: Rarities) -> Telling:
    """Return what tells an article of the reader from others: that of row 0 of `bags`.

    A word weighs idf * ln(1 + its occurrences), up to a factor; `numbers` are those the article names.
    """
    _, words, shares = bags.of(np.zeros(1, np.int64))
    strongest = np.argsort(-shares, kind="stable")[:WORDS]
    words = words[strongest]
    weights = shares[strongest]
    return _telling(bags.keys(words), words, weights, _length(weights), numbers, rarities)


def telling_in(
    texts: Sequence[Tokens], bags: Bags, rarities: Rarities, *, foreign: bool = False
) -> Telling:
    """Return what tells some texts from the articles of a reader, of which `bags` are some.

    Words weigh as in articles; those that no article has make it longer, as rare as a word can be, unless
    all of it is `foreign`: then only what is known says anything.
    """
    counts = Counter(word for tokens in texts for word in tokens.words)
    keys = list(counts)
    rarity = rarities([Reading(view=View.WORDS, key=key) for key in keys])
    logs = np.log1p(np.array([counts[key] for key in keys], np.float64))
    points = rarity * logs
    strongest = np.argsort(-points, kind="stable")[:WORDS]
    strongest = strongest[points[strongest] > 0]
    listed = [keys[at] for at in strongest.tolist()]
    places, words = bags.known(listed)
    known = [listed[place] for place in places.tolist()]
    numbers = (number for tokens in texts for number in tokens.numbers)
    alone = rarity.max(initial=0) * logs[(rarity == 0) & (not foreign)]
    length = _length(np.concatenate([points[strongest], alone]))
    return _telling(known, words, points[strongest[places]], length, numbers, rarities)


def _length(weights: Floats) -> float:
    return max(1e-9, float(np.linalg.norm(weights)))


def _telling(
    keys: Sequence[str],
    words: Ints,
    weights: Floats,
    length: float,
    numbers: Iterable[str],
    rarities: Rarities,
) -> Telling:
    return Telling(
        keys=tuple(keys),
        words=words,
        weights=weights,
        length=length,
        figures=(*_rarest(numbers, rarities), *_in_digits(keys)),
    )


def _rarest(numbers: Iterable[str], rarities: Rarities) -> tuple[Reading, ...]:
    """Return the rarest of some document numbers that some article has."""
    readings = [Reading(view=View.NUMBERS, key=number) for number in dict.fromkeys(numbers)]
    rarity = rarities(readings)
    rarest = np.argsort(-rarity, kind="stable")[:FIGURES].tolist()
    return tuple(readings[at] for at in rarest if rarity[at] > 0)


def _in_digits(keys: Sequence[str]) -> tuple[Reading, ...]:
    """Return the first of some words that have digits; a single digit says too little."""
    figures = [key for key in keys if len(key) > 1 and any(map(str.isdigit, key))]
    return tuple(Reading(view=View.WORDS, key=key) for key in figures[:FIGURES])
