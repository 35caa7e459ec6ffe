"""A typed text -> a row of syllables with the signs and numbers between them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from searcher.suggesters.correcting.language import BREAK, DIGITS
from searcher.vietnamese import Syllable, syllables


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place of a row: its `number`, and the typed syllable and its key where it is a word."""

    number: int
    typed: Syllable | None = None
    key: str = ""


def row_of(text: str, number: Callable[[str], int], *, accented: bool) -> list[Place]:
    """Return the places of a text; `number` says which number a key has, 0 for an unknown one."""
    return list(_places(text, number, accented=accented))


def _places(text: str, number: Callable[[str], int], *, accented: bool) -> Iterator[Place]:
    end = 0
    for word in syllables(text):
        if text[end : word.start].strip():
            yield Place(number=BREAK)
        key = word.accented if accented else word.folded
        if word.text.isalpha():
            yield Place(number=number(key), typed=word, key=key)
        else:
            yield Place(number=DIGITS)
        end = word.end
