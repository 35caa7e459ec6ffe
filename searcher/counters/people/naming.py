"""Which names users may have, and which passwords: long and not common, whatever they are made of.

After NIST SP 800-63B and OWASP ASVS 5.0, 6.2: at least 12 characters, no rules on kinds of characters, none of
the passwords that people choose most.
"""

import re
from functools import cache
from importlib.resources import files
from unicodedata import normalize

from searcher.errors import UserRefused

LEAST, MOST = 12, 256
"""Characters of a password."""
_LONGEST_NAME = 64
_NAME = re.compile(r"[^\W_](?:[\w.@-]*[^\W_])?")


def name_of(typed: str) -> str:
    """Return a name as it is kept: composed, in small letters, without spaces around."""
    return normalize("NFC", normalize("NFKC", typed).strip().casefold())


def checked_name(typed: str) -> str:
    """Return the name of a new user; raises UserRefused for one that cannot be."""
    name = name_of(typed)
    if len(name) > _LONGEST_NAME or not _NAME.fullmatch(name):
        raise UserRefused(
            f"Tên người dùng {typed[:80]!r} không dùng được: chỉ gồm chữ, số và . _ - @, nhiều nhất"
            f" {_LONGEST_NAME} ký tự, bắt đầu và kết thúc bằng chữ hay số.",
            f"The user name {typed[:80]!r} cannot be: letters, digits and . _ - @ only, at most"
            f" {_LONGEST_NAME} characters, a letter or digit first and last.",
            name=typed[:80],
        )
    return name


def kept_form(password: str) -> str:
    """Return a password in one form, however its marks were typed (RFC 8265, OpaqueString)."""
    return normalize("NFC", password)


def check_password(password: str, name: str) -> None:
    """Raise UserRefused for a password that is too short, too long, common, or the user's name."""
    text = kept_form(password)
    if not LEAST <= len(text) <= MOST:
        raise _refused(
            f"cần từ {LEAST} đến {MOST} ký tự", f"it must have {LEAST} to {MOST} characters"
        )
    if _is_common(text.casefold()):
        raise _refused("quá nhiều người dùng mật khẩu này", "too many people use it")
    if _repeats(text.casefold(), name_of(name)):
        raise _refused("không được là tên người dùng", "it is the user's name")


def _is_common(text: str) -> bool:
    return len(set(text)) < 3 or any(_repeats(text, common) for common in _common())


def _repeats(text: str, part: str) -> bool:
    """Tell whether a text is nothing but a part, again and again, the last time perhaps cut off."""
    return bool(part) and (part * (len(text) // len(part) + 1)).startswith(text)


@cache
def _common() -> tuple[str, ...]:
    file = files("searcher.counters.people") / "common_passwords.txt"
    lines = file.read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


def _refused(vi: str, en: str) -> UserRefused:
    return UserRefused(f"Mật khẩu này không dùng được: {vi}.", f"This password cannot be: {en}.")
