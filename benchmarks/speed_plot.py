"""The tables of the speed benchmark as one plot."""

from collections.abc import Mapping
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
from matplotlib.axes import Axes

from benchmarks.speed_times import Times

mpl.use("svg")


def plot(tables: Mapping[str, Mapping[str, Times]], path: Path) -> None:
    """Draw p50 (bar) to p95 (line) of every engine and kind of query, CPU milliseconds, asked again."""
    figure, axes = plt.subplots(figsize=(9, 0.55 * _bars(tables) ** 0.9), layout="constrained")
    at = 0
    for name, times in tables.items():
        asked = {engine: one for engine, one in times.items() if len(one.again) > 1}
        axes.text(
            0.98, at, name, ha="right", va="center", transform=axes.get_yaxis_transform(), size=8
        )
        for colour, (engine, one) in enumerate(asked.items()):
            _bar(axes, at, engine, one, f"C{colour}")
            at += 1
        at += 1
    axes.set(xscale="log", yticks=[], xlabel="CPU ms, p50 (bar) and p95 (line)")
    axes.invert_yaxis()
    handles, labels = axes.get_legend_handles_labels()
    once = dict(zip(labels, handles, strict=True))
    axes.legend(once.values(), once.keys(), loc="lower right", fontsize=8)
    figure.savefig(path)


def _bars(tables: Mapping[str, Mapping[str, Times]]) -> int:
    return sum(len(times) + 1 for times in tables.values())


def _bar(axes: Axes, at: int, engine: str, times: Times, colour: str) -> None:
    _, _, _, p50, p95, _, _ = times.figures()
    axes.barh(at, p50, color=colour, label=engine)
    axes.plot([p50, p95], [at, at], color=colour, linewidth=1)
