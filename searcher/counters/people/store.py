"""The users' database: each method one question, or one change with its line in the log."""

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection

from searcher.counters.connecting import database_url
from searcher.counters.database import Database
from searcher.counters.people import factors, failures, halves, log, sessions, users
from searcher.counters.people.failures import Limit
from searcher.counters.people.second import SecondFactors
from searcher.counters.people.tables import PEOPLE
from searcher.model.people import Admitted, Deed, Origin, Role, Session, Sought, User
from searcher.settings.admin import AdminSettings

_MINUTE, _DAY = 60.0, 24 * 3600.0
_PRIVATE = 0o600


class People:
    """Users, sessions, failures and the log. Safe to share between threads; connects when first used.

    Every method raises CountersUnavailable where the database is away. Times (`now`) are seconds since 1970.
    """

    def __init__(self, url: str, rules: AdminSettings, site: str = "Tìm Tin") -> None:
        """Name the `site` to apps for one-time codes; raise SettingsError for an address that names no database."""
        self._database = Database(url, PEOPLE)
        self.factors = SecondFactors(self._database, self._noted, site)
        self._ask, self._change = self._database.ask, self._database.change
        self._rules = rules
        self._spans = sessions.Spans(
            idle=rules.idle * _MINUTE,
            longest=rules.longest * _MINUTE,
            rotate=rules.rotate * _MINUTE,
        )
        self.close = self._database.close
        _keep_private(url)

    def has_users(self) -> bool:
        """Tell whether there is any user."""
        return self._ask(users.count) > 0

    def users(self, now: float) -> tuple[User, ...]:
        """Return all users by name."""
        return self._ask(lambda db: _with_factors(db, _with_waits(db, users.listed(db), now)))

    def named(self, name: str) -> tuple[User, str] | None:
        """Return a user and what is kept of the password; None where there is none of this name."""
        return self._ask(lambda db: users.named(db, name))

    def require(self, name: str) -> None:
        """Raise UserRefused where nobody has this name."""
        self._ask(lambda db: users.require(db, name))

    def attempt(self, name: str, address: str, now: float) -> None:
        """Count an attempt to log in as failed; raises TooManyFailures for who must wait."""
        limits = self._limits(name, address)
        self._change(lambda db: failures.attempt(db, limits, now))

    def take_back(self, name: str, address: str) -> None:
        """Take an attempt back that was not looked at."""
        limits = self._limits(name, address)
        self._change(lambda db: failures.take_back(db, *limits))

    def succeed(self, name: str, address: str, kept: str | None, *, half: bool = False) -> None:
        """Forget the failures of a user; what was counted for the address stays but for the last attempt.

        After `half` of a login the user's stay too: a right password must not give more guesses of a code.
        `kept` takes the place of what was kept of the password, where it is not None.
        """
        mine, place = self._limits(name, address)

        def change(db: Connection) -> None:
            """Forget and take back at once."""
            failures.take_back(db, *((mine, place) if half else (place,)))
            if not half:
                failures.forget(db, mine.key)
            if kept is not None:
                users.change(db, name, password=kept)

        self._change(change)

    def _limits(self, name: str, address: str) -> tuple[Limit, Limit]:
        rules = self._rules
        keys = (
            (failures.name_key(name), rules.failures),
            (
                failures.address_key(address),
                rules.address_failures,
            ),
        )
        mine, place = (
            Limit(key=key, free=free, wait=rules.wait, longest=rules.longest_wait)
            for key, free in keys
        )
        return mine, place

    def enter(self, name: str, origin: Origin, now: float) -> str:
        """Begin a session of a user and return its token."""
        deed = Deed(
            number=0,
            at=now,
            who=name,
            what="login",
            about="",
            address=origin.address,
            result="done",
        )

        def change(db: Connection) -> str:
            """Begin the session with its line in the log."""
            users.change(db, name, entered=now)
            self._noted(db, deed)
            return sessions.begin(db, name, origin, now)

        return self._change(change)

    def admit(self, token: str, now: float) -> Admitted | None:
        """Return the user of a token, with another token where it is time for one."""
        found = self._ask(lambda db: _admitted(db, token, self._spans, now))
        if found is None:
            return None
        admitted, is_noted, wants = found
        number = admitted.session.number
        if wants:
            fresh = self._change(lambda db: sessions.turn(db, number, token, now))
            return replace(admitted, token=fresh)
        if is_noted:
            self._change(lambda db: sessions.note(db, number, now))
        return admitted

    def sessions(self, user: str, now: float) -> tuple[Session, ...]:
        """Return the sessions of a user that hold."""
        return self._change(lambda db: sessions.listed(db, user, self._spans, now))

    def end_session(self, number: str, deed: Deed) -> bool:
        """End a session of who does it; tell whether there was one."""

        def change(db: Connection) -> bool:
            """End it, with a line in the log where there was one."""
            ended = sessions.end(db, deed.who, number)
            if ended:
                self._noted(db, deed)
            return ended

        return self._change(change)

    def add(self, user: User, kept: str, deed: Deed) -> None:
        """Add a user; raises UserRefused where the name is taken."""
        self._do(lambda db: users.add(db, user, kept), deed)

    def remove(self, name: str, deed: Deed) -> None:
        """Remove a user and his sessions; raises UserRefused where there is none, or as `set_role` does."""

        def change(db: Connection) -> None:
            """Remove, unless that leaves users without an administrator."""
            users.remove(db, name)
            users.keep_an_administrator(db)

        self._do(change, deed)

    def set_role(self, name: str, role: Role, deed: Deed) -> None:
        """Change a role; raises UserRefused where there is no such user, or users would be left without an administrator."""

        def change(db: Connection) -> None:
            """Change, unless that leaves users without an administrator."""
            users.change(db, name, role=role.value)
            users.keep_an_administrator(db)

        self._do(change, deed)

    def set_password(self, name: str, kept: str, deed: Deed) -> None:
        """Change what is kept of a password; every session of the user ends, and his wait."""

        def change(db: Connection) -> None:
            """Replace, end and forget at once."""
            users.change(db, name, password=kept)
            sessions.end_all(db, name)
            halves.end_all(db, name)
            failures.forget(db, failures.name_key(name))

        self._do(change, deed)

    def note(self, deed: Deed) -> None:
        """Write a line into the log."""
        self._change(lambda db: self._noted(db, deed))

    def deeds(self, sought: Sought, first: int, limit: int) -> tuple[tuple[Deed, ...], int]:
        """Return a page of the log, newest first, and how many lines are sought."""
        return self._ask(lambda db: (log.deeds(db, sought, first, limit), log.count(db, sought)))

    def _noted(self, db: Connection, deed: Deed) -> None:
        """Write a line into the log, and let those go that are older than the settings keep them."""
        log.note(db, deed)
        if self._rules.keep_deeds:
            log.forget(db, deed.at - self._rules.keep_deeds * _DAY)

    def _do(self, change: Callable[[Connection], None], deed: Deed) -> None:
        def both(db: Connection) -> None:
            """Change, and write it down."""
            change(db)
            self._noted(db, deed)

        self._change(both)


def _with_waits(db: Connection, found: tuple[User, ...], now: float) -> tuple[User, ...]:
    waits = failures.locked_until(db, [user.name for user in found], now)
    return tuple(replace(user, locked_until=waits.get(user.name)) for user in found)


def _with_factors(db: Connection, found: tuple[User, ...]) -> tuple[User, ...]:
    told = factors.told(db)
    pairs = ((user, told.get(user.name, (None, 0))) for user in found)
    return tuple(replace(user, factor=made, recovery=left) for user, (made, left) in pairs)


def _admitted(
    db: Connection, token: str, spans: sessions.Spans, now: float
) -> tuple[Admitted, bool, bool] | None:
    found = sessions.sighted(db, token, spans, now)
    known = users.named(db, found[0].user) if found else None
    if found is None or known is None:
        return None
    session, is_noted, wants = found
    return Admitted(user=known[0], session=session), is_noted, wants


def _keep_private(url: str) -> None:
    """Let nobody else read a file with users in it; a server looks after its own.

    A file that is there already is not opened: closing it would take every lock that SQLite has on it in this
    process (POSIX), and the next command to end would take the log of changes away from under a server.
    """
    found = database_url(url)
    if found.get_backend_name() == "sqlite" and found.database not in {None, "", ":memory:"}:
        path = str(found.database)
        with suppress(OSError):  # the file of somebody else: he decides
            with suppress(FileExistsError):
                os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, _PRIVATE))
            Path(path).chmod(_PRIVATE)
