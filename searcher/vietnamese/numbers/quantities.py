"""Money, shares and large numbers in Vietnamese writing: 2.900.000 đ, 2,9 triệu, 7.737.917, 3,5%."""

import re
from decimal import Decimal

from searcher.vietnamese.numbers.number import Found, Kind, Part

_AMOUNT = re.compile(
    r"(?P<whole>\d{1,3}(?P<s>[., ])\d{3}(?:(?P=s)\d{3}){0,5}(?:(?!(?P=s))[.,]\d{1,4})?"
    r"|\d{1,15}(?:[.,]\d{1,4})?)(?!\d|[.,]\d)"
    r"(?P<times>(?: {0,2}(?:nghin|ngan|tram|trieu|tr|ty|ti)(?![a-z])){0,3})"
    r"(?: {0,2}(?P<unit>dong|vnd|d|usd|do la my|do la|do|[$€£¥]|eur|euro|yen|won|ndt|nhan dan te|bang anh|%|phan tram)"
    r"(?![a-z0-9]))?"
)
_TIMES = {
    "tram": 100, "nghin": 1_000, "ngan": 1_000, "trieu": 10**6, "tr": 10**6, "ty": 10**9, "ti": 10**9,
}  # fmt: skip
_CURRENCIES = {
    "dong": "vnd", "vnd": "vnd", "d": "vnd", "usd": "usd", "do la my": "usd", "do la": "usd",
    "$": "usd", "eur": "eur", "euro": "eur", "€": "eur", "yen": "jpy", "¥": "jpy", "won": "krw",
    "ndt": "cny", "nhan dan te": "cny", "bang anh": "gbp", "£": "gbp",
}  # fmt: skip
UNITS = (*_TIMES, *_CURRENCIES, "phan tram")
"""What may follow a number with its meaning."""
_SIGNS = {"$": "usd", "€": "eur", "£": "gbp", "¥": "jpy"}
"""Signs that stand before an amount."""

_SMALLEST_PRICE = 100
"""Below this, a letter d behind a number is no đồng: 3D, `vitamin 3 d`."""

WORTH_FINDING = 1_000
"""Amounts from here on are found by their value; smaller ones recur everywhere and are only words."""


def quantity_at(text: str, position: int) -> Found | None:
    """Return the money, percentage or large number that begins at `position` of plain `text`.

    Its form is the value with a decimal point, and the currency by ISO 4217 or `%`: `2900000 vnd`,
    `3.5%`. A number without groups, decimals, multiplier or unit is a word, not a quantity: None.
    """
    found = _AMOUNT.match(text, position)
    if found is None or _is_plain(text, found):
        return None
    value = _value(found)
    currency = _currency(text, found, value)
    end = found.end() if currency or found["unit"] in {"%", "phan tram"} else found.end("times")
    parts = _parts(found, value, currency)
    return parts and Found(parts[0], position, end, parts[1])


def _is_plain(text: str, found: re.Match[str]) -> bool:
    """Tell whether this is a bare integer, as most numbers are."""
    bare = found["whole"].isdigit() and not found["times"] and not found["unit"]
    return bare and text[found.start() - 1 : found.start()] not in _SIGNS


def _parts(
    found: re.Match[str], value: Decimal, currency: str | None
) -> tuple[Kind, tuple[Part, ...]] | None:
    written = _written(value)
    if currency:
        return Kind.MONEY, ((f"{written} {currency}", 1.0), (written, 0.6))
    if found["unit"] in {"%", "phan tram"}:
        return Kind.PERCENT, ((f"{written}%", 1.0),)
    if found["whole"].isdigit() and not found["times"]:
        return None
    return Kind.AMOUNT, ((written, 1.0),)


def _value(found: re.Match[str]) -> Decimal:
    whole, separator = found["whole"], found["s"]
    if separator == "," and whole.count(",") == 1 and "." not in whole:
        separator = None  # 2,900 is a decimal here; two groups (2,900,000) are English thousands
    if separator:
        whole = whole.replace(separator, "")
    value = Decimal(whole.replace(",", "."))
    for word in found["times"].split():
        value *= _TIMES[word]
    return value


def _written(value: Decimal) -> str:
    """Return the value without exponent and trailing zeros: 2900000, 3.5."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _currency(text: str, found: re.Match[str], value: Decimal) -> str | None:
    before = text[found.start() - 1] if found.start() else ""
    unit = found["unit"] or ""
    if unit == "d" and value < _SMALLEST_PRICE:
        return None
    return _CURRENCIES.get(unit) or _SIGNS.get(before)
