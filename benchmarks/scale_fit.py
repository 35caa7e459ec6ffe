"""Tables, fitted curves and plans out of what `benchmarks.scale` measured.

    python -m benchmarks.scale_fit FIGURES.jsonl [--plan N ...] [--cores C] [--disk GB] [--price EUR]

A curve is a line a + b·n or a power a·n^b, whichever leaves the smaller greatest residual; both need three sizes.
Plans are arithmetic over the curves of `three` (three nodes, three shards), beyond what was measured: they say so.
"""

import argparse
import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.scale_queries import KINDS

Figures = Mapping[str, Any]
LEAST = 3
"""Sizes that a curve needs."""
SHARD = 30e9
"""Bytes that a shard should have at most: it must move to another node within minutes."""
FULL = 0.8
"""Part of a disk that may be used: above it no new shards come (deploy/opensearch/opensearch.yml)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """y over the number of articles: `line` a + b·n, or `power` a·n^b; `residual` is the greatest, relative."""

    kind: str
    a: float
    b: float
    residual: float

    def at(self, size: float) -> float:
        """Return y for an archive of so many articles."""
        return self.a + self.b * size if self.kind == "line" else self.a * size**self.b

    def __str__(self) -> str:
        sign = f"{self.a:.4g} + {self.b:.4g}·n"
        shown = sign if self.kind == "line" else f"{self.a:.4g}·n^{self.b:.3f}"
        return f"{shown} (±{100 * self.residual:.0f} %)"


def curve(sizes: Sequence[float], values: Sequence[float]) -> Curve | None:
    """Return the better of the two curves through some points, None for fewer than three."""
    if len(sizes) < LEAST:
        return None
    return min(_line(sizes, values), _power(sizes, values), key=lambda one: one.residual)


def _line(sizes: Sequence[float], values: Sequence[float]) -> Curve:
    """Fit a line by relative errors, so that small sizes count as much as large ones."""
    x, y = np.array(sizes, float), np.array(values, float)
    design = np.column_stack([1 / y, x / y])
    a, b = np.linalg.lstsq(design, np.ones(len(x)), rcond=None)[0].tolist()
    return Curve(kind="line", a=a, b=b, residual=_residual(a + b * x, y))


def _power(sizes: Sequence[float], values: Sequence[float]) -> Curve:
    x, y = np.array(sizes, float), np.array(values, float)
    b, log_a = np.polyfit(np.log(x), np.log(y), 1).tolist()
    return Curve(kind="power", a=math.exp(log_a), b=b, residual=_residual(np.exp(log_a) * x**b, y))


def _residual(fitted: "np.typing.NDArray[np.float64]", found: Any) -> float:
    return float(np.max(np.abs(fitted / found - 1)))


def _of_query(kind: str, key: str, one: Figures) -> float:
    return float(one["queries"][kind][key])


MEASURES: dict[str, Callable[[Figures], float]] = {
    "processor, s to build": lambda one: one["cpu_seconds"],
    "of it in nodes, s": lambda one: one["nodes_cpu_seconds"],
    "bytes in nodes, one copy": lambda one: one.get("primary_bytes", 0),
    "bytes beside CURRENT": lambda one: one["beside_bytes"],
    "different keys": lambda one: one["terms"],
    **{f"{kind}, processor ms": partial(_of_query, kind, "cpu") for kind in KINDS},
}
"""What curves are fitted to, and where a line of figures has it: the clock tells of other work on the machine, too."""


def read(path: Path) -> dict[str, list[Figures]]:
    """Return the figures of each engine by size; of one measured twice the later line counts."""
    found: dict[str, dict[int, Figures]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        found.setdefault(one["engine"], {})[one["articles"]] = one
    return {engine: [sizes[n] for n in sorted(sizes)] for engine, sizes in found.items()}


def curves(lines: Sequence[Figures]) -> dict[str, Curve]:
    """Return what can be fitted to the figures of one engine."""
    found = {}
    for name, of in MEASURES.items():
        known = [(float(one["articles"]), of(one)) for one in lines if of(one) > 0]
        fitted = curve([size for size, _ in known], [value for _, value in known])
        if fitted:
            found[name] = fitted
    return found


def built(figures: Mapping[str, Sequence[Figures]]) -> Iterator[str]:
    """Yield the table of what building took and what is kept."""
    yield "| engine | articles | articles/s | processor ms/article | of it nodes | of it workers | bytes/article in nodes | beside | keys | memory of a node, MB | of the run, MB | load |"
    yield "|---|---|---|---|---|---|---|---|---|---|---|---|"
    for engine, lines in figures.items():
        for one in lines:
            yield f"| {engine} | {_built(one)} |"


def _built(one: Figures) -> str:
    count = one["articles"]
    cells = (
        f"{count:,}",
        f"{one['rate']:.0f}",
        f"{1000 * one['cpu_seconds'] / count:.1f}",
        f"{1000 * one['nodes_cpu_seconds'] / count:.1f}",
        f"{1000 * one['workers_cpu_seconds'] / count:.1f}",
        f"{one.get('primary_bytes', 0) / count:,.0f}",
        f"{one['beside_bytes'] / count:,.0f}",
        f"{one['terms']:,}",
        f"{one.get('node_bytes', 0) / 1e6:.0f}",
        f"{one['peak_bytes'] / 1e6:.0f}",
        f"{one['load']:.0f} / {one['asking_load']:.0f}",
    )
    return " | ".join(cells)


def answered(figures: Mapping[str, Sequence[Figures]]) -> Iterator[str]:
    """Yield the table of what each kind of query took: p50 / p95 ms, processor ms, share of the second look."""
    yield f"| engine | articles | {' | '.join(KINDS)} |"
    yield "|---" * (2 + len(KINDS)) + "|"
    for engine, lines in figures.items():
        for one in lines:
            cells = [_answered(one["queries"][kind]) for kind in KINDS]
            size = f"{one['articles']:,}"
            yield f"| {engine} | {size} | {' | '.join(cells)} |"


def _answered(one: Mapping[str, float]) -> str:
    look = f"{100 * one['second_look']:.0f} %"
    return f"{one['p50']:.0f} / {one['p95']:.0f}, cpu {one['cpu']:.0f}, {look}"


def fitted(figures: Mapping[str, Sequence[Figures]]) -> Iterator[str]:
    """Yield the table of the curves."""
    found = {engine: curves(lines) for engine, lines in figures.items()}
    yield f"| measure | {' | '.join(found)} |"
    yield "|---" * (1 + len(found)) + "|"
    for name in MEASURES:
        cells = [str(found[engine].get(name, "")) for engine in found]
        if any(cells):
            yield f"| {name} | {' | '.join(cells)} |"


def plans(one: Mapping[str, Curve], options: argparse.Namespace) -> Iterator[str]:
    """Yield the plan of each wanted size."""
    yield "| articles | one copy, GB | shards | with a copy, GB | nodes by disk | cost a month | full build in the nodes, h | beside CURRENT, GB | keys |"
    yield "|---" * 9 + "|"
    for size in options.plan:
        yield f"| {size:,} | {_plan(one, size, options)} |"


def _plan(one: Mapping[str, Curve], size: int, options: argparse.Namespace) -> str:
    stored = one["bytes in nodes, one copy"].at(size)
    nodes = max(3, math.ceil(2 * stored / (options.disk * 1e9 * FULL)))
    shards = nodes * math.ceil(max(1, stored / SHARD) / nodes)
    hours = one["of it in nodes, s"].at(size) / (options.cores * nodes) / 3600
    cells = (
        f"{stored / 1e9:,.0f}",
        f"{shards}",
        f"{2 * stored / 1e9:,.0f}",
        f"{nodes}",
        f"{nodes * options.price:,.0f}",
        f"{hours:,.1f}",
        f"{one['bytes beside CURRENT'].at(size) / 1e9:,.1f}",
        f"{one['different keys'].at(size):,.0f}",
    )
    return " | ".join(cells)


def main() -> None:
    """Print everything as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("figures", type=Path)
    parser.add_argument("--plan", type=int, nargs="+", default=[10_000_000, 100_000_000])
    parser.add_argument("--cores", type=int, default=8, help="of a node")
    parser.add_argument("--disk", type=float, default=1000, help="GB of a node")
    parser.add_argument("--price", type=float, default=250, help="of a node a month")
    options = parser.parse_args()
    figures = read(options.figures)
    for table in (built, answered, fitted):
        print("\n".join(table(figures)), end="\n\n")
    if "three" in figures and len(figures["three"]) >= LEAST:
        print("\n".join(plans(curves(figures["three"]), options)))


if __name__ == "__main__":
    main()
