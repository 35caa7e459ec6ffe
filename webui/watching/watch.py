"""What is known of the request at hand: since when it is answered, under which id, and how long its stages took."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from flask import g, has_request_context

from searcher import Results


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage of an answer: when it began, by `time.perf_counter`, and its seconds."""

    name: str
    began: float
    seconds: float


@dataclass(slots=True, kw_only=True)
class Watch:
    """One request under way. `found` is what its search found, None where nothing was searched.

    `began` is by `time.perf_counter`, `began_ns` in nanoseconds since 1970.
    """

    request_id: str
    began: float = field(default_factory=time.perf_counter)
    began_ns: int = field(default_factory=time.time_ns)
    stages: list[Stage] = field(default_factory=list)
    rendering: float | None = None
    found: Results | None = None

    @property
    def seconds(self) -> float:
        """Seconds since the request came."""
        return time.perf_counter() - self.began

    def note(self, name: str, began: float) -> None:
        """Note a stage that ends now."""
        self.stages.append(Stage(name=name, began=began, seconds=time.perf_counter() - began))


def watch() -> Watch | None:
    """Return the watch of the current request; None outside of one."""
    return g.get("watch") if has_request_context() else None


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Note how long a stage of the current request takes, also where it fails."""
    here, began = watch(), time.perf_counter()
    try:
        yield
    finally:
        if here is not None:
            here.note(name, began)


def found(results: Results) -> Results:
    """Note what the current request found, and return it."""
    here = watch()
    if here is not None:
        here.found = results
    return results
