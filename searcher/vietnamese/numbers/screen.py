"""Which runs of digits may begin a number, and of what kind, asked of all texts of a batch at once.

Two of three runs in running text are bare integers (`12 người`), of which nothing is kept; telling them
by arrays costs a tenth of asking the recognisers. A recogniser is left out only where it would return
None: what stands before and behind the digits is looked at as far as its patterns do.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from searcher.vietnamese.numbers.addresses import ENDINGS
from searcher.vietnamese.numbers.document_types import document_types
from searcher.vietnamese.numbers.quantities import UNITS
from searcher.vietnamese.numbers.recognise import (
    DATE,
    DOCUMENT,
    LONGEST_RUN,
    PHONE,
    QUANTITY,
    TIME,
    Run,
)

Codes = NDArray[np.uint32]
Places = NDArray[np.int64]
Flags = NDArray[np.bool_]
Bits = NDArray[np.uint8]
Keys = NDArray[np.uint64]

_WORD = 8
"""Letters of a word that are compared: as many as an integer has bytes."""
_GAP_BEHIND, _GAP_BEFORE = 2, 4
"""Signs between a number and the word behind it, and the name before it."""
_MARGIN = _WORD + _GAP_BEFORE + 3

_A, _NO_LETTER, _ANY_LETTER = ord("a"), 26, 2**27 - 1

_STROKE, _COLON, _SIGN, _STOP, _CODE_END, _POINT, _COMMA, _LETTER = (1 << bit for bit in range(8))
_MEMBERS = {
    "-/": _STROKE,
    ":": _COLON,
    "%$€£¥": _SIGN,
    " .:": _STOP,
    "qdtn": _CODE_END,
    ".": _POINT,
    ",": _COMMA,
    "abcdefghijklmnopqrstuvwxyz": _LETTER,
}
"""Classes of characters, as bits."""


def likely_runs(codes: Codes) -> list[Run]:
    """Return the runs of digits that may be numbers; `codes` are plain, the texts apart by NULs."""
    padded = np.pad(codes, _MARGIN)
    digit = (padded - np.uint32(ord("0"))) < 10
    edges = np.flatnonzero(digit[1:] != digit[:-1]) + 1
    starts, ends = edges[::2], edges[1::2]
    asked = _before(padded, starts) | _behind(padded, digit, ends) | _inside(padded, starts)
    likely = (asked != 0) & _begins(padded, digit, starts, ends)
    columns = (starts[likely] - _MARGIN, ends[likely] - _MARGIN, asked[likely])
    return list(zip(*(column.tolist() for column in columns), strict=True))


@cache
def _classes() -> Bits:
    """Return the classes of each character; the last entry stands for all that follow it."""
    table = np.zeros(ord("€") + 2, np.uint8)
    for characters, bit in _MEMBERS.items():
        table[list(map(ord, characters))] |= bit
    return table


def _class_of(codes: Codes) -> Bits:
    return _classes().take(codes, mode="clip")


def _is(bits: Bits, members: int) -> Flags:
    found: Flags = bits & members != 0
    return found


def _asking(recogniser: int, where: Flags) -> Bits:
    return np.where(where, np.uint8(recogniser), np.uint8(0))


def _begins(codes: Codes, digit: Flags, starts: Places, ends: Places) -> Flags:
    """Drop what is too long and what is the rest of something else, `u23` or the end of `1.2.3`."""
    before = _class_of(codes[starts - 1])
    glued = _is(before, _LETTER) & ~_is(before, _CODE_END)
    glued |= _is(before, _POINT | _COMMA) & digit[starts - 2]
    return ~glued & (ends - starts <= LONGEST_RUN)


def _before(codes: Codes, starts: Places) -> Bits:
    """Ask for documents behind the end of a name, or a code, and for money behind its sign."""
    before = _class_of(codes[starts - 1])
    at = starts - 1
    for _ in range(_GAP_BEFORE):
        at = at - _is(_class_of(codes[at]), _STOP)
    named = _is(before, _STOP) & _ends_a_name(codes, at)
    return _asking(DOCUMENT, named | _is(before, _LETTER)) | _asking(QUANTITY, _is(before, _SIGN))


def _ends_a_name(codes: Codes, at: Places) -> Flags:
    """Tell where the word that ends at `at` is the last of a name, as far as the letter before it tells."""
    words, letters = _last_words()
    keys, length = _keys(codes, at, -1)
    places = np.minimum(np.searchsorted(words, keys), len(words) - 1)
    before = codes[at - length - 1]
    letter = np.where(
        _is(_class_of(before), _LETTER), before - np.uint32(_A), np.uint32(_NO_LETTER)
    )
    found: Flags = (words[places] == keys) & (letters[places] >> letter & 1 != 0)
    return found


def _inside(codes: Codes, starts: Places) -> Bits:
    """Ask for phones where digits begin like one: 0, 84, 1800, 1900."""
    first, second = codes[starts], codes[starts + 1]
    service = (first == ord("1")) & ((second == ord("8")) | (second == ord("9")))
    service &= (codes[starts + 2] == ord("0")) & (codes[starts + 3] == ord("0"))
    abroad = (first == ord("8")) & (second == ord("4"))
    return _asking(PHONE, (first == ord("0")) | service | abroad)


def _behind(codes: Codes, digit: Flags, ends: Places) -> Bits:
    """Ask by the sign, the word or the digits that follow behind up to two spaces."""
    at = ends
    for _ in range(_GAP_BEHIND):
        at = at + (codes[at] == ord(" "))
    sign, first = _class_of(codes[at]), _class_of(codes[ends])
    grouped = (_is(first, _POINT | _COMMA) | (codes[ends] == ord(" "))) & digit[ends + 1]
    after = at + 1 + (codes[at + 1] == ord(" "))
    coded = _is(_class_of(codes[after]), _LETTER) | digit[after + 3]
    return (
        _asking(QUANTITY, grouped | _is(sign, _SIGN))
        | _asking(DATE, _is(sign, _STROKE | _POINT) & digit[after])
        | _asking(DOCUMENT, _is(sign, _STROKE) & coded | _is(first, _LETTER))
        | _asking(TIME, _is(sign, _COLON))
        | _by_word(_keys(codes, at, 1)[0])
    )


def _by_word(keys: Keys) -> Bits:
    words, asked = _words_behind()
    places = np.minimum(np.searchsorted(words, keys), len(words) - 1)
    return np.where(words[places] == keys, asked[places], np.uint8(0))


def _keys(codes: Codes, at: Places, step: int) -> tuple[Keys, Places]:
    """Return the letters from `at` on, forwards or backwards, one byte each, and how many there are."""
    keys = np.zeros(len(at), np.uint64)
    inside = np.ones(len(at), np.bool_)
    length = np.zeros(len(at), np.int64)
    for place in range(_WORD):
        letters = codes[at + step * place]
        inside = inside & _is(_class_of(letters), _LETTER)
        length += inside
        keys <<= np.uint64(8)
        keys |= np.where(inside, letters, np.uint32(0))
    return keys, length


def _key(word: str) -> int:
    return int.from_bytes(word[:_WORD].encode().ljust(_WORD, b"\0"), "big")


@cache
def _last_words() -> tuple[Keys, NDArray[np.uint32]]:
    """Return the last words of names, read backwards and sorted, and which letters may stand before each, as bits.

    The letter is the last one of the word before, if only one sign stands between the two.
    """
    letters = {_key("os"): _ANY_LETTER}
    for name in document_types().names:
        *before, last = name.split(" ")
        whole = before and len(last) < _WORD
        bits = 1 << ord(before[-1][-1]) - _A | 1 << _NO_LETTER if whole else _ANY_LETTER
        letters[_key(last[::-1])] = letters.get(_key(last[::-1]), 0) | bits
    words = sorted(letters)
    return np.array(words, np.uint64), np.array([letters[word] for word in words], np.uint32)


@cache
def _words_behind() -> tuple[Keys, Bits]:
    """Return the first words of what may follow a number, sorted, and the recognisers they ask for."""
    asked: dict[int, int] = {}
    groups = {
        DATE: ("thang", "nam"),
        TIME: ("gio", "h"),
        QUANTITY: tuple(
            unit.split(" ")[0] for unit in UNITS if unit.isascii() and unit[0].isalpha()
        ),
        DOCUMENT: tuple(document_types().spoken_codes),
    }
    for recogniser, words in groups.items():
        for word in words:
            asked[_key(word)] = asked.get(_key(word), 0) | recogniser
    keys = sorted(asked)
    return np.array(keys, np.uint64), np.array([asked[key] for key in keys], np.uint8)


def places_of_addresses(codes: Codes) -> Places:
    """Return where something stands without which there is no e-mail or web address: `@`, `://`, `www.`, `.vn`."""
    signs = np.flatnonzero((codes == ord("@")) | (codes == ord(".")) | (codes == ord(":")))
    sign = codes[signs]
    padded = np.pad(codes, (1, 2))
    before, after, third = (padded[signs + shift] for shift in (0, 2, 3))
    dotted = np.isin(after << np.uint32(8) | third, _endings()) | (before == ord("w"))
    wanted = (sign == ord("@")) | (sign == ord(".")) & dotted
    found: Places = signs[wanted | (sign == ord(":")) & (after == ord("/"))]
    return found


@cache
def _endings() -> Codes:
    pairs = {ending[:2] for ending in ENDINGS}
    return np.array([ord(pair[0]) << 8 | ord(pair[1]) for pair in pairs], np.uint32)
