"""Who may administer the site: the values of users, their sessions, and what they did."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a user may do; the values stand in the database and on the command line."""

    ADMINISTRATOR = "admin"
    """Everything, also generations, users and the log of what was done."""
    EDITOR = "editor"
    """Statistics and synonyms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """One who may log in. Times are seconds since 1970; `entered` is None for one who never did."""

    name: str
    role: Role
    made: float
    entered: float | None = None
    locked_until: float | None = None
    factor: float | None = None
    """Since when there is a second factor; None where there is none."""
    recovery: int = 0
    """Recovery codes that were not used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a request comes from: the address, and the browser as it names itself."""

    address: str
    agent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class By:
    """Who does something that is written into the log, and from which address."""

    who: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One login that holds; `number` names it without giving it away. Times are seconds since 1970."""

    number: str
    user: str
    made: float
    seen: float
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """A user whose token was good; `token` is a fresh one that takes its place, None while it stays."""

    user: User
    session: Session
    token: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One line of the log: `who` did `what` to `about` from `address` at a time (seconds since 1970).

    `result` is `done`, or why it was not.
    """

    number: int
    at: float
    who: str
    what: str
    about: str
    address: str
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Which lines of the log are wanted; an empty field wants all. Times are seconds since 1970."""

    who: str = ""
    what: str = ""
    since: float | None = None
    until: float | None = None


class Wanted(StrEnum):
    """What a login with the right password still wants; the values stand in the database."""

    NOTHING = ""
    CODE = "code"
    """A code of the second factor."""
    FACTOR = "factor"
    """A second factor to be set up, before anything else."""
    RENEWAL = "renewal"
    """A code of another second factor, from who is logged in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a right password gives: the token of a session, or of half a login that wants more."""

    token: str
    wanted: Wanted = Wanted.NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Half:
    """Half a login; `key` and `address` are the secret of a factor that is being set up."""

    user: str
    wanted: Wanted
    key: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorMade:
    """A second factor that was just made: shown once, kept nowhere in this form.

    `token` is that of a new session, `key` and `address` (otpauth://) the secret where it was not shown before.
    """

    recovery: tuple[str, ...]
    token: str = ""
    key: str = ""
    address: str = ""
