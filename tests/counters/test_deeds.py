"""The log of what was done."""

import time
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, delete, update

from searcher.accounts import Accounts
from searcher.counters.people.tables import DEEDS, FACTORS, HALVES, RECOVERY
from searcher.errors import (
    CountersUnavailable,
    LoginRefused,
    SettingsError,
    UserRefused,
)
from searcher.model.people import By, Role, Sought
from searcher.settings import Settings, load_settings
from searcher.settings.admin import AdminSettings
from tests.counters.clock import Clock
from tests.counters.people import BY, OTHER, deeds, log_in, quick

_NEVER = "BEGIN SELECT RAISE(ABORT, 'the log takes new lines only'); END"
VERSION_1 = {
    "sqlite": (
        "DROP TRIGGER deeds_no_delete",
        f"CREATE TRIGGER deeds_no_delete BEFORE DELETE ON deeds {_NEVER}",
    ),
    "postgresql": (
        "DROP TRIGGER deeds_stay_whole ON deeds",
        "DROP TRIGGER deeds_stay ON deeds",
        "CREATE OR REPLACE FUNCTION deeds_stay() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the log takes new lines only'; END $$",
        "CREATE TRIGGER deeds_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON deeds "
        "FOR EACH STATEMENT EXECUTE FUNCTION deeds_stay()",
    ),
}
"""How the first version kept the log from changes."""


def test_the_log_does_not_keep_a_name_that_nobody_has(accounts: Accounts) -> None:
    with pytest.raises(LoginRefused):
        log_in(accounts, name="mật khẩu gõ nhầm chỗ")
    assert deeds(accounts, what="login") == [("?", "login", "refused")]


def test_what_was_not_done_is_not_in_the_log(accounts: Accounts) -> None:
    before = deeds(accounts)
    with pytest.raises(UserRefused):
        accounts.add("hương", OTHER, Role.EDITOR, BY)
    assert deeds(accounts) == before


def test_the_log_is_filtered_and_paged_newest_first(accounts: Accounts, clock: Clock) -> None:
    for number in range(7):
        clock.pass_(seconds=1)
        accounts.note(By(who="lan", address="192.0.2.1"), "publish synonyms", str(number))
    found, total = accounts.deeds(Sought(who="lan"), first=2, limit=3)
    assert ([deed.about for deed in found], total) == (["4", "3", "2"], 7)
    assert deeds(accounts, what="add user") == [("terminal:test", "add user", "done")]
    late, count = accounts.deeds(Sought(since=clock.now))
    assert ([deed.about for deed in late], count) == (["6"], 1)
    assert accounts.deeds(Sought(until=clock.now, who="lan"))[1] == 6


def test_a_line_of_the_log_is_one_line_of_bounded_length(accounts: Accounts) -> None:
    accounts.note(By(who="a\nb" * 100, address="x\r\ny"), "denied", "\x1b[31m\u2028" * 400)
    (deed,), _ = accounts.deeds(Sought(what="denied"))
    assert deed.who.startswith("a b")
    assert len(deed.about) <= 500
    assert all(line.isprintable() for line in (deed.who, deed.about, deed.address))


def test_the_database_itself_keeps_the_log_from_changes(accounts: Accounts, clock: Clock) -> None:
    clock.now = time.time()  # the database goes by its own clock
    log_in(accounts)
    for change in (update(DEEDS).values(who="khác"), delete(DEEDS)):
        with pytest.raises(CountersUnavailable, match="new lines only"):
            accounts._people._database.change(lambda db, change=change: db.execute(change))  # type: ignore[misc]
    assert ("hương", "login", "done") in deeds(accounts)


def test_lines_are_forgotten_after_the_days_of_the_settings(made: Settings, clock: Clock) -> None:
    rules = AdminSettings(second_factor="optional", keep_deeds=30)
    accounts = Accounts(replace(made, admin=rules), clock, quick())
    accounts.note(BY, "denied", "một")
    clock.pass_(days=20)
    accounts.note(BY, "denied", "hai")
    clock.pass_(days=11)
    accounts.note(BY, "denied", "ba")
    found, total = accounts.deeds(Sought())
    assert ([deed.about for deed in found], total) == (["ba", "hai"], 2)
    accounts.close()


def test_lines_stay_for_ever_where_the_settings_say_so(made: Settings, clock: Clock) -> None:
    rules = AdminSettings(second_factor="optional", keep_deeds=0)
    accounts = Accounts(replace(made, admin=rules), clock, quick())
    accounts.note(BY, "denied", "một")
    clock.pass_(days=100_000)
    accounts.note(BY, "denied", "hai")
    assert accounts.deeds(Sought())[1] == 2
    accounts.close()


@pytest.mark.parametrize("days", ["29", "-1", "x"])
def test_no_setting_keeps_the_log_for_less_than_a_month(tmp_path: Path, days: str) -> None:
    with pytest.raises(SettingsError, match=r"admin\.keep_deeds"):
        load_settings({"TIMTIN_ADMIN_KEEP_DEEDS": days}, tmp_path)


def test_a_log_of_an_earlier_version_learns_to_forget(made: Settings, clock: Clock) -> None:
    """Version 1 let no line go, and knew no second factors."""
    accounts = Accounts(made, clock, quick())
    accounts.add("hương", OTHER, Role.ADMINISTRATOR, BY)
    accounts._people._database.change(_as_version_1)
    accounts.close()
    clock.pass_(days=731)
    later = Accounts(made, clock, quick())
    assert log_in(later, OTHER)
    assert deeds(later) == [("hương", "login", "done")]
    later.close()


def _as_version_1(db: Connection) -> None:
    for table in (FACTORS, RECOVERY, HALVES):
        table.drop(db)
    for rule in VERSION_1[db.dialect.name]:
        db.exec_driver_sql(rule)
