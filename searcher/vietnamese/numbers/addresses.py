"""E-mail addresses, addresses of the web and telephone numbers, kept whole."""

import re
from collections.abc import Iterator
from heapq import merge

from searcher.vietnamese.numbers.number import Found, Kind

_EMAIL = re.compile(
    r"(?<![a-z0-9._%+-])[a-z0-9][a-z0-9._%+-]{0,63}@(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,12}(?![a-z0-9])"
)
_LINK = re.compile(r"(?:https?://|(?<![a-z0-9.])www\.)[^\s<>\"'“”‘’|\\^`{}]{1,2000}")
ENDINGS = (
    "vn",
    "com",
    "net",
    "org",
    "edu",
    "gov",
    "info",
    "asia",
    "io",
    "biz",
    "tv",
    "eu",
    "us",
    "uk",
)
"""Last parts of the names of hosts that are known without `www.`"""
_DOMAIN = re.compile(rf"\.(?:{'|'.join(ENDINGS)})(?![a-z0-9-]|\.[a-z0-9])")
_HOST = re.compile(r"(?:[a-z0-9-]{1,63}\.){0,5}[a-z0-9][a-z0-9-]{0,62}")
_HOST_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789.-")
_PATH = re.compile(r"(?:/[^\s<>\"'“”‘’|\\^`{}]{0,2000})?")
_REACH = 80
_PUNCTUATION = ".,;:!?)]-/"

_PHONE = re.compile(
    r"(?:(?P<abroad>84)[ .-]?|0)\(?\d{1,4}\)?(?:[ .-]{0,2}\d{2,4}){2,3}(?!\d)"
    r"|1[89]00[ .]?\d{2}[ .]?\d{2,4}(?!\d)"
)


def addresses(text: str) -> Iterator[Found]:
    """Yield the e-mail and web addresses of plain `text` from left to right; they may overlap."""
    emails = _EMAIL.finditer(text) if "@" in text else iter(())
    links = _LINK.finditer(text) if "://" in text or "www." in text else iter(())
    yield from merge(
        (Found(Kind.EMAIL, at.start(), at.end(), ((at[0], 1.0),)) for at in emails),
        (_url(at.start(), at[0]) for at in links),
        (found for at in _DOMAIN.finditer(text) if (found := _bare_host(text, at))),
        key=lambda found: found.start,
    )


def _bare_host(text: str, ending: re.Match[str]) -> Found | None:
    """Read an address without scheme backwards from its ending: vnexpress.net/the-thao."""
    start, limit = ending.start(), max(0, ending.start() - _REACH)
    while start > limit and text[start - 1] in _HOST_LETTERS:
        start -= 1
    host = text[start : ending.start()].lstrip(".-")
    start = ending.start() - len(host)
    if not _HOST.fullmatch(host) or (start and text[start - 1] in "@_"):
        return None
    path = _PATH.match(text, ending.end())
    return _url(start, text[start : path.end() if path else ending.end()])


def _url(start: int, written: str) -> Found:
    written = written.rstrip(_PUNCTUATION)
    form = re.sub(r"^https?://", "", written).removeprefix("www.")
    host = re.split(r"[/?#:]", form, maxsplit=1)[0]
    parts = tuple({form: 1.0, host: 1.0 if host == form else 0.5}.items())
    return Found(Kind.URL, start, start + len(written), parts)


def phone_at(text: str, position: int) -> Found | None:
    """Return the telephone number whose first digit stands at `position` of plain `text`.

    Its form is the digits as dialled inside Vietnam: `0914123456`, `19001234`.
    """
    found = _PHONE.match(text, position)
    if found is None:
        return None
    digits = re.sub(r"\D", "", found[0])
    form = "0" + digits[2:].removeprefix("0") if found["abroad"] else digits
    if form[0] == "0" and not 10 <= len(form) <= 11:
        return None
    opened = text[position - 1 : position] == ("+" if found["abroad"] else "(")
    return Found(Kind.PHONE, position - opened, found.end(), ((form, 1.0),))
