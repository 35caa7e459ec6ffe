"""What timtin.toml says of serving and of watching it, as values, and how they are read from their tables.

```toml
[serving]
processes = 0              # so many behind a master that replaces them on SIGHUP; 0: this process alone
threads = 4                # of each process
queue = 64                 # requests that may wait for a thread of a process; a further one gets 503
grace = 30                 # seconds that a stop waits for the requests under way
arrival = 30               # seconds in which a request must have come whole

[monitoring]
metrics_from = ["127.0.0.0/8", "::1"]      # networks that may read /metrics; "*" is everybody
log = "auto"               # json, plain, or auto: json where no terminal reads it
slow = 1000                # milliseconds from which a search is logged as slow; 0 logs none
slow_text = false          # whether that line has the text that was asked, instead of a hash of it
traces = "http://127.0.0.1:4318/v1/traces"  # an OTLP receiver; without it there are no traces
traces_share = 1.0         # share of the requests that are traced
```
"""

from collections.abc import Mapping
from dataclasses import dataclass

from searcher.settings.values import (
    Reader,
    networks,
    number,
    one_of,
    read_over,
    switch,
    web_address,
    whole_number,
)

EVERYBODY = "*"
"""Among networks: all of them."""
LOGS = ("auto", "json", "plain")
_MOST = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ServingSettings:
    """The table `[serving]`; TIMTIN_SERVING_<KEY> in the environment."""

    processes: int = 0
    """Processes that answer, which gunicorn's master starts, watches and replaces; 0 is one without a master."""
    threads: int = 4
    """Threads of each process; searching keeps one processor busy, whatever their number."""
    queue: int = 64
    """Requests that may wait for a thread of a process; a further one is told to come back: 503."""
    grace: int = 30
    """Seconds that a stop waits for the requests under way."""
    arrival: int = 30
    """Seconds in which a request must have come whole; the connection of a slower one is closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitoringSettings:
    """The table `[monitoring]`; TIMTIN_MONITORING_<KEY> in the environment."""

    metrics_from: tuple[str, ...] = ("127.0.0.0/8", "::1")
    """Networks whose addresses may read /metrics; `*` is everybody."""
    log: str = "auto"
    """How logs are written on standard error: json, plain, or auto (json where no terminal reads it)."""
    slow: int = 1000
    """Milliseconds from which a search is logged as slow; 0 logs none."""
    slow_text: bool = False
    """Whether the line of a slow search has the text that was asked, instead of a hash of it."""
    traces: str = ""
    """Address of an OTLP receiver over HTTP (`http://127.0.0.1:4318/v1/traces`); empty is off."""
    traces_share: float = 1.0
    """Share of the requests that are traced, 0 to 1."""


def read_serving(
    value: object, place: str, before: ServingSettings | None = None
) -> ServingSettings:
    """Return the table `[serving]` over what was known `before`; raises SettingsError."""
    return read_over(before or ServingSettings(), "serving", value, place, _SERVING.__getitem__)


def read_monitoring(
    value: object, place: str, before: MonitoringSettings | None = None
) -> MonitoringSettings:
    """Return the table `[monitoring]` over what was known `before`; raises SettingsError."""
    before = before or MonitoringSettings()
    return read_over(before, "monitoring", value, place, _MONITORING.__getitem__)


def _receiver(name: str, value: object, place: str) -> str:
    is_off = isinstance(value, str) and not value.strip()
    return "" if is_off else web_address(name, value, place)


_SERVING: Mapping[str, Reader] = {
    "processes": whole_number(0, _MOST),
    "threads": whole_number(1, _MOST),
    "queue": whole_number(1, _MOST),
    "grace": whole_number(1, _MOST),
    "arrival": whole_number(1, _MOST),
}
_MONITORING: Mapping[str, Reader] = {
    "metrics_from": networks(EVERYBODY),
    "log": one_of(LOGS),
    "slow": whole_number(0, _MOST),
    "slow_text": switch,
    "traces": _receiver,
    "traces_share": number(0, 1),
}
