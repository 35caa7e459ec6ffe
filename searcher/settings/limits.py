"""What timtin.toml says of what one request, and one client, may cost; how it is read from its table.

```toml
[limits]
query_length = 512        # characters of a query
terms = 64                # different words of a query
brackets = 10             # brackets within brackets
prefix_keys = 1024        # words that a prefix (tha*) stands for
fuzzy = 24                # other syllables that one typed by a slip may stand for
depth = 10000             # hits that can be paged through
facet_size = 100          # values of a facet
draft_size = 200000       # bytes of a draft
body_size = 1000000       # bytes of any request
parameters = 64           # parameters of an address
deadline_ms = 500         # after so long the best so far is answered; 0 waits for all
heavy = 2                 # drafts and stories that are looked into at the same time, in each process
waiting = 1               # further ones that wait for their turn
wait_ms = 1000            # how long each of them waits
rate = "1200 per minute"  # of one client; "off" is no limit
draft_rate = "120 per minute"
rate_storage = "memory://"                # or redis://host:6379/0
unlimited = ["127.0.0.1", "::1"]          # clients (addresses or networks) without a rate
```
"""

from collections.abc import Mapping
from dataclasses import dataclass

from searcher.model.limits import Limits
from searcher.settings.values import Reader, networks, read_over, refuse, text, whole_number


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitSettings(Limits):
    """The table `[limits]`; TIMTIN_LIMITS_<KEY> in the environment."""

    body_size: int = 1_000_000
    """Bytes of the body of a request: a draft of 200 kB in which every letter is written as %E1%BA%AD, and more."""
    parameters: int = 64
    """Parameters of an address."""
    deadline_ms: int = 500
    """Milliseconds after which a search answers with the best so far; 0 waits for all."""
    heavy: int = 2
    """Heavy requests (a draft held against the archive, a story) that are at work in one process at the same time:
    fewer than its threads, so that searches go on beside them."""
    waiting: int = 1
    """Further heavy requests that wait for their turn; whoever comes then is sent away at once."""
    wait_ms: int = 1000
    """Milliseconds that each of them waits at most."""
    rate: str = "1200 per minute"
    """Requests of one client, files and health aside; several rates are separated by semicolons, "off" is none."""
    draft_rate: str = "120 per minute"
    """Drafts that one client may hold against the archive."""
    rate_storage: str = "memory://"
    """Where the requests of clients are counted: in each process, or for all of them in Redis."""
    unlimited: tuple[str, ...] = ("127.0.0.1", "::1")
    """Clients (addresses or networks) without a rate. The machine itself by default: behind a proxy that is not
    named in `trusted_proxy` every reader comes from there, and they must not shut each other out."""


def read_limits(value: object, place: str, before: LimitSettings | None = None) -> LimitSettings:
    """Return the table `[limits]` over what was known `before`; raises SettingsError."""
    return read_over(before or LimitSettings(), "limits", value, place, _READERS.__getitem__)


def _storage(name: str, value: object, place: str) -> str:
    found = text(name, value, place)
    if not found.startswith(_STORAGES):
        listed = ", ".join(_STORAGES)
        refuse(place, name, f"phải bắt đầu bằng {listed}", f"must begin with one of {listed}")
    return found


_STORAGES = ("memory://", "redis://", "rediss://")
_READERS: Mapping[str, Reader] = {
    "query_length": whole_number(1, 4096),
    "terms": whole_number(1, 512),
    "brackets": whole_number(1, 50),
    "prefix_keys": whole_number(1, 1024),
    "fuzzy": whole_number(0, 200),
    "depth": whole_number(1, 100_000),
    "facet_size": whole_number(0, 100),
    "draft_size": whole_number(1, 200_000),
    "body_size": whole_number(1000, 2_000_000),
    "parameters": whole_number(16, 1000),
    "deadline_ms": whole_number(0, 600_000),
    "heavy": whole_number(1, 1000),
    "waiting": whole_number(0, 10_000),
    "wait_ms": whole_number(0, 60_000),
    "rate": text,
    "draft_rate": text,
    "rate_storage": _storage,
    "unlimited": networks(),
}
