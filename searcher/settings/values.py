"""How one value of timtin.toml is read: every reader takes the key's name, the value and where it stands.

A value comes from the file with a type of its own, or from the environment as a text; both are read. What cannot be
read is refused with SettingsError, which names the key, the place and what was wrong.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from ipaddress import ip_network
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar
from urllib.parse import urlsplit

from searcher.errors import SettingsError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Values = TypeVar("Values", bound=DataclassInstance)

Reader = Callable[[str, object, str], Any]
"""Takes the name of a key, its value and the place it stands in; raises SettingsError."""

_SAID = {"1": True, "true": True, "yes": True, "on": True}
_SAID |= {"0": False, "false": False, "no": False, "off": False}


def setting_error(place: str, key: str, vi: str, en: str) -> SettingsError:
    """Return the error of a setting in `place`; facts: key, place."""
    name = f"“{key}”: " if key else ""
    return SettingsError(
        f"Thiết lập sai trong {place}: {name}{vi}.",
        f"Wrong setting in {place}: {name}{en}.",
        key=key,
        place=place,
    )


def refuse(place: str, key: str, vi: str, en: str) -> NoReturn:
    """Raise the error of a setting."""
    raise setting_error(place, key, vi, en)


def read_over(before: "Values", name: str, value: object, place: str, reader_of: Callable[[str], Reader]) -> "Values":  # fmt: skip
    """Return the table `[name]` over the values of `before`, each key read by its reader."""
    table = as_table(name, value, place)
    refuse_unknown(table, (field.name for field in fields(before)), place, name)
    return replace(before, **{key: reader_of(key)(f"{name}.{key}", one, place) for key, one in table.items()})  # fmt: skip


def as_table(name: str, value: object, place: str) -> Mapping[str, object]:
    """Return the table `[name]`."""
    if not isinstance(value, dict):
        refuse(place, name, f"cần một bảng [{name}]", f"needs a table [{name}]")
    return value


def refuse_unknown(table: Iterable[str], known: Iterable[str], place: str, name: str = "") -> None:
    """Refuse the first key of the table `[name]`, or of the file itself, that is not known."""
    known = set(known)
    for key in table:
        if key not in known:
            full = f"{name}.{key}" if name else key
            refuse(place, full, "không có khóa này", "there is no such key")


def text(name: str, value: object, place: str) -> str:
    """Return a text that is not empty, without space around it."""
    if not isinstance(value, str) or not value.strip():
        refuse(place, name, f"{value!r} không phải chuỗi", f"{value!r} is not a text")
    return value.strip()


def texts(name: str, value: object, place: str) -> tuple[str, ...]:
    """Return texts, listed or separated by commas; empty ones are left out."""
    listed = value.split(",") if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
        refuse(place, name, "phải là danh sách", "must be a list")
    return tuple(one.strip() for one in listed if one.strip())


def all_of(found: tuple[str, ...], is_right: Callable[[str], object], name: str, place: str, vi: str, en: str) -> tuple[str, ...]:  # fmt: skip
    """Return the texts; the first that is not right is refused as what it is not."""
    for one in found:
        if not is_right(one):
            refuse(place, name, f"“{one}” {vi}", f"“{one}” {en}")
    return found


def hosts(found: tuple[str, ...], pattern: re.Pattern[str], name: str, place: str) -> tuple[str, ...]:  # fmt: skip
    """Return names of hosts, each of which the whole pattern fits."""
    return all_of(found, pattern.fullmatch, name, place, "không phải tên máy", "is not a host")


def whole_number(least: int, most: int) -> Reader:
    """Return a reader of whole numbers from `least` to `most`."""
    vi, en = f"không phải số nguyên từ {least} đến {most}", f"is not a whole number from {least} to {most}"  # fmt: skip
    return _between(least, most, int, (str, int), vi, en)


def number(least: float, most: float) -> Reader:
    """Return a reader of numbers from `least` to `most`."""
    vi, en = f"không phải số từ {least:g} đến {most:g}", f"is not a number from {least:g} to {most:g}"  # fmt: skip
    return _between(least, most, float, (str, int, float), vi, en)


def _between(least: float, most: float, kind: Callable[[Any], float], written: tuple[type, ...], vi: str, en: str) -> Reader:  # fmt: skip
    """Return a reader of numbers of a kind that are `written` as one of some types."""

    def _read(name: str, value: object, place: str) -> float:
        try:
            found = kind(value) if isinstance(value, written) else least - 1
        except (ValueError, OverflowError):
            found = least - 1
        if isinstance(value, bool) or not least <= found <= most:
            _refuse_value(name, value, place, vi, en)
        return found

    return _read


def switch(name: str, value: object, place: str) -> bool:
    """Return true or false."""
    said = _SAID.get(str(value).strip().lower())
    if said is None:
        _refuse_value(name, value, place, "không phải true hay false", "is neither true nor false")
    return said


def one_of(allowed: Sequence[str]) -> Reader:
    """Return a reader of one of the texts."""

    def _read(name: str, value: object, place: str) -> str:
        if value not in allowed:
            listed = ", ".join(allowed)
            refuse(place, name, f"chỉ có thể là {listed}", f"may only be {listed}")
        return str(value)

    return _read


def networks(*also: str) -> Reader:
    """Return a reader of addresses and networks, or of one of the names `also`, listed or separated by commas."""

    def _read(name: str, value: object, place: str) -> tuple[str, ...]:
        found = texts(name, value, place)
        vi, en = "không phải địa chỉ IP hay mạng", "is no IP address or network"
        return all_of(found, lambda one: one in also or is_network(one), name, place, vi, en)

    return _read


def is_network(text: str) -> bool:
    """Tell whether the text is an address or a network of the Internet protocol."""
    try:
        ip_network(text, strict=False)
    except ValueError:
        return False
    return True


def web_address(name: str, value: object, place: str) -> str:
    """Return an address of the web."""
    found = text(name, value, place)
    if not is_web_address(found):
        refuse(place, name, f"“{found}” không phải địa chỉ http(s)", f"“{found}” is no web address")
    return found


def is_web_address(text: str) -> bool:
    """Tell whether a browser may follow the text as an address of the web."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and text.isprintable()


def _refuse_value(name: str, value: object, place: str, vi: str, en: str) -> NoReturn:
    refuse(place, name, f"{value!r} {vi}", f"{value!r} {en}")
