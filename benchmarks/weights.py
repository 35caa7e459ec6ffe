"""Learn the weights of the second look: python -m benchmarks.weights [--home indexes] [--articles 20000].

Coordinate ascent over the judged queries of benchmarks/quality.py (its indexes are made there): one weight
after another is tried smaller and greater and kept where the measure gains, until none does. The measure is
the mean nDCG@10 of the nine kinds and forms, and RR@10 of known items beside it, so that agreement does not
cost the article that was meant. Cross-validated over clusters: of each fold is told what weights learned on
the others reach. Prints the figures and the lines for searcher/rank/weights.toml; nothing is written.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from zlib import crc32

import click
import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.judged import FORMS, KINDS, SHARED, Judged, in_form, read_judged
from benchmarks.weighing import Case, case_of, value
from searcher import Archive, Settings
from searcher.opened import open_visible
from searcher.publish import Generations
from searcher.rank.weights import weights

FOLDS = 4
STEPS = (0.6, 0.8, 1.25, 1.6)
GAIN = 1e-4
"""What a step must add to the measure: less is chance."""
KNOWN_SHARE = 0.2
"""Weight of the known items in the measure."""
LEARNED = (
    "pairs_weight",
    "cover_title",
    "cover_front",
    "cover_anywhere",
    "agreement_hits",
    "agreement_power",
    "agreement_share",
    "agreement_share_for_numbers",
)
Values = Mapping[str, float]


@click.command()
@click.option("--articles", default=20_000, show_default=True)
@click.option("--known-items", default=150, show_default=True)
@click.option("--home", type=click.Path(path_type=Path), default=Path("indexes"), show_default=True)
def main(articles: int, known_items: int, home: Path) -> None:
    """Print what was learned and what it is worth."""
    cases = list(_cases(home, articles, known_items))
    current = weights()
    start = {name: float(getattr(current, name)) for name in LEARNED}
    learned = _ascended(start, cases)
    rows = {"today's": _all(start, cases), "learned on all": _all(learned, cases)}
    rows["held out"] = _held_out(start, cases)
    for name in LEARNED[:4]:
        rows[f"learned, {name} 0"] = _all({**learned, name: 0.0}, cases)
    _print(rows, cases)
    for name, number in learned.items():
        print(f"{name} = {number:.3g}    (today {start[name]:.3g})")


def _cases(home: Path, articles: int, known_items: int) -> Iterator[Case]:
    judged = read_judged(SHARED / "qa" / "clusters")
    settings = Settings(home=home, index=f"quality-{articles}")
    for kind in KINDS:
        yield from _in_forms(settings, kind, [one for one in judged if one.kind == kind])
    settings = Settings(home=home, index=f"known-{articles}")
    there = {one.id for one in Archive(settings).articles()}
    known = [one for one in read_judged(SHARED / "qa" / "knownitem") if one.relevant <= there]
    yield from _in_forms(settings, "known item", known[:known_items])


def _in_forms(settings: Settings, kind: str, asked: list[Judged]) -> Iterator[Case]:
    archive, reader = Archive(settings), open_visible(Generations(settings.folder)).reader
    for form in FORMS:
        texts = in_form(asked, form)
        for one in asked:
            case = case_of(archive, reader, one, texts[one.id], (kind, form))
            if case is not None:
                yield case


def _fold(case: Case) -> int:
    """Return the fold of a query: all queries of one cluster share it."""
    return crc32(case.cluster.encode()) % FOLDS


def _all(values: Values, cases: Sequence[Case]) -> list[float]:
    return [value(case, values) for case in cases]


def _held_out(start: Values, cases: Sequence[Case]) -> list[float]:
    """Return the value of each query under weights that were learned without its fold."""
    learned = [
        _ascended(start, [case for case in cases if _fold(case) != fold]) for fold in range(FOLDS)
    ]
    return [value(case, learned[_fold(case)]) for case in cases]


def _ascended(start: Values, cases: Sequence[Case]) -> dict[str, float]:
    """Return the weights after rounds of steps, until no step gains."""
    best, values = _measure(_all(start, cases), cases), dict(start)
    while True:
        before = best
        for name in LEARNED:
            for tried in _steps(name, values[name]):
                measured = _measure(_all({**values, name: tried}, cases), cases)
                if measured > best + GAIN:
                    best, values[name] = measured, tried
        if best == before:
            return values


def _steps(name: str, today: float) -> list[float]:
    """Return the values to try for a weight; shares stay below 1, counts are whole."""
    tried = [today * step for step in STEPS]
    if "share" in name:
        return [min(0.95, one) for one in tried]
    return [float(round(one)) for one in tried] if name == "agreement_hits" else tried


def _measure(values: Sequence[float], cases: Sequence[Case]) -> float:
    means = _means(values, cases)
    known = np.mean([mean for (kind, _), mean in means.items() if kind not in KINDS])
    judged = np.mean([mean for (kind, _), mean in means.items() if kind in KINDS])
    return float((1 - KNOWN_SHARE) * judged + KNOWN_SHARE * known)


def _means(values: Sequence[float], cases: Sequence[Case]) -> dict[tuple[str, str], float]:
    found: dict[tuple[str, str], list[float]] = {}
    for case, one in zip(cases, values, strict=True):
        found.setdefault(case.cell, []).append(one)
    return {cell: float(np.mean(each)) for cell, each in found.items()}


def _print(rows: Mapping[str, Sequence[float]], cases: Sequence[Case]) -> None:
    kinds = list(dict.fromkeys(case.cell[0] for case in cases))
    table = Table("", *kinds, "measure", box=None)
    for name, values in rows.items():
        means = _means(values, cases)
        shown = ["/".join(f"{means[kind, form]:.3f}" for form in FORMS) for kind in kinds]
        table.add_row(name, *shown, f"{_measure(values, cases):.4f}")
    Console(width=160).print(table)


if __name__ == "__main__":
    main()
