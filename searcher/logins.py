"""The flow of coming in: a password, a second factor, and the session that both give."""

import time
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

import searcher.disk as disk
from searcher.counters.addresses import database_address
from searcher.counters.people.codes import CODE, too_late, wrong_code
from searcher.counters.people.naming import name_of
from searcher.counters.people.passwords import Passwords
from searcher.errors import LoginRefused, TooManyFailures
from searcher.model.people import (
    Admitted,
    By,
    Deed,
    Entry,
    FactorMade,
    Half,
    Origin,
    Role,
    Session,
    User,
    Wanted,
)
from searcher.settings import Settings
from searcher.settings.admin import ADMINISTRATORS, ALL

if TYPE_CHECKING:
    from searcher.counters.people.store import People

NOBODY = "?"
"""Who the log names where nobody has the name that was typed: it may have been a password."""
SET_FACTOR = "set factor"


class Logins:
    """Who comes in, and who is in. Safe to share between threads; opens nothing before the first question.

    Every method raises CountersUnavailable where the database is away. What changes something says `by`
    whom, and is written into the log with it, or not done at all.
    """

    def __init__(
        self,
        settings: Settings,
        clock: Callable[[], float] = time.time,
        passwords: Passwords | None = None,
    ) -> None:
        """Go by the `clock`, which returns seconds since 1970."""
        self._settings, self._clock = settings, clock
        self._passwords = passwords or Passwords()

    @cached_property
    def _people(self) -> "People":
        from searcher.counters.people.store import People  # half a second: not for who only reads

        disk.make_folder(self._settings.home, parents=True, exist_ok=True)
        site = self._settings.site.name or self._settings.site_name
        return People(database_address(self._settings), self._settings.admin, site)

    def has_users(self) -> bool:
        """Tell whether anybody can log in."""
        return self._people.has_users()

    def log_in(self, name: str, password: str, origin: Origin) -> Entry:
        """Return the token of a new session, or of half a login that wants more; raises LoginRefused, TooManyFailures.

        A name that nobody has takes as long and is answered in the same way as a wrong password.
        """
        user, wanted = self._verified(name, password, origin)
        if wanted is not Wanted.NOTHING:
            token = self._people.factors.begin(user.name, wanted, self._clock())
            return Entry(token=token, wanted=wanted)
        return Entry(token=self._people.enter(user.name, origin, self._clock()))

    def half(self, token: str, wanted: Wanted) -> Half | None:
        """Return half a login that wants this; None for a token that is not good, or not any more."""
        return self._people.factors.half(token, wanted, self._clock())

    def pass_code(self, token: str, typed: str, origin: Origin) -> str:
        """Return the token of a new session for a code of the second factor, or a recovery code.

        Raises LoginRefused, TooManyFailures.
        """
        half = self._half(token, Wanted.CODE)
        self._take_code(half.user, typed, origin)
        if not self._people.factors.end(token):
            raise too_late()
        return self._people.enter(half.user, origin, self._clock())

    def _half(self, token: str, wanted: Wanted) -> Half:
        half = self.half(token, wanted)
        if half is None:
            raise too_late()
        return half

    def _take_code(self, user: str, typed: str, origin: Origin) -> None:
        """Take a code of a user once; raises LoginRefused, TooManyFailures."""
        people, by = self._people, By(who=user, address=origin.address)
        people.attempt(user, origin.address, self._clock())
        kind = people.factors.accept(user, typed, self._clock())
        if kind is None:
            self.note(by, CODE, result="refused")
            raise wrong_code()
        people.succeed(user, origin.address, None)
        self.note(by, kind)

    def set_up(self, token: str, typed: str, origin: Origin) -> FactorMade:
        """Make the second factor that a login wants, by a first code of it; the login is complete then.

        Raises LoginRefused for a wrong code.
        """
        return self._finished(self._half(token, Wanted.FACTOR), typed, origin)

    def _finished(self, half: Half, typed: str, origin: Origin) -> FactorMade:
        by = By(who=half.user, address=origin.address)
        made = self._people.factors.finish(half, typed, self._deed(by, SET_FACTOR, half.user))
        return FactorMade(recovery=made, token=self._people.enter(half.user, origin, self._clock()))

    def renew(self, password: str, typed: str, by: By, origin: Origin) -> str:
        """Return the token by which one's own second factor is set up anew; a code of the present one is asked for too.

        Raises LoginRefused, TooManyFailures.
        """
        _user, wanted = self._verified(by.who, password, origin)
        if wanted is Wanted.CODE:
            self._take_code(by.who, typed, origin)
        return self._people.factors.begin(by.who, Wanted.RENEWAL, self._clock())

    def finish_renewal(self, token: str, typed: str, by: By, origin: Origin) -> FactorMade:
        """Make the second factor that `renew` began, by a first code of it; every session but a new one ends."""
        half = self._half(token, Wanted.RENEWAL)
        if half.user != by.who:
            raise too_late()
        return self._finished(half, typed, origin)

    def _wanted(self, user: User) -> Wanted:
        """Return what a user owes after the password."""
        if self._people.factors.has(user.name):
            return Wanted.CODE
        must, is_administrator = self._settings.admin.second_factor, user.role is Role.ADMINISTRATOR
        is_asked = must == ALL or (must == ADMINISTRATORS and is_administrator)
        return Wanted.FACTOR if is_asked else Wanted.NOTHING

    def _verified(self, name: str, password: str, origin: Origin) -> tuple[User, Wanted]:
        """Return the user of a name and a password, and what he owes still.

        The hash is made anew where its parameters are old.
        """
        people, name = self._people, name_of(name)
        nobodys = self._passwords.nobodys
        people.attempt(name, origin.address, self._clock())
        user, kept = people.named(name) or (None, nobodys)
        try:
            is_right = self._passwords.verify(kept, password)
        except TooManyFailures:
            people.take_back(name, origin.address)
            raise
        if user is None or not is_right:
            by = By(who=user.name if user else NOBODY, address=origin.address)
            self.note(by, "login", result="refused")
            raise LoginRefused(
                "Tên hoặc mật khẩu không đúng.", "The name or the password is wrong."
            )
        fresh = self._passwords.hash(password) if self._passwords.is_outdated(kept) else None
        wanted = self._wanted(user)
        people.succeed(name, origin.address, fresh, half=wanted is Wanted.CODE)
        return user, wanted

    def confirm(self, password: str, by: By, origin: Origin) -> None:
        """Make sure that it is really the user who asks; raises LoginRefused, TooManyFailures."""
        self._verified(by.who, password, origin)

    def admit(self, token: str) -> Admitted | None:
        """Return the user of a session's token; None where it is not good, or not any more."""
        return self._people.admit(token, self._clock())

    def log_out(self, session: Session, by: By) -> None:
        """End a session."""
        self.end_session(session.number, by, what="logout")

    def sessions(self, user: str) -> tuple[Session, ...]:
        """Return the sessions of a user that hold, the one seen last first."""
        return self._people.sessions(user, self._clock())

    def end_session(self, number: str, by: By, *, what: str = "end session") -> bool:
        """End one of one's own sessions; tell whether there was one."""
        return self._people.end_session(number, self._deed(by, what, number))

    def note(self, by: By, what: str, about: str = "", *, result: str = "done") -> None:
        """Write a line into the log."""
        self._people.note(replace(self._deed(by, what, about), result=result))

    def close(self) -> None:
        """Close the connections."""
        if "_people" in vars(self):
            self._people.close()

    def _deed(self, by: By, what: str, about: str) -> Deed:
        return Deed(
            number=0,
            at=self._clock(),
            who=by.who,
            what=what,
            about=about,
            address=by.address,
            result="done",
        )
