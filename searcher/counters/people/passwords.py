"""What is kept of a password: an argon2id hash (RFC 9106), made anew when its parameters change."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from searcher.counters.people.naming import kept_form
from searcher.errors import TooManyFailures

_AT_ONCE = 2
"""Hashes computed side by side in one process: each takes 32 MiB and a tenth of a second of one core."""
_PATIENCE = 5.0
"""Seconds that a login waits for its turn."""


def default_hasher() -> PasswordHasher:
    """Return the hasher of new passwords: above what OWASP's Password Storage Cheat Sheet asks."""
    return PasswordHasher(time_cost=3, memory_cost=32 * 1024, parallelism=1)


class Passwords:
    """Makes and verifies hashes. Safe to share between threads."""

    def __init__(self, hasher: Callable[[], PasswordHasher] = default_hasher) -> None:
        self._make = hasher
        self._turns = BoundedSemaphore(_AT_ONCE)

    @cached_property
    def _hasher(self) -> PasswordHasher:
        return self._make()

    @cached_property
    def nobodys(self) -> str:
        """A hash that no password has: what is verified for a name that nobody has takes as long as any."""
        return self.hash("\0" * 32)

    def hash(self, password: str) -> str:
        """Return what is kept of a password; raises TooManyFailures where too many wait."""
        with self._turn():
            return self._hasher.hash(kept_form(password))

    def verify(self, kept: str, password: str) -> bool:
        """Tell whether a password is the one of which this is kept; raises TooManyFailures."""
        with self._turn():
            try:
                return self._hasher.verify(kept, kept_form(password))
            except (VerificationError, InvalidHashError):
                return False

    def is_outdated(self, kept: str) -> bool:
        """Tell whether a hash was made with other parameters than those of today."""
        return self._hasher.check_needs_rehash(kept)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._turns.acquire(timeout=_PATIENCE):
            raise TooManyFailures(
                "Đang có quá nhiều lần đăng nhập cùng lúc; xin thử lại sau giây lát.",
                "Too many logins at once; please try again in a moment.",
                seconds=int(_PATIENCE),
            )
        try:
            yield
        finally:
            self._turns.release()
