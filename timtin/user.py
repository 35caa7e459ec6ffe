"""`timtin user`: who may log in to the administration."""

import getpass
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from textwrap import wrap
from typing import Any

import click

from searcher import Accounts, By, FactorMade, Role, User
from searcher.exits import exit_codes
from timtin.options import index_options, settings_of

_ROLES = click.Choice([role.value for role in Role])


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Người dùng của trang quản trị /quan-tri (who may log in to the administration).

    Mật khẩu được hỏi trên màn hình mà không hiện ra, hoặc đọc từ một dòng của đầu vào chuẩn; không bao giờ nằm
    trong dòng lệnh. (The password is asked for without being shown, or read from standard input.)

    \b
    Ví dụ / Examples:
      timtin user add huong --role admin
      timtin user add lan --role editor < mat-khau.txt
      timtin user list
      timtin user password lan
      timtin user factor lan
      timtin user remove lan
    """


@command.command("add")
@click.argument("name")
@click.option(
    "--role", type=_ROLES, help="admin hoặc editor; người đầu tiên là admin (the first is admin)."
)
@click.option(
    "--factor/--no-factor",
    "with_factor",
    default=True,
    help="In khóa của lớp thứ hai ngay; --no-factor: người ấy tự đặt khi vào (print a second factor at once, or let the user set"
    " it up at the first login).",
)
@index_options
def add(
    name: str, role: str | None, with_factor: bool, index: str | None, home: Path | None
) -> None:
    """Thêm người dùng, in khóa của lớp xác thực thứ hai một lần (add a user, print the second factor once).

    \b
    Ví dụ / Examples:
      timtin user add huong --role admin
      timtin user add lan --role editor --no-factor < mat-khau.txt
    """
    with _accounts(index, home) as accounts:
        chosen = Role(role) if role else _next_role(accounts)
        user = accounts.add(name, _password(), chosen, _by())
        print(f"Đã thêm {user.name} ({user.role}).")
        if with_factor:
            _print_factor(accounts.give_factor(user.name, _by()))


@command.command("factor")
@click.argument("name")
@click.option(
    "--remove", "is_removed", is_flag=True, help="Bỏ lớp thứ hai (take the second factor away)."
)
@index_options
def factor(name: str, is_removed: bool, index: str | None, home: Path | None) -> None:
    """Đặt hay thay lớp xác thực thứ hai, kết thúc mọi phiên (set or renew the second factor, end all sessions).

    In một lần địa chỉ otpauth:// và khóa cho ứng dụng tạo mã (RFC 6238), cùng mười mã dự phòng dùng một lần.
    (Prints once the otpauth:// address and the key for an app that makes codes, and ten recovery codes.)

    \b
    Ví dụ / Examples:
      timtin user factor lan
      timtin user factor lan --remove       # mất điện thoại (lost the telephone): đặt lại khi vào
    """
    with _accounts(index, home) as accounts:
        if not is_removed:
            _print_factor(accounts.give_factor(name, _by()))
        elif accounts.drop_factor(name, _by()):
            print(f"Đã bỏ lớp thứ hai của {name}.")
        else:
            print(f"{name} không có lớp thứ hai.")


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="In JSON.")
@index_options
def list_(as_json: bool, index: str | None, home: Path | None) -> None:
    """Liệt kê người dùng (list the users).

    \b
    Ví dụ / Examples:
      timtin user list --json
    """
    with _accounts(index, home) as accounts:
        records = [_record(user) for user in accounts.users()]
        if as_json:
            print(json.dumps(records, ensure_ascii=False))
        else:
            print("\n".join(_line(record) for record in records) or "Chưa có người dùng nào.")


@command.command("remove")
@click.argument("name")
@index_options
def remove(name: str, index: str | None, home: Path | None) -> None:
    """Bỏ người dùng và mọi phiên đăng nhập (remove a user and all sessions).

    \b
    Ví dụ / Examples:
      timtin user remove lan
    """
    with _accounts(index, home) as accounts:
        accounts.remove(name, _by())
        print(f"Đã bỏ {name}.")


@command.command("password")
@click.argument("name")
@index_options
def password(name: str, index: str | None, home: Path | None) -> None:
    """Đặt mật khẩu khác, kết thúc mọi phiên và bỏ khóa tạm (set a password, end all sessions and waits).

    \b
    Ví dụ / Examples:
      timtin user password lan
    """
    with _accounts(index, home) as accounts:
        accounts.require(name)
        accounts.set_password(name, _password(), _by())
        print(f"Đã đổi mật khẩu của {name}.")


@contextmanager
def _accounts(index: str | None, home: Path | None) -> Iterator[Accounts]:
    with exit_codes():
        accounts = Accounts(settings_of(index, home))
        try:
            yield accounts
        finally:
            accounts.close()


def _next_role(accounts: Accounts) -> Role:
    return Role.EDITOR if accounts.has_users() else Role.ADMINISTRATOR


def _password() -> str:
    """Return a password: asked twice on a terminal, else the first line of standard input."""
    if sys.stdin.isatty():
        asked: Callable[..., Any] = click.prompt
        return str(asked("Mật khẩu (password)", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\r\n")


def _print_factor(made: FactorMade) -> None:
    """Print what nobody can read again."""
    print("Lớp thứ hai; chỉ in ra lần này (the second factor; printed this once):")
    print(f"  {made.address}")
    print(f"  Khóa (key): {' '.join(wrap(made.key, 4))}")
    print("  Mã dự phòng, mỗi mã dùng một lần (recovery codes, each good once):")
    for code in made.recovery:
        print(f"    {code}")


def _by() -> By:
    """Return who gives the command, as the system knows him."""
    name = "?"
    with suppress(OSError, KeyError):  # a container may run as a number without a name
        name = getpass.getuser()
    return By(who=f"terminal:{name}", address="")


def _record(user: User) -> dict[str, object]:
    return {
        "name": user.name,
        "role": user.role.value,
        "made": _moment(user.made),
        "entered": _moment(user.entered),
        "locked_until": _moment(user.locked_until),
        "factor": _moment(user.factor),
        "recovery": user.recovery,
    }


def _moment(at: float | None) -> str | None:
    return None if at is None else datetime.fromtimestamp(at).astimezone().isoformat("T", "seconds")


def _line(record: dict[str, object]) -> str:
    locked = f"  khóa đến {record['locked_until']}" if record["locked_until"] else ""
    factor = "2 lớp" if record["factor"] else "1 lớp"
    return f"{record['name']:24} {record['role']:8} {factor} vào lần cuối {record['entered'] or '–'}{locked}"
