"""What tests of the administration's users share: accounts on each kind of database, with cheap hashes."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from searcher.accounts import Accounts
from searcher.counters.people.passwords import Passwords
from searcher.model.people import By, Origin, Role, Sought
from searcher.settings import Settings
from searcher.settings.admin import AdminSettings
from tests.counters.clock import Clock

HERE = Origin(address="203.0.113.7", agent="Firefox")
BY = By(who="terminal:test", address="")
WORDS, OTHER = "một câu dài dễ nhớ", "một câu khác cũng dài"


def quick(time_cost: int = 1) -> Passwords:
    """Hash with little work: many logins are tried here."""
    return Passwords(lambda: PasswordHasher(time_cost=time_cost, memory_cost=8, parallelism=1))


@pytest.fixture
def made(address: str, tmp_path: Path) -> Settings:
    optional = AdminSettings(second_factor="optional")
    return Settings(home=tmp_path / "home", counters=address, admin=optional)


@pytest.fixture
def accounts(made: Settings, clock: Clock) -> Iterator[Accounts]:
    accounts = Accounts(made, clock, quick())
    accounts.add("hương", WORDS, Role.ADMINISTRATOR, BY)
    yield accounts
    accounts.close()


def log_in(accounts: Accounts, password: str = WORDS, name: str = "hương", **origin: str) -> str:
    """Log in and return the token."""
    return accounts.log_in(name, password, replace(HERE, **origin)).token


def who(accounts: Accounts, token: str) -> str | None:
    """Return whom a token admits."""
    found = accounts.admit(token)
    return found.user.name if found else None


def deeds(accounts: Accounts, what: str = "") -> list[tuple[str, str, str]]:
    """Return who did what with which result, newest first."""
    found, _ = accounts.deeds(Sought(what=what))
    return [(deed.who, deed.what, deed.result) for deed in found]
