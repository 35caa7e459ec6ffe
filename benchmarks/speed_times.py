"""Times of one engine on one kind of query, and how they are shown."""

import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

HEAD = (
    "| query | engine | first p50 | p95 | p99 | again p50 | p95 | p99 | wall p50 | × first p50 | × again p50 | × p95 |\n"
    "|---|---|---|---|---|---|---|---|---|---|---|---|"
)
PEER = "Tantivy"
"""The engine that the ratios are to."""


@dataclass
class Times:
    """Milliseconds: CPU when asked for the first time, CPU and wall of the better of two more times."""

    first: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)

    def measure(self, ask: Callable[[], int]) -> int:
        """Ask three times and return the answer."""
        total, cpu, _ = timed(ask)
        self.first.append(cpu)
        again = [timed(ask) for _ in range(2)]
        self.again.append(min(cpu for _, cpu, _ in again))
        self.wall.append(min(wall for _, _, wall in again))
        return total

    def figures(self) -> list[float]:
        """Return the columns of HEAD that are milliseconds."""
        first = [percentile(self.first, p) for p in (50, 95, 99)]
        return [
            *first,
            *(percentile(self.again, p) for p in (50, 95, 99)),
            percentile(self.wall, 50),
        ]


def timed(ask: Callable[[], int]) -> tuple[int, float, float]:
    """Return the answer and the milliseconds it took: CPU of this thread, wall."""
    wall, cpu = time.perf_counter(), time.thread_time()
    answer = ask()
    cpu_ms, wall_ms = (time.thread_time() - cpu) * 1e3, (time.perf_counter() - wall) * 1e3
    return answer, cpu_ms, wall_ms


def percentile(values: Sequence[float], percent: int) -> float:
    """Return a percentile."""
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def rows(name: str, times: Mapping[str, Times]) -> Iterator[str]:
    """Yield a row of the table for each engine that was asked."""
    theirs = times[PEER].figures() if PEER in times else None
    for engine, one in times.items():
        if len(one.first) > 1:
            figures = one.figures()
            listed = [f"{figure:.3f}" for figure in figures]
            ratios = [f"{figures[at] / theirs[at]:.2f}" for at in (0, 3, 4)] if theirs else [""] * 3
            yield f"| {' | '.join([name, engine, *listed, *ratios])} |"
