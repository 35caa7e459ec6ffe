"""Who gets in, and who must wait."""

import threading
from dataclasses import replace

import pytest
from sqlalchemy import select

from searcher.accounts import Accounts
from searcher.counters.people.tables import DEEDS, FAILURES, SESSIONS, USERS
from searcher.errors import (
    LoginRefused,
    TooManyFailures,
)
from searcher.model.people import Role
from searcher.settings import Settings
from searcher.settings.admin import AdminSettings
from tests.counters.clock import Clock
from tests.counters.people import BY, OTHER, WORDS, log_in, quick, who


def test_a_login_gives_a_token_that_admits_its_user(accounts: Accounts) -> None:
    token = log_in(accounts)
    admitted = accounts.admit(token)
    assert admitted is not None
    assert (admitted.user.name, admitted.user.role) == ("hương", Role.ADMINISTRATOR)
    assert len(token) >= 43  # 256 bits
    assert log_in(accounts) != token


def test_a_name_is_one_however_it_is_typed(accounts: Accounts) -> None:
    assert who(accounts, log_in(accounts, name=" HƯƠNG ")) == "hương"


@pytest.mark.parametrize(("name", "password"), [("hương", OTHER), ("ai đó", WORDS), ("", "")])
def test_a_wrong_name_is_answered_like_a_wrong_password(
    accounts: Accounts, name: str, password: str
) -> None:
    with pytest.raises(LoginRefused) as raised:
        log_in(accounts, password, name)
    assert raised.value.vi == "Tên hoặc mật khẩu không đúng."


def test_no_token_and_no_password_is_kept(accounts: Accounts) -> None:
    token = log_in(accounts)
    database = accounts._people._database
    for table in (USERS, SESSIONS, DEEDS, FAILURES):
        kept = str(database.ask(lambda db, table=table: db.execute(select(table)).all()))  # type: ignore[misc]
        assert token not in kept
        assert WORDS not in kept


def test_after_some_failures_a_name_must_wait_longer_and_longer(
    accounts: Accounts, clock: Clock
) -> None:
    waits = []
    for _ in range(5):
        with pytest.raises(LoginRefused):
            log_in(accounts, OTHER)
    for _ in range(3):
        with pytest.raises(TooManyFailures) as raised:
            log_in(accounts)  # even with the right password
        waits.append(raised.value.seconds)
        clock.pass_(seconds=raised.value.seconds)
        with pytest.raises(LoginRefused):
            log_in(accounts, OTHER)
    assert waits[0] < waits[1] < waits[2]
    clock.pass_(hours=2)
    assert who(accounts, log_in(accounts)) == "hương"


def test_a_wait_ends_at_its_longest(accounts: Accounts, clock: Clock) -> None:
    for _ in range(30):
        with pytest.raises((LoginRefused, TooManyFailures)):
            log_in(accounts, OTHER, address="")
        clock.pass_(hours=1, seconds=1)
    assert who(accounts, log_in(accounts)) == "hương"


def test_an_attempt_during_a_wait_does_not_make_it_longer(accounts: Accounts, clock: Clock) -> None:
    for _ in range(5):
        with pytest.raises(LoginRefused):
            log_in(accounts, OTHER)
    for _ in range(50):
        with pytest.raises(TooManyFailures):
            log_in(accounts, OTHER)
    clock.pass_(seconds=31)
    assert who(accounts, log_in(accounts)) == "hương"


def test_a_name_that_nobody_has_must_wait_too(accounts: Accounts) -> None:
    for _ in range(5):
        with pytest.raises(LoginRefused):
            log_in(accounts, name="ai đó")
    with pytest.raises(TooManyFailures):
        log_in(accounts, name="ai đó")


def test_an_address_must_wait_whichever_names_it_tries(accounts: Accounts) -> None:
    for number in range(20):
        with pytest.raises(LoginRefused):
            log_in(accounts, name=f"ai đó {number}")
    with pytest.raises(TooManyFailures):
        log_in(accounts)
    assert who(accounts, log_in(accounts, address="198.51.100.1")) == "hương"


def test_one_customers_ipv6_addresses_are_one(accounts: Accounts) -> None:
    for number in range(20):
        with pytest.raises(LoginRefused):
            log_in(accounts, name=f"ai đó {number}", address=f"2001:db8:1:2::{number:x}")
    with pytest.raises(TooManyFailures):
        log_in(accounts, address="2001:db8:1:2:ffff::1")
    assert who(accounts, log_in(accounts, address="2001:db8:1:3::1")) == "hương"


def test_a_good_login_does_not_forgive_an_address(accounts: Accounts) -> None:
    for number in range(19):
        with pytest.raises(LoginRefused):
            log_in(accounts, name=f"ai đó {number}")
    log_in(accounts)
    with pytest.raises(LoginRefused):
        log_in(accounts, name="thêm một lần")
    with pytest.raises(TooManyFailures):
        log_in(accounts)


def test_of_many_guesses_at_once_no_more_are_looked_at_than_may_fail(accounts: Accounts) -> None:
    looked_at, refused = [], []

    def guess(number: int) -> None:
        try:
            log_in(accounts, OTHER, address=f"198.51.100.{number}")
        except LoginRefused:
            looked_at.append(number)
        except TooManyFailures:
            refused.append(number)

    threads = [threading.Thread(target=guess, args=(number,)) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(looked_at), len(refused)) == (5, 5)


def test_a_new_password_from_the_terminal_ends_a_wait(accounts: Accounts) -> None:
    for _ in range(5):
        with pytest.raises(LoginRefused):
            log_in(accounts, "nhầm mãi thôi nhé")
    assert accounts.users()[0].locked_until is not None
    accounts.set_password("Hương", OTHER, BY)
    assert accounts.users()[0].locked_until is None
    assert who(accounts, log_in(accounts, OTHER)) == "hương"


def test_limits_are_settings(made: Settings, clock: Clock) -> None:
    strict = replace(
        made, admin=AdminSettings(failures=1, wait=600, idle=1, second_factor="optional")
    )
    accounts = Accounts(strict, clock, quick())
    accounts.add("hương", WORDS, Role.ADMINISTRATOR, BY)
    with pytest.raises(LoginRefused):
        log_in(accounts, OTHER)
    with pytest.raises(TooManyFailures) as raised:
        log_in(accounts)
    assert 600 <= raised.value.seconds <= 602
    clock.pass_(seconds=601)
    token = log_in(accounts)
    clock.pass_(seconds=61)
    assert accounts.admit(token) is None
    accounts.close()
