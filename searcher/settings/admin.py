"""What timtin.toml says of the administration, as one value, and how it is read from its table.

```toml
[admin]
secret = "..."            # signs forms; without it a file `secret.key` is made in the folder of the indexes
idle = 30                 # minutes without a request after which a session ends
longest = 720             # minutes after which a session ends whatever happens
rotate = 15               # minutes after which a session gets another token
failures = 5              # wrong passwords of one user before he must wait
address_failures = 20     # the same of one address
wait = 30                 # seconds of the first wait; each further failure doubles it
longest_wait = 3600       # seconds of the longest wait
second_factor = "all"     # who must have a second factor: all, administrators; optional: who wants one
keep_deeds = 730          # days that lines of the log are kept; 0: for ever
```
"""

from dataclasses import dataclass, field

from searcher.settings.values import Reader, one_of, read_over, refuse, whole_number

LEAST_SECRET = 32
"""Characters of a secret that nobody guesses."""
LEAST_DAYS = 30
"""Days that no setting lets a line of the log be shorter."""
ALL, ADMINISTRATORS, OPTIONAL = "all", "administrators", "optional"
"""Who must have a second factor."""
_MOST = 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminSettings:
    """The table `[admin]`; TIMTIN_ADMIN_<KEY> in the environment."""

    secret: str | None = field(default=None, repr=False)
    """What forms are signed with, 32 characters or more; else a file is made and read."""
    idle: int = 30
    """Minutes without a request after which a session ends."""
    longest: int = 720
    """Minutes after which a session ends whatever happens."""
    rotate: int = 15
    """Minutes after which a session gets another token."""
    failures: int = 5
    """Wrong passwords for one name before the next attempt must wait."""
    address_failures: int = 20
    """Wrong passwords from one address before its next attempt must wait."""
    wait: int = 30
    """Seconds of the first wait; each further failure doubles it."""
    longest_wait: int = 3600
    """Seconds of the longest wait."""
    second_factor: str = "all"
    """Who must have a second factor (one-time codes): `all`, `administrators`, or `optional`: who wants one. Who has none yet
    sets it up at the next login, before anything else; who has one is asked for a code always."""
    keep_deeds: int = 730
    """Days that lines of the log of deeds are kept, 30 or more; 0 keeps them for ever."""


def read_admin(value: object, place: str, before: AdminSettings | None = None) -> AdminSettings:
    """Return the table `[admin]` over what was known `before`; raises SettingsError."""
    return read_over(before or AdminSettings(), "admin", value, place, _reader)


def _reader(key: str) -> Reader:
    return _READERS.get(key) or whole_number(1, _MOST)


def _secret(name: str, value: object, place: str) -> str:
    """Return a secret that is long enough; what it is stands in no sentence."""
    if not isinstance(value, str) or len(value) < LEAST_SECRET:
        vi, en = f"cần ít nhất {LEAST_SECRET} ký tự", f"needs {LEAST_SECRET} characters or more"
        refuse(place, name, vi, en)
    return value


def _days(name: str, value: object, place: str) -> int:
    """Return days to keep; 0 for ever."""
    days: int = whole_number(0, _MOST)(name, value, place)
    if 0 < days < LEAST_DAYS:
        vi, en = f"phải là 0 hoặc từ {LEAST_DAYS}", f"must be 0, or {LEAST_DAYS} or more"
        refuse(place, name, vi, en)
    return days


_READERS: dict[str, Reader] = {
    "secret": _secret,
    "second_factor": one_of((ALL, ADMINISTRATORS, OPTIONAL)),
    "keep_deeds": _days,
}
