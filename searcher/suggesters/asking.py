"""What somebody has typed so far -> the syllables to look for in a lexicon."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from searcher.suggesters.lexicon.lines import Wanted
from searcher.suggesters.lexicon.syllabary import Syllabary
from searcher.vietnamese import Syllable, is_marked, syllables
from searcher.vietnamese.phonology import split_tone

LONGEST = 512
"""Characters of what is typed; as many as a query may have."""
_HEAD = re.compile(r".*(?:[\"“”„«»()|]|(?:^|\s)[-+]|(?<!\S)[^\W\d_][\w-]*:(?=\S))", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What was typed: its `words`, the last maybe `half` typed.

    `behind` counts the words before the last sign of the query language: a completion may go on with
    those after it only. Spans of words count from the beginning of `text`.
    """

    text: str
    words: tuple[Syllable, ...]
    half: bool
    behind: int


def typed_words(text: str) -> Typed:
    """Return the words of a text that a completion may go on with."""
    head = _HEAD.match(text)
    start = head.end() if head else 0
    words = syllables(text)
    half = bool(words) and words[-1].end == len(text)
    behind = sum(word.start < start for word in words)
    return Typed(text=text, words=words, half=half, behind=behind)


def wanted_of(words: Sequence[Syllable], syllabary: Syllabary, *, half: bool) -> list[Wanted]:
    """Return what to look for; an empty range where the archive has no such syllable."""
    last = len(words) - 1
    return [
        _half_typed(word, syllabary) if half and place == last else _whole(word, syllabary)
        for place, word in enumerate(words)
    ]


def _whole(word: Syllable, syllabary: Syllabary) -> Wanted:
    same = syllabary.same(word.folded)
    if not is_marked(word.text):
        return Wanted(first=same.start, last=same.stop)
    allowed = [syllabary.keys[number] == word.accented for number in same]
    return Wanted(first=same.start, last=same.stop, allowed=np.array(allowed, np.bool_))


def _half_typed(word: Syllable, syllabary: Syllabary) -> Wanted:
    """Return every syllable that goes on as `word` begins: marks that are typed stay, others may come."""
    lower = word.text.lower()
    if _bare(lower) != word.folded:  # `ky` is kỹ and no beginning of kiên
        return _whole(word, syllabary)
    found = syllabary.beginning(word.folded)
    if not is_marked(word.text):
        return Wanted(first=found.start, last=found.stop)
    return Wanted(first=found.start, last=found.stop, allowed=_agreeing(lower, found, syllabary))


def _agreeing(typed: str, found: range, syllabary: Syllabary) -> NDArray[np.bool_]:
    """Tell of each syllable of a range whether it has the marks of `typed`."""
    letters, tone = split_tone(typed)
    marked = [(place, letter) for place, letter in enumerate(letters) if not letter.isascii()]
    agree = np.zeros(len(found), np.bool_)
    for place, number in enumerate(found):
        other, its_tone = split_tone(syllabary.keys[number])
        agree[place] = (not tone or tone == its_tone) and all(
            other[at : at + 1] == letter for at, letter in marked
        )
    return agree


def _bare(word: str) -> str:
    """Return a word without its marks, letter by letter."""
    apart = unicodedata.normalize("NFD", word.replace("đ", "d"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
