"""Users: their names, passwords and roles."""

import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.accounts import Accounts
from searcher.counters.people.naming import check_password, checked_name
from searcher.errors import (
    LoginRefused,
    TooManyFailures,
    UserRefused,
)
from searcher.model.people import By, Role
from searcher.settings import Settings
from tests.counters.clock import Clock
from tests.counters.people import BY, HERE, OTHER, WORDS, log_in, quick, who


def test_nobody_logs_in_before_a_user_is_added(made: Settings, clock: Clock) -> None:
    empty = Accounts(made, clock, quick())
    assert not empty.has_users()
    with pytest.raises(LoginRefused):
        log_in(empty)
    empty.close()


def test_a_password_is_changed_only_by_who_knows_the_old_one(accounts: Accounts) -> None:
    me = By(who="hương", address="")
    for _ in range(5):
        with pytest.raises(LoginRefused):
            accounts.change_password(OTHER, "một câu thứ ba nữa", me, HERE)
    with pytest.raises(TooManyFailures):
        accounts.change_password(WORDS, OTHER, me, HERE)


@pytest.mark.parametrize("new", ["ngắn", "matkhaumatkhau", WORDS])
def test_a_new_password_must_be_good_and_new(accounts: Accounts, new: str) -> None:
    token = log_in(accounts)
    with pytest.raises(UserRefused):
        accounts.change_password(WORDS, new, By(who="hương", address=""), HERE)
    assert who(accounts, token) == "hương"


def test_marks_typed_in_another_way_are_the_same_password(accounts: Accounts) -> None:
    assert who(accounts, log_in(accounts, normalize("NFD", WORDS))) == "hương"


def test_a_hash_is_made_anew_when_its_parameters_change(made: Settings, clock: Clock) -> None:
    before, after = Accounts(made, clock, quick(1)), Accounts(made, clock, quick(2))
    before.add("hương", WORDS, Role.ADMINISTRATOR, BY)
    log_in(after)
    found = after._people.named("hương")
    assert found is not None
    assert ",t=2," in found[1]
    assert who(before, log_in(before)) == "hương"
    before.close()
    after.close()


def test_a_removed_user_is_out_at_once(accounts: Accounts) -> None:
    accounts.add("lan", OTHER, Role.EDITOR, BY)
    token = log_in(accounts, OTHER, "lan")
    accounts.remove("lan", BY)
    assert accounts.admit(token) is None
    with pytest.raises(LoginRefused):
        log_in(accounts, OTHER, "lan")


def test_another_role_holds_at_once(accounts: Accounts) -> None:
    accounts.add("lan", OTHER, Role.EDITOR, BY)
    token = log_in(accounts, OTHER, "lan")
    accounts.set_role("lan", Role.ADMINISTRATOR, BY)
    admitted = accounts.admit(token)
    assert admitted is not None
    assert admitted.user.role is Role.ADMINISTRATOR


def test_users_are_never_left_without_an_administrator(accounts: Accounts) -> None:
    accounts.add("lan", OTHER, Role.EDITOR, BY)
    changes: tuple[Callable[[], object], ...] = (
        lambda: accounts.remove("hương", BY),
        lambda: accounts.set_role("hương", Role.EDITOR, BY),
    )
    for change in changes:
        with pytest.raises(UserRefused, match="administrator"):
            change()
    assert [(user.name, user.role.value) for user in accounts.users()] == [
        ("hương", "admin"),
        ("lan", "editor"),
    ]
    accounts.remove("lan", BY)
    accounts.remove("hương", BY)
    assert not accounts.has_users()


def test_a_name_is_given_once_and_must_be_known(accounts: Accounts) -> None:
    with pytest.raises(UserRefused, match="already"):
        accounts.add("HƯƠNG", OTHER, Role.EDITOR, BY)
    changes: tuple[Callable[[], object], ...] = (
        lambda: accounts.remove("ai", BY),
        lambda: accounts.set_password("ai", OTHER, BY),
        lambda: accounts.set_role("ai", Role.EDITOR, BY),
        lambda: accounts.require("ai"),
    )
    for change in changes:
        with pytest.raises(UserRefused, match="no user"):
            change()


def test_a_file_with_users_is_its_owners(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", counters="off")
    accounts = Accounts(settings, passwords=quick())
    accounts.add("hương", WORDS, Role.ADMINISTRATOR, BY)
    (file,) = (tmp_path / "home").glob("*.sqlite3")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with sqlite3.connect(file) as raw, pytest.raises(sqlite3.IntegrityError, match="new lines"):
        raw.execute("DELETE FROM deeds")
    accounts.close()


@pytest.mark.parametrize(
    "password",
    [
        "mười một ký",
        "",
        "123456123456",
        "PasswordPassword",
        "aaaaaaaaaaaaaaaa",
        "qwertyuiop123",
        "huonghuonghuong",
        "abababababab",
        "x" * 257,
    ],
)
def test_a_password_that_many_have_or_that_is_short_is_refused(password: str) -> None:
    with pytest.raises(UserRefused):
        check_password(password, "huong")


@pytest.mark.parametrize(
    "password",
    [
        WORDS,
        "toàn chữ thường thôi",
        "839201746510",
        "correct horse battery",
        "ă" * 3 + "nghiêng nghiêng",
    ],
)
def test_a_password_may_be_made_of_anything_else(password: str) -> None:
    check_password(password, "huong")


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "<b>x</b>",
        "a b",
        "a\nb",
        "../x",
        "-x",
        "x.",
        "a" * 65,
        "a;b",
        "a\u202eb",
        "terminal:root",
        "?",
    ],
)
def test_a_name_that_could_mislead_is_refused(name: str) -> None:
    with pytest.raises(UserRefused):
        checked_name(name)


@given(st.text(max_size=80))
@settings(max_examples=300, deadline=None)
def test_a_name_that_is_taken_stays_as_it_is(typed: str) -> None:
    try:
        name = checked_name(typed)
    except UserRefused:
        return
    assert checked_name(name) == name
    assert name.isprintable()
    assert len(name) <= 64
