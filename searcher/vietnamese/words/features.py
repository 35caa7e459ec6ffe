"""What pyvi's model says about one token, wherever it stands."""

import string
from collections.abc import Mapping
from itertools import product
from typing import NamedTuple

OWN, FOR_NEXT, FOR_LAST = 0, 1, 2
"""Places in `scores`: what a token adds to its own label, to that of the next and of the last token."""

ALONE, TITLE = 1, 2
"""Bits of a shape: never joined (punctuation, or begins with a digit); begins with a capital."""

Scores = tuple[float, float, float]


class Token(NamedTuple):
    """A token's emission scores (I - B), its shape and its lower-case form."""

    scores: Scores
    shape: int
    lower: str


class Features:
    """The state weights of a model (attribute -> I - B), asked for tokens."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._weights = weights
        self._forms = _forms(weights)

    def of(self, token: str) -> Token:
        """Return what the model knows of a token."""
        lower = token.lower()
        return Token(self._scores(token, lower), _shape(token), lower)

    def _scores(self, token: str, lower: str) -> Scores:
        # CRFsuite takes attributes as C strings: they end at a NUL
        name = f"word.lower():{lower}".partition("\0")[0]
        form = self._forms[token.isupper(), token.istitle(), token.isdigit()]
        weight = self._weights.get
        return (
            form[OWN] + weight(name, 0.0),
            form[FOR_NEXT] + weight(f"-1:{name}", 0.0),
            form[FOR_LAST] + weight(f"+1:{name}", 0.0),
        )


def _forms(weights: Mapping[str, float]) -> dict[tuple[bool, ...], Scores]:
    """Return what being upper case, title case, digits adds to `scores`."""

    def score(side: str, upper: bool, title: bool) -> float:
        """Return what the capitals of a token count on one side of another."""
        capitals = weights[f"{side}word.isupper()"], weights[f"{side}word.istitle()"]
        return upper * capitals[0] + title * capitals[1]

    return {
        (upper, title, digit): (
            weights["bias"] + score("", upper, title) + digit * weights["word.isdigit()"],
            score("-1:", upper, title),
            score("+1:", upper, title),
        )
        for upper, title, digit in product((False, True), repeat=3)
    }


def _shape(token: str) -> int:
    # pyvi asks `token in string.punctuation`: also true for runs of it such as "->"
    alone = token in string.punctuation or token[0].isdigit()
    return ALONE * alone + TITLE * token[0].istitle()
