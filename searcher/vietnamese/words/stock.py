"""pyvi itself, for a model that we do not know: slow, but right by definition."""

import warnings
from collections.abc import Callable, Iterator
from functools import cache


def warn_of(reason: Exception) -> None:
    """Say, where warnings go, why words are slow."""
    warnings.warn(f"{reason}; words are made by pyvi itself, slowly", RuntimeWarning, stacklevel=3)


@cache
def tokenize() -> Callable[[str], str]:
    """Return `pyvi.ViTokenizer.tokenize`; importing it takes a second and loads scikit-learn."""
    from pyvi import ViTokenizer  # only where its model cannot be read: it unpickles and is slow

    return ViTokenizer.tokenize  # type: ignore[no-any-return]


def stock_spans(text: str) -> Iterator[list[tuple[int, int]]]:
    """Yield the spans of the tokens of each word, found again in `text`, which is in NFC."""
    place = 0
    has_tokens = text.strip() or "\n" in text
    for word in tokenize()(text).split(" ") if has_tokens else ():
        spans = list[tuple[int, int]]()
        for letter in word:
            found = _skip_space(text, place)
            if text[found : found + 1] != letter:
                continue  # the `_` of a join
            touches = spans and spans[-1][1] == found
            spans[-1:] = (
                [(spans[-1][0], found + 1)] if touches else [*spans[-1:], (found, found + 1)]
            )
            place = found + 1
        yield spans


def _skip_space(text: str, place: int) -> int:
    while text[place : place + 1].isspace() and text[place] != "\n":
        place += 1
    return place
