"""Tokens, and how long they are good."""

import threading

import pytest

from searcher.accounts import Accounts
from searcher.errors import (
    LoginRefused,
)
from searcher.model.people import By, Role
from tests.counters.clock import Clock
from tests.counters.people import BY, HERE, OTHER, WORDS, log_in, who


@pytest.mark.parametrize("token", ["", "x", "hương", "\udcff", "0" * 5000, "' OR 1=1 --"])
def test_a_token_that_was_never_given_admits_nobody(accounts: Accounts, token: str) -> None:
    assert accounts.admit(token) is None


def test_a_session_ends_when_it_is_idle(accounts: Accounts, clock: Clock) -> None:
    token = log_in(accounts)
    clock.pass_(minutes=31)
    assert accounts.admit(token) is None


def test_a_session_that_is_used_ends_in_the_end(accounts: Accounts, clock: Clock) -> None:
    token, minutes = log_in(accounts), 0
    while (admitted := accounts.admit(token)) and minutes < 2_000:
        token = admitted.token or token
        clock.pass_(minutes=10)
        minutes += 10
    assert 720 <= minutes <= 740


def test_a_token_is_replaced_now_and_then_and_the_old_one_dies(
    accounts: Accounts, clock: Clock
) -> None:
    first = log_in(accounts)
    clock.pass_(minutes=16)
    admitted = accounts.admit(first)
    assert admitted is not None
    assert admitted.token not in {None, first}
    fresh = admitted.token or ""
    still = accounts.admit(first)  # another request of the same page
    assert still is not None
    assert still.token is None
    clock.pass_(seconds=61)
    assert accounts.admit(first) is None
    assert who(accounts, fresh) == "hương"


def test_of_two_requests_at_once_one_gets_the_new_token(accounts: Accounts, clock: Clock) -> None:
    token = log_in(accounts)
    clock.pass_(minutes=16)
    given: list[str | None] = []

    def ask() -> None:
        admitted = accounts.admit(token)
        assert admitted is not None
        given.append(admitted.token)

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(given) == 6
    assert len([token for token in given if token]) == 1


def test_logging_out_ends_that_session_only(accounts: Accounts) -> None:
    one, other = log_in(accounts), log_in(accounts)
    admitted = accounts.admit(one)
    assert admitted is not None
    accounts.log_out(admitted.session, By(who="hương", address=""))
    assert accounts.admit(one) is None
    assert who(accounts, other) == "hương"


def test_nobody_ends_the_session_of_another_user(accounts: Accounts) -> None:
    accounts.add("lan", OTHER, Role.EDITOR, BY)
    token = log_in(accounts)
    (session,) = accounts.sessions("hương")
    assert not accounts.end_session(session.number, By(who="lan", address=""))
    assert who(accounts, token) == "hương"
    assert accounts.end_session(session.number, By(who="hương", address=""))
    assert accounts.admit(token) is None


def test_a_changed_password_ends_every_session_and_begins_another(accounts: Accounts) -> None:
    here, elsewhere = log_in(accounts), log_in(accounts)
    fresh = accounts.change_password(WORDS, OTHER, By(who="hương", address=""), HERE)
    assert accounts.admit(here) is accounts.admit(elsewhere) is None
    assert who(accounts, fresh) == "hương"
    with pytest.raises(LoginRefused):
        log_in(accounts, WORDS)
    assert who(accounts, log_in(accounts, OTHER)) == "hương"


def test_sessions_of_one_user_are_bounded(accounts: Accounts, clock: Clock) -> None:
    first = log_in(accounts)
    for _ in range(55):
        clock.pass_(seconds=1)
        last = log_in(accounts)
    assert len(accounts.sessions("hương")) == 50
    assert accounts.admit(first) is None
    assert who(accounts, last) == "hương"
