"""A clock that tests set."""

from datetime import datetime, timedelta

from searcher.vietnamese.dates import TIMEZONE

NOON = datetime(2024, 3, 4, 12, tzinfo=TIMEZONE).timestamp()


class Clock:
    """Says what time it is until it is told otherwise."""

    def __init__(self, now: float = NOON) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now

    def pass_(self, **time: float) -> None:
        """Let time go by: seconds, minutes, hours, days."""
        self.now += timedelta(**time).total_seconds()
