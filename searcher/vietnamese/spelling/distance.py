"""How far two spellings are apart, counted as Vietnamese slip: by tone, mark, sound, key, letter."""

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from searcher.vietnamese.phonology import split_tone
from searcher.vietnamese.spelling.costs import Costs, costs, neighbours

_LONGEST = 64
"""Letters compared; what is longer is no word, and the work grows with the square."""


@dataclass(frozen=True, slots=True)
class _Spelled:
    """The symbols of a text: toneless letters, and behind each syllable its tone mark.

    `start` and `end` tell of each symbol whether it begins a syllable, or ends one but for its tone.
    """

    symbols: tuple[str, ...]
    start: tuple[bool, ...]
    end: tuple[bool, ...]


def distance(written: str, meant: str) -> float:
    """Return what it costs to have written `written` for `meant`, in letters; 0 for the same.

    Symmetric. Case does not matter. Costs are those of `costs.tsv`.
    """
    first, second = _spelled(written[:_LONGEST]), _spelled(meant[:_LONGEST])
    if first == second:
        return 0.0
    return _Grid(first, second).corner()


@lru_cache(maxsize=1 << 12)
def _spelled(text: str) -> _Spelled:
    symbols: list[str] = []
    starts: list[bool] = []
    ends: list[bool] = []
    for number, syllable in enumerate(unicodedata.normalize("NFC", text.lower()).split()):
        toneless, tone = split_tone(syllable)
        letters = [*([" "] if number else []), *toneless]
        first = 1 if number else 0
        symbols += [*letters, *tone]
        starts += [i == first for i in range(len(letters))] + [False] * len(tone)
        ends += [i == len(letters) - 1 for i in range(len(letters))] + [False] * len(tone)
    return _Spelled(tuple(symbols), tuple(starts), tuple(ends))


class _Grid:
    """The table of edit distances between the beginnings of two texts (Wagner and Fischer 1974)."""

    def __init__(self, first: _Spelled, second: _Spelled) -> None:
        self._a, self._b = first, second
        self._costs = costs()
        self._cells = [[0.0] * (len(second.symbols) + 1) for _ in range(len(first.symbols) + 1)]

    def corner(self) -> float:
        """Fill the table and return its last cell."""
        for i in range(len(self._cells)):
            for j in range(len(self._cells[0])):
                if i or j:
                    self._cells[i][j] = self._cheapest(i, j)
        return round(self._cells[-1][-1], 6)

    def _cheapest(self, i: int, j: int) -> float:
        a, b, cells = self._a.symbols, self._b.symbols, self._cells
        ways = []
        if i:
            ways.append(cells[i - 1][j] + _extra(a, i - 1))
        if j:
            ways.append(cells[i][j - 1] + _extra(b, j - 1))
        if i and j:
            ways.append(cells[i - 1][j - 1] + _other(a[i - 1], b[j - 1]))
            ways += self._sounds(i, j)
        if i > 1 and j > 1:
            ways.append(cells[i - 2][j - 2] + _swapped(a[i - 2 : i], b[j - 2 : j]))
        return min(ways)

    def _sounds(self, i: int, j: int) -> list[float]:
        """Return the ways that end with two spellings of like sounds."""
        ways = []
        for many, more in ((1, 1), (1, 2), (2, 1), (2, 2), (2, 3), (3, 2)):
            if many <= i and more <= j:
                cost = self._sound(i - many, i, j - more, j)
                if cost is not None:
                    ways.append(self._cells[i - many][j - more] + cost)
        return ways

    def _sound(self, a: int, b: int, c: int, d: int) -> float | None:
        pair = "".join(self._a.symbols[a:b]), "".join(self._b.symbols[c:d])
        cost, where = self._costs.sounds.get(pair, (0.0, ""))
        if where == "start":
            fits = self._a.start[a] and self._b.start[c]
        else:
            fits = where == "any" or (where == "end" and self._a.end[b - 1] and self._b.end[d - 1])
        return cost if fits else None


_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


def _extra(symbols: tuple[str, ...], place: int) -> float:
    """Return the cost of a symbol that has no counterpart."""
    symbol, cost = symbols[place], costs()
    if symbol in _TONES:
        return cost.tones[symbol, ""]
    if symbol == " ":
        return cost.space
    return cost.doubled if place and symbols[place - 1] == symbol else cost.letter


@lru_cache(maxsize=1 << 13)
def _other(written: str, meant: str) -> float:
    """Return the cost of one symbol for another."""
    cost = costs()
    if written == meant:
        return 0.0
    if written in _TONES or meant in _TONES:
        return cost.tones.get((written, meant), 2 * cost.letter)
    if " " in (written, meant):
        return 2 * cost.letter
    return _other_letter(written, meant, cost)


def _other_letter(written: str, meant: str, cost: Costs) -> float:
    bases = _base(written), _base(meant)
    if bases[0] == bases[1]:
        return cost.missing_mark if written in bases or meant in bases else cost.other_mark
    return cost.neighbour if bases in neighbours() else cost.letter


def _swapped(written: tuple[str, ...], meant: tuple[str, ...]) -> float:
    """Return the cost of two letters in the wrong order, marks aside."""
    pairs = ((written[0], meant[1]), (written[1], meant[0]))
    marks = sum(_other(a, b) for a, b in pairs)
    alike = all(_base(a) == _base(b) for a, b in pairs)
    return costs().swapped + marks if alike else 2 * costs().letter


@cache
def _base(letter: str) -> str:
    """Return a letter without its mark: ê -> e, đ -> d."""
    return unicodedata.normalize("NFD", letter)[0].replace("đ", "d")
