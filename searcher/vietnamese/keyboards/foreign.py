"""Foreign words whose letters happen to be Telex, and how they weigh against the Vietnamese one."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files


def odds(word: str) -> float | None:
    """Return how much likelier the Telex reading of `word` is than the word itself, log10.

    Both as words of running text, -9 to 9; None for a word that is not on the list.
    """
    return _table().get(word.lower())


@cache
def _table() -> Mapping[str, float]:
    rows = files(__package__).joinpath("foreign.tsv").read_text("utf-8").splitlines()
    pairs = (row.split("\t") for row in rows if not row.startswith("#"))
    return {word: float(weight) for word, weight in pairs}
