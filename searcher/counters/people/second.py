"""The second factors in the database: each method one question, or one change with its line in the log."""

from collections.abc import Callable

from sqlalchemy import Connection

from searcher.counters.database import Database
from searcher.counters.people import codes, factors, halves, sessions, users
from searcher.model.people import Deed, FactorMade, Half, Wanted

Note = Callable[[Connection, Deed], None]
"""Writes a line into the log."""


class SecondFactors:
    """Who has a second factor, and who owes one. Safe to share between threads.

    Every method raises CountersUnavailable where the database is away. Times (`now`) are seconds since 1970.
    """

    def __init__(self, database: Database, note: Note, site: str) -> None:
        """Name the `site` to the apps that make codes."""
        self._ask, self._change = database.ask, database.change
        self._note, self._site = note, site

    def has(self, user: str) -> bool:
        """Tell whether a user has a second factor."""
        return self._ask(lambda db: factors.has(db, user))

    def begin(self, user: str, wanted: Wanted, now: float) -> str:
        """Begin half a login and return its token; where a factor is to be set up it gets a secret."""
        secret = None if wanted is Wanted.CODE else codes.new_secret()
        return self._change(lambda db: halves.begin(db, user, wanted, secret, now))

    def half(self, token: str, wanted: Wanted, now: float) -> Half | None:
        """Return what a token is half of; None where it is not good, or not any more."""
        row = self._ask(lambda db: halves.found(db, token, wanted, now))
        if row is None:
            return None
        user, secret = row["user"], row["secret"]
        if not secret:
            return Half(user=user, wanted=wanted)
        address = codes.address(secret, user, self._site)
        return Half(user=user, wanted=wanted, key=secret, address=address)

    def accept(self, user: str, typed: str, now: float) -> str | None:
        """Take a code for the first and last time and return its kind; None for one that is not good."""
        return self._change(lambda db: factors.accept(db, user, typed, now))

    def end(self, token: str) -> bool:
        """End half a login; tell whether there was one."""
        return self._change(lambda db: halves.end(db, token))

    def finish(self, half: Half, typed: str, deed: Deed) -> tuple[str, ...]:
        """Make the factor of which a first code was typed, end every session, and return recovery codes.

        Raises LoginRefused for a wrong code, and where a login would replace a factor that was made meanwhile.
        """
        step = codes.step_of(half.key, typed, deed.at)
        if step is None:
            raise codes.wrong_code()

        def change(db: Connection) -> tuple[str, ...]:
            """Make it, unless somebody was faster."""
            if half.wanted is Wanted.FACTOR and factors.has(db, half.user):
                raise codes.too_late()
            return self._put(db, half.key, step, deed)

        return self._change(change)

    def give(self, user: str, deed: Deed) -> FactorMade:
        """Give a user a second factor of which no code was typed yet; raises UserRefused for an unknown name."""
        secret = codes.new_secret()

        def change(db: Connection) -> tuple[str, ...]:
            """Make it, for who is there."""
            users.require(db, user)
            return self._put(db, secret, 0, deed)

        made = self._change(change)
        return FactorMade(
            recovery=made, key=secret, address=codes.address(secret, user, self._site)
        )

    def _put(self, db: Connection, secret: str, step: int, deed: Deed) -> tuple[str, ...]:
        made = codes.new_recovery()
        kept = [codes.recovery_hash(code) or "" for code in made]
        factors.put(db, deed.about, secret, step, deed.at, kept)
        _end_all(db, deed.about)
        self._note(db, deed)
        return made

    def drop(self, user: str, deed: Deed) -> bool:
        """Take a user's second factor away and end his sessions; raises UserRefused for an unknown name."""

        def change(db: Connection) -> bool:
            """Take it away, with a line in the log where there was one."""
            users.require(db, user)
            dropped = factors.drop(db, user)
            if dropped:
                _end_all(db, user)
                self._note(db, deed)
            return dropped

        return self._change(change)


def _end_all(db: Connection, user: str) -> None:
    halves.end_all(db, user)
    sessions.end_all(db, user)
