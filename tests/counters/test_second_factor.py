"""The second factor: who is asked for it, and that a code is good once."""

from base64 import b32encode
from collections.abc import Iterator
from dataclasses import replace

import pyotp
import pytest
from sqlalchemy import select

from searcher.accounts import Accounts
from searcher.counters.people.codes import new_recovery, new_secret, recovery_hash, step_of
from searcher.counters.people.tables import DEEDS, HALVES, RECOVERY
from searcher.errors import LoginRefused, TooManyFailures, UserRefused
from searcher.model.people import By, FactorMade, Role, Wanted
from searcher.settings import Settings
from searcher.settings.admin import AdminSettings
from tests.counters.clock import Clock
from tests.counters.people import BY, HERE, OTHER, WORDS, deeds, quick, who

FULL_WIDTH = {ord("0") + digit: 0xFF10 + digit for digit in range(10)}
HUONG = By(who="hương", address=HERE.address)


@pytest.fixture
def made_one(accounts: Accounts) -> FactorMade:
    """Give the administrator a second factor."""
    return accounts.give_factor("hương", BY)


def half(accounts: Accounts, wanted: Wanted = Wanted.CODE) -> str:
    """Type the right password and return the token of what follows."""
    entry = accounts.log_in("hương", WORDS, HERE)
    assert entry.wanted is wanted
    assert accounts.admit(entry.token) is None
    return entry.token


def code_of(secret: str, clock: Clock, steps: int = 0) -> str:
    """Return the code of an app whose clock is some steps ahead."""
    return pyotp.TOTP(secret).at(int(clock.now) + 30 * steps)


def test_the_password_alone_lets_nobody_in_who_has_a_second_factor(
    accounts: Accounts, made_one: FactorMade, clock: Clock
) -> None:
    token = half(accounts)
    fresh = accounts.pass_code(token, code_of(made_one.key, clock), HERE)
    assert who(accounts, fresh) == "hương"
    assert accounts.admit(token) is None
    assert deeds(accounts)[:2] == [("hương", "login", "done"), ("hương", "second factor", "done")]


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_clock_may_be_wrong_by_one_step(
    accounts: Accounts, made_one: FactorMade, clock: Clock, steps: int
) -> None:
    code = code_of(made_one.key, clock, steps)
    assert accounts.pass_code(half(accounts), f" {code[:3]} {code[3:]} ", HERE)


@pytest.mark.parametrize("steps", [-2, 2])
def test_a_clock_may_not_be_wrong_by_more(
    accounts: Accounts, made_one: FactorMade, clock: Clock, steps: int
) -> None:
    with pytest.raises(LoginRefused):
        accounts.pass_code(half(accounts), code_of(made_one.key, clock, steps), HERE)
    assert deeds(accounts, "second factor") == [("hương", "second factor", "refused")]


def test_a_code_is_good_once_and_none_before_it_is_good_after_it(
    accounts: Accounts, made_one: FactorMade, clock: Clock
) -> None:
    used, former = code_of(made_one.key, clock), code_of(made_one.key, clock, -1)
    accounts.pass_code(half(accounts), used, HERE)
    for code in (used, former):
        with pytest.raises(LoginRefused):
            accounts.pass_code(half(accounts), code, HERE)
    clock.pass_(seconds=30)
    with pytest.raises(LoginRefused):
        accounts.pass_code(half(accounts), used, HERE)
    assert accounts.pass_code(half(accounts), code_of(made_one.key, clock), HERE)


def test_a_recovery_code_is_good_once(accounts: Accounts, made_one: FactorMade) -> None:
    code = made_one.recovery[3]
    assert accounts.pass_code(half(accounts), code.replace("-", "").lower(), HERE)
    with pytest.raises(LoginRefused):
        accounts.pass_code(half(accounts), code, HERE)
    assert accounts.users()[0].recovery == 9
    assert ("hương", "recovery code", "done") in deeds(accounts)


def test_half_a_login_is_good_once_and_for_ten_minutes(
    accounts: Accounts, made_one: FactorMade, clock: Clock
) -> None:
    token = half(accounts)
    accounts.pass_code(token, made_one.recovery[0], HERE)
    late = half(accounts)
    clock.pass_(minutes=10)
    for gone in (token, late, "never given", ""):
        with pytest.raises(LoginRefused, match="holds no longer"):
            accounts.pass_code(gone, made_one.recovery[1], HERE)


def test_wrong_codes_lock_however_often_the_password_is_right_between_them(
    accounts: Accounts, made_one: FactorMade, clock: Clock
) -> None:
    """Whoever has the password has five guesses, not five after each right password."""
    for _ in range(5):
        with pytest.raises(LoginRefused):
            accounts.pass_code(half(accounts), "000000", HERE)
        clock.pass_(seconds=1)
    with pytest.raises(TooManyFailures):
        accounts.log_in("hương", WORDS, HERE)
    clock.pass_(seconds=31)
    waits = []
    for _ in range(3):
        token = half(accounts)
        with pytest.raises(LoginRefused):
            accounts.pass_code(token, "000000", HERE)
        with pytest.raises(TooManyFailures) as raised:
            accounts.pass_code(token, code_of(made_one.key, clock), HERE)
        waits.append(raised.value.seconds)
        clock.pass_(seconds=raised.value.seconds)
    assert waits[0] < waits[1] < waits[2]


def test_confirming_a_deed_by_password_gives_no_more_guesses(
    accounts: Accounts, made_one: FactorMade
) -> None:
    token = half(accounts)
    for _ in range(4):
        with pytest.raises(LoginRefused):
            accounts.pass_code(token, "000000", HERE)
        accounts.confirm(WORDS, HUONG, HERE)
    with pytest.raises(LoginRefused):
        accounts.pass_code(token, "000000", HERE)
    with pytest.raises(TooManyFailures):
        accounts.pass_code(token, made_one.recovery[0], HERE)


def test_a_good_login_forgets_wrong_codes(accounts: Accounts, made_one: FactorMade) -> None:
    for code in made_one.recovery[:3]:
        for _ in range(3):
            with pytest.raises(LoginRefused):
                accounts.pass_code(half(accounts), "1", HERE)
        assert accounts.pass_code(half(accounts), code, HERE)


@pytest.mark.parametrize(
    ("rule", "role", "wanted"),
    [
        ("all", Role.EDITOR, Wanted.FACTOR),
        ("all", Role.ADMINISTRATOR, Wanted.FACTOR),
        ("administrators", Role.ADMINISTRATOR, Wanted.FACTOR),
        ("administrators", Role.EDITOR, Wanted.NOTHING),
        ("optional", Role.ADMINISTRATOR, Wanted.NOTHING),
    ],
)
def test_the_settings_say_who_sets_one_up_first(
    made: Settings, clock: Clock, rule: str, role: Role, wanted: Wanted
) -> None:
    accounts = Accounts(replace(made, admin=AdminSettings(second_factor=rule)), clock, quick())
    accounts.add("chủ", OTHER, Role.ADMINISTRATOR, BY)
    accounts.add("mai", WORDS, role, BY)
    entry = accounts.log_in("mai", WORDS, HERE)
    assert entry.wanted is wanted
    assert (accounts.admit(entry.token) is None) == (wanted is not Wanted.NOTHING)
    accounts.close()


@pytest.fixture
def strict(made: Settings, clock: Clock) -> Iterator[Accounts]:
    """Everybody must have a second factor, and nobody has one yet."""
    accounts = Accounts(replace(made, admin=AdminSettings()), clock, quick())
    accounts.add("hương", WORDS, Role.ADMINISTRATOR, BY)
    yield accounts
    accounts.close()


def test_it_is_set_up_at_the_first_login_by_a_first_code(strict: Accounts, clock: Clock) -> None:
    token = half(strict, Wanted.FACTOR)
    shown = strict.half(token, Wanted.FACTOR)
    assert shown is not None
    assert pyotp.parse_uri(shown.address).secret == shown.key
    with pytest.raises(LoginRefused):
        strict.set_up(token, "000000", HERE)
    made = strict.set_up(token, code_of(shown.key, clock), HERE)
    assert who(strict, made.token) == "hương"
    assert len(set(made.recovery)) == 10
    with pytest.raises(LoginRefused):  # the first code is used
        strict.pass_code(half(strict), code_of(shown.key, clock), HERE)
    assert strict.pass_code(half(strict), made.recovery[0], HERE)


def test_who_has_the_password_only_cannot_replace_a_factor_that_was_made_meanwhile(
    strict: Accounts, clock: Clock
) -> None:
    thief, owner = half(strict, Wanted.FACTOR), half(strict, Wanted.FACTOR)
    known = [strict.half(token, Wanted.FACTOR) for token in (thief, owner)]
    assert known[0]
    assert known[1]
    assert known[0].key != known[1].key
    strict.set_up(owner, code_of(known[1].key, clock), HERE)
    with pytest.raises(LoginRefused):
        strict.set_up(thief, code_of(known[0].key, clock), HERE)


def test_a_token_of_one_step_is_no_good_for_another(strict: Accounts, clock: Clock) -> None:
    token = half(strict, Wanted.FACTOR)
    for wanted in (Wanted.CODE, Wanted.RENEWAL, Wanted.NOTHING):
        assert strict.half(token, wanted) is None
    with pytest.raises(LoginRefused):
        strict.finish_renewal(token, "000000", HUONG, HERE)
    strict.give_factor("hương", BY)
    assert strict.half(token, Wanted.FACTOR) is None


def test_another_one_needs_the_password_and_a_code_of_the_present_one(
    accounts: Accounts, made_one: FactorMade, clock: Clock
) -> None:
    session = accounts.pass_code(half(accounts), made_one.recovery[0], HERE)
    for password, code in ((OTHER, made_one.recovery[1]), (WORDS, "000000"), (WORDS, "")):
        with pytest.raises(LoginRefused):
            accounts.renew(password, code, HUONG, HERE)
    step = accounts.renew(WORDS, code_of(made_one.key, clock), HUONG, HERE)
    shown = accounts.half(step, Wanted.RENEWAL)
    assert shown is not None
    with pytest.raises(LoginRefused):
        accounts.finish_renewal(step, code_of(shown.key, clock), By(who="lan", address=""), HERE)
    made = accounts.finish_renewal(step, code_of(shown.key, clock), HUONG, HERE)
    assert accounts.admit(session) is None
    assert who(accounts, made.token) == "hương"
    with pytest.raises(LoginRefused):
        accounts.pass_code(half(accounts), made_one.recovery[2], HERE)


def test_one_taken_away_ends_every_session_and_is_asked_for_no_more(
    accounts: Accounts, made_one: FactorMade
) -> None:
    session = accounts.pass_code(half(accounts), made_one.recovery[0], HERE)
    assert accounts.drop_factor("Hương", BY)
    assert not accounts.drop_factor("hương", BY)
    assert accounts.admit(session) is None
    assert accounts.log_in("hương", WORDS, HERE).wanted is Wanted.NOTHING
    assert deeds(accounts, "remove factor") == [("terminal:test", "remove factor", "done")]
    with pytest.raises(UserRefused):
        accounts.give_factor("ai đó", BY)
    with pytest.raises(UserRefused):
        accounts.drop_factor("ai đó", BY)


def test_a_user_of_the_same_name_as_one_removed_inherits_nothing(
    accounts: Accounts, made_one: FactorMade
) -> None:
    accounts.add("lan", OTHER, Role.ADMINISTRATOR, BY)
    pending = half(accounts)
    accounts.remove("hương", BY)
    accounts.add("hương", WORDS, Role.EDITOR, BY)
    with pytest.raises(LoginRefused):
        accounts.pass_code(pending, made_one.recovery[0], HERE)
    assert accounts.log_in("hương", WORDS, HERE).wanted is Wanted.NOTHING


def test_a_new_password_ends_halves_and_keeps_the_factor(
    accounts: Accounts, made_one: FactorMade
) -> None:
    pending = half(accounts)
    accounts.set_password("hương", OTHER, BY)
    with pytest.raises(LoginRefused):
        accounts.pass_code(pending, made_one.recovery[0], HERE)
    assert accounts.log_in("hương", OTHER, HERE).wanted is Wanted.CODE


def test_no_code_and_no_token_is_kept(
    accounts: Accounts, made_one: FactorMade, clock: Clock
) -> None:
    token, right = half(accounts), made_one.recovery[4]
    wrong = right[:-1] + ("A" if right.endswith("B") else "B")
    with pytest.raises(LoginRefused):
        accounts.pass_code(token, wrong, HERE)
    accounts.pass_code(token, code_of(made_one.key, clock), HERE)
    waiting = half(accounts)
    database = accounts._people._database
    for table in (HALVES, RECOVERY, DEEDS):
        kept = str(database.ask(lambda db, table=table: db.execute(select(table)).all()))  # type: ignore[misc]
        assert not [one for one in (waiting, wrong, *made_one.recovery) if one in kept]
        assert code_of(made_one.key, clock) not in kept.split("'")


@pytest.mark.parametrize(
    ("at", "code"), [(59, "287082"), (1111111109, "081804"), (20000000000, "353130")]
)
def test_codes_are_those_of_the_standard(at: int, code: str) -> None:
    """RFC 6238, appendix B (SHA-1), its last six digits."""
    secret = b32encode(b"12345678901234567890").decode()
    assert step_of(secret, code, at) == at // 30
    assert step_of(secret, code.translate(FULL_WIDTH), at)


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567", "12345a", "١٢٣٤٥٦", "\x00" * 6, "9" * 500]
)
def test_what_is_no_code_is_none(typed: str) -> None:
    assert step_of(new_secret(), typed, 0) is None
    assert recovery_hash(typed) is None


def test_recovery_codes_have_120_bits_and_are_read_with_slips() -> None:
    codes = new_recovery()
    assert all(len(code.replace("-", "")) * 5 == 120 for code in codes)
    assert recovery_hash("ooii bbaa aaaa aaaa aaaa aaaa") == recovery_hash("0011-88AA" + "A" * 16)
    assert len({recovery_hash(code) for code in codes}) == 10
