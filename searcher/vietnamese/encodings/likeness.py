"""How much a text looks like Vietnamese, judged by its words that have letters beyond ASCII."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from searcher.vietnamese.phonology import is_vietnamese_syllable, place_tone, split_tone

_SAMPLE = 600
"""Words looked at: more never changed a verdict, and a page is read in several ways."""

_LONGEST = 12
"""Code points of a syllable with room to spare (`nghiêng` with its marks apart has nine)."""

_REST = re.compile(r"[^\s\x00-\x40\[-`{-\x7f\u2000-\u206f]*")
_START = re.compile(r"[A-Za-z]*\Z")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f\s\u2000-\u206f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How many `words` beyond ASCII a text has (of a sample) and how many are `syllables`."""

    words: int
    syllables: int

    @property
    def share(self) -> float:
        """The share of Vietnamese syllables, 0 for a text without a word beyond ASCII."""
        return self.syllables / self.words if self.words else 0.0

    @property
    def strangers(self) -> int:
        """The number of words beyond ASCII that are no Vietnamese syllables."""
        return self.words - self.syllables

    def clearly_better_than(self, other: "Likeness") -> bool:
        """Tell whether this reading is Vietnamese and the `other` is not."""
        return self.share >= 0.8 and self.share >= other.share + 0.3


def likeness(text: str) -> Likeness:
    """Judge the first few hundred words of `text` that are not plain ASCII."""
    words = list(islice(_words_beyond_ascii(text), _SAMPLE))
    return Likeness(words=len(words), syllables=sum(map(is_written_syllable, words)))


def _words_beyond_ascii(text: str) -> Iterator[str]:
    """Yield the words with a letter beyond ASCII; one such letter alone (©, «) tells nothing.

    Markup is nearly all ASCII: looking for the letters first passes over it fifty times as fast.
    """
    end = 0
    while found := _BEYOND_ASCII.search(text, end):
        begin = max(end, found.start() - _LONGEST)
        start = _START.search(text[begin : found.start()])
        rest = _REST.match(text, found.start())
        end = rest.end() if rest else found.end()
        word = (start[0] if start else "") + text[found.start() : end]
        if len(word) > 1:
            yield word


@lru_cache(maxsize=1 << 14)
def is_written_syllable(word: str) -> bool:
    """Tell whether `word` is a syllable as people write it.

    A capital inside (`vÉn`) is a letter of another page, and so, but for a dozen words, is `oo`.
    """
    if len(word) > _LONGEST or not (word.isupper() or word[1:].islower() or not word[1:]):
        return False
    lower = word.lower()
    return is_vietnamese_syllable(lower) and _is_well_placed(lower)


def _is_well_placed(syllable: str) -> bool:
    """Tell whether the tone stands where one of the two styles puts it: not `naõ`, which is VNI."""
    toneless, tone = split_tone(syllable)
    if "oo" in toneless:
        return False
    return not tone or syllable == place_tone(toneless, tone) or syllable[-2:] in _NEW_STYLE


_NEW_STYLE = frozenset(
    ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"]
)
