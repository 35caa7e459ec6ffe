"""Text as people and machines write it -> one form of it, with the way back to the original.

Source: Unicode Standard Annex 15 (normalisation forms). Time is linear in the length of the text,
also for thousands of marks on one letter, where `unicodedata.normalize` alone is quadratic.
"""

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

import searcher.vietnamese.alphabet as alphabet

_SHAPES = frozenset("\u0302\u0306\u031b")
"""Circumflex, breve and horn make another letter; a tone mark belongs after them."""

_STROKES = {"d\u0335": "đ", "D\u0335": "Đ"}

_SHORT = 8
"""Pieces up to this length (in code points) are remembered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Normalised:
    """A normalised text and where it came from.

    `offsets` is int32 of shape (len(text) + 1,): the start, in the original, of what became each
    code point; the last entry is the length of the original.
    """

    text: str
    offsets: NDArray[np.int32]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original text that became `text[start:end]`, which is not empty.

        What became several code points, as a ligature does, is never cut.
        """
        return next(self.originals([(start, end)]))

    def originals(self, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """Yield `original` of each span."""
        offsets = self.offsets.tolist()
        for start, end in spans:
            last, after = offsets[end - 1], offsets[end]
            yield offsets[start], after if after > last else offsets[bisect_right(offsets, last)]


def normalise(text: str) -> str:
    """Return `text` in NFC without invisible characters, with plain forms of letters and punctuation.

    Tone and vowel marks may come in any order; eth becomes đ; full-width and mathematical letters
    become plain ones; typographic quotes, dashes and spaces become ASCII; controls become spaces;
    lone surrogates become U+FFFD. Raises TypeError for anything but a str.
    """
    if not is_ordinary(text):
        return _changed_text(text)
    has_signs = alphabet.TYPOGRAPHIC.search(text)
    return text.translate(alphabet.plain_punctuation()) if has_signs else text


def normalise_letters(text: str) -> str:
    """Return `text` with everything inside words normalised; punctuation may stay typographic.

    Tokens of this text and of `normalise(text)` are the same, and ordinary text returns unchanged.
    """
    return text if is_ordinary(text) else _changed_text(text)


def normalise_with_offsets(text: str) -> Normalised:
    """Return `normalise(text)` and the place in `text` that each of its code points came from."""
    if not is_ordinary(text):
        return _changed(text)
    return _plain(text) if alphabet.TYPOGRAPHIC.search(text) else _unchanged(text)


def normalise_letters_with_offsets(text: str) -> Normalised:
    """Return `normalise_letters(text)` and the place in `text` that each code point came from."""
    return _unchanged(text) if is_ordinary(text) else _changed(text)


def _changed_text(text: str) -> str:
    pieces, done = list[str](), 0
    for match in _changeable(text):
        pieces += (text[done : match.start()], _normalise_piece(match[0]))
        done = match.end()
    pieces.append(text[done:])
    return unicodedata.normalize("NFC", "".join(pieces))


def _unchanged(text: str) -> Normalised:
    return Normalised(text=text, offsets=np.arange(len(text) + 1, dtype=np.int32))


def _plain(text: str) -> Normalised:
    """Return an ordinary text with plain punctuation: the tables of everything else are not needed for it."""
    forms = alphabet.plain_punctuation()
    offsets, done = array("i"), 0
    for match in alphabet.TYPOGRAPHIC.finditer(text):
        offsets.extend(range(done, match.start()))
        offsets.extend([match.start()] * len(forms[ord(match[0])]))
        done = match.end()
    offsets.extend(range(done, len(text) + 1))
    plain = text.translate(forms)
    return Normalised(text=plain, offsets=np.frombuffer(offsets, dtype=np.int32))


def _changed(text: str) -> Normalised:
    pieces, offsets, done = list[str](), array("i"), 0
    for match in _changeable(text):
        _append(pieces, offsets, text[done : match.start()], done)
        piece = _normalise_piece(match[0])
        pieces.append(piece)
        offsets.extend(range(*match.span()) if piece == match[0] else [match.start()] * len(piece))
        done = match.end()
    _append(pieces, offsets, text[done:], done)
    offsets.append(len(text))
    return Normalised(text="".join(pieces), offsets=np.frombuffer(offsets, dtype=np.int32))


def is_ordinary(text: str) -> bool:
    """Tell whether `text` has only characters that stand for themselves, so that it is in NFC."""
    if not isinstance(text, str):
        raise TypeError(f"text must be a str, not {type(text).__name__}: decode bytes first")
    return alphabet.NOT_ORDINARY.search(text) is None


def canonical(text: str) -> str:
    """Return the NFC of `text`, as `unicodedata.normalize` does, in linear time."""
    if is_ordinary(text) or unicodedata.is_normalized("NFC", text):
        return text
    return unicodedata.normalize("NFC", order_long_runs(text))


def order_long_runs(text: str) -> str:
    """Return a canonically equivalent text in which long runs of marks are in canonical order.

    Then the insertion sort inside `unicodedata.normalize` has next to nothing to move.
    """
    return alphabet.long_runs().sub(_canonical_order, text)


def _changeable(text: str) -> Iterator[re.Match[str]]:
    """Yield what normalisation may change: characters with what melts into them."""
    find = alphabet.changeable().finditer
    for run in alphabet.TOUCHED.finditer(text):
        yield from find(text, max(run.start() - 1, 0), run.end())


def _append(pieces: list[str], offsets: "array[int]", stretch: str, start: int) -> None:
    """Add a stretch in which every character is normalised by itself."""
    if unicodedata.is_normalized("NFC", stretch):
        pieces.append(stretch)
        offsets.extend(range(start, start + len(stretch)))
        return
    for place, character in enumerate(stretch, start):
        form = unicodedata.normalize("NFC", character)
        pieces.append(form)
        offsets.extend([place] * len(form))


def _normalise_piece(piece: str) -> str:
    return _known_piece(piece) if len(piece) <= _SHORT else _changed_piece(piece)


def _changed_piece(piece: str) -> str:
    """Return the normal form of one character and what melts into it; stray Latin marks are dropped."""
    whole = piece.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    plain = whole.translate(alphabet.replacements())
    ordered = alphabet.nonstarters().sub(_written_order, _decomposed(plain))
    composed = unicodedata.normalize("NFC", ordered)
    for typed, meant in _STROKES.items():
        composed = composed.replace(typed, meant)
    return unicodedata.normalize("NFC", alphabet.LATIN_MARKS.sub("", composed))


_known_piece = lru_cache(maxsize=1 << 14)(_changed_piece)


def _decomposed(text: str) -> str:
    """Return each character decomposed, the marks left where they are."""
    return text.translate({ord(c): unicodedata.normalize("NFD", c) for c in set(text)})


def _written_order(run: re.Match[str]) -> str:
    """Return each mark of the run once: circumflex, breve and horn before the tone.

    `é` + U+0302 means `ế`; canonical order alone would leave the tone where it is.
    """
    marks = dict.fromkeys(run[0])
    return "".join(sorted(marks, key=lambda c: (unicodedata.combining(c), c not in _SHAPES)))


def _canonical_order(run: re.Match[str]) -> str:
    """Return the marks of the run sorted by their classes; equal ones keep their order.

    One pass per class, of which there are few: neither a list of 5 million strings nor n log n.
    """
    marks = _decomposed(run[0])
    classes = defaultdict[int, set[str]](set)
    for mark in set(marks):
        classes[unicodedata.combining(mark)].add(mark)
    others = (set(marks) - classes[place] for place in sorted(classes))
    return "".join(marks.translate(dict.fromkeys(map(ord, rest))) for rest in others)
