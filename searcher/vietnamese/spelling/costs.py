"""The table of slips, read once: `costs.tsv` beside this file says what each one costs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from searcher.vietnamese.phonology import TONES

ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
"""The keys of a keyboard, each row half a key further right than the one above."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """What each slip costs, 1 being a whole letter; see `costs.tsv` for their meaning.

    `tones` by the two tone marks ("" is no mark), `sounds` by (written, meant), both ways.
    """

    letter: float
    neighbour: float
    swapped: float
    doubled: float
    space: float
    missing_mark: float
    other_mark: float
    tones: Mapping[tuple[str, str], float]
    sounds: Mapping[tuple[str, str], tuple[float, str]]


@cache
def costs() -> Costs:
    """Return the costs of the table."""
    rows = [row for row in _rows() if row[0] not in ("tone", "sound", "mark")]
    single = {kind: float(cost) for kind, _, _, cost, _ in rows}
    marks = {written: float(cost) for kind, written, _, cost, _ in _rows() if kind == "mark"}
    return Costs(
        letter=single["letter"],
        neighbour=single["neighbour"],
        swapped=single["swapped"],
        doubled=single["doubled"],
        space=single["space"],
        missing_mark=marks["-"],
        other_mark=marks["*"],
        tones=_tones(),
        sounds=_sounds(),
    )


def _rows() -> Iterator[list[str]]:
    for row in files(__package__).joinpath("costs.tsv").read_text("utf-8").splitlines():
        if not row.startswith("#"):
            yield row.split("\t")


def _tones() -> dict[tuple[str, str], float]:
    """Return the cost of each pair of different tones; later rows say more exactly."""
    names = {name: mark for mark, name in TONES.items()} | {"-": ""}
    table: dict[tuple[str, str], float] = {}
    for kind, written, meant, cost, _ in _rows():
        if kind == "tone":
            first = [names[written]] if written in names else list(TONES)
            second = [names[meant]] if meant in names else list(TONES)
            pairs = [(a, b) for a in first for b in second if a != b]
            table |= {pair: float(cost) for a, b in pairs for pair in ((a, b), (b, a))}
    return table


def _sounds() -> dict[tuple[str, str], tuple[float, str]]:
    table: dict[tuple[str, str], tuple[float, str]] = {}
    for kind, written, meant, cost, where in _rows():
        if kind == "sound":
            table[written, meant] = table[meant, written] = (float(cost), where)
    return table


@cache
def neighbours() -> frozenset[tuple[str, str]]:
    """Return the pairs of letters whose keys touch."""
    places = {key: (x + y / 2, y) for y, row in enumerate(ROWS) for x, key in enumerate(row)}
    return frozenset(
        (a, b)
        for a, (x, y) in places.items()
        for b, (u, v) in places.items()
        if a != b and abs(x - u) <= 1 and abs(y - v) <= 1
    )
