"""The codes of the second factor: one-time codes by the clock (RFC 6238), and codes for who lost his telephone.

A recovery code has 120 random bits, so that a plain digest keeps it (OWASP ASVS 5.0, 6.5.2).
"""

import secrets
from base64 import b32encode
from collections.abc import Iterator
from hashlib import sha256
from hmac import compare_digest
from typing import TYPE_CHECKING
from unicodedata import normalize

from searcher.errors import LoginRefused

if TYPE_CHECKING:
    import pyotp

CODE, RECOVERED = "second factor", "recovery code"
"""What the log calls a code that was taken."""
_STEP = 30
"""Seconds of a code: what every app on a telephone takes."""
_DRIFT = 1
"""Steps that a telephone's clock may be wrong, either way (RFC 6238, 5.2)."""
_DIGITS = 6
RECOVERY = 10
"""Recovery codes of a user."""
_BYTES, _LENGTH, _GROUP = 15, 24, 4
_LONGEST_TYPED = 100
_MISREAD = str.maketrans("018", "OIB")
"""Digits that base 32 lacks, and the letters that they were read from."""


def new_secret() -> str:
    """Return a secret of 160 random bits, in base 32."""
    from pyotp import random_base32

    return random_base32()


def address(secret: str, user: str, site: str) -> str:
    """Return the otpauth:// address that apps for one-time codes open."""
    return _totp(secret).provisioning_uri(name=user, issuer_name=site.replace(":", " "))


def grouped(code: str, between: str = " ") -> str:
    """Return a secret or a code in groups that one can read out."""
    return between.join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def step_of(secret: str, typed: str, now: float) -> int | None:
    """Return the step of time of which this is the code; None for no code of these moments."""
    code = _plain(typed)
    if len(code) != _DIGITS or not (code.isascii() and code.isdigit()):
        return None
    found = [step for step, right in _near(secret, now) if compare_digest(right, code)]
    return max(found, default=None)


def _totp(secret: str) -> "pyotp.TOTP":
    from pyotp import TOTP  # when a code is looked at: not for who only reads

    return TOTP(secret, digits=_DIGITS, interval=_STEP)


def _near(secret: str, now: float) -> Iterator[tuple[int, str]]:
    codes, present = _totp(secret), int(now // _STEP)
    for step in range(present - _DRIFT, present + _DRIFT + 1):
        yield step, codes.generate_otp(step)


def new_recovery() -> tuple[str, ...]:
    """Return fresh recovery codes, in groups."""
    made = (b32encode(secrets.token_bytes(_BYTES)).decode("ascii") for _ in range(RECOVERY))
    return tuple(grouped(code, "-") for code in made)


def recovery_hash(typed: str) -> str | None:
    """Return what is kept of a recovery code; None for what cannot be one."""
    code = _plain(typed).upper().translate(_MISREAD)
    return sha256(code.encode()).hexdigest() if len(code) == _LENGTH and code.isascii() else None


def _plain(typed: str) -> str:
    """Return what was typed without spaces and dashes, in plain digits."""
    return "".join(normalize("NFKC", typed[:_LONGEST_TYPED]).replace("-", " ").split())


def wrong_code() -> LoginRefused:
    """Return the error for a code that is not good, or was used."""
    return LoginRefused(
        "Mã không đúng, hoặc đã dùng rồi; xin đợi mã tiếp theo.",
        "The code is wrong, or was used already; please wait for the next one.",
    )


def too_late() -> LoginRefused:
    """Return the error for half a login that holds no longer."""
    return LoginRefused(
        "Bước đăng nhập này không còn hiệu lực; xin đăng nhập lại từ đầu.",
        "This step of the login holds no longer; please log in again from the start.",
    )
