"""timtin.toml and the environment, read once into one frozen value."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from searcher.errors import SettingsError

SETTINGS_FILE = "timtin.toml"
PREFIX = "TIMTIN_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every key of timtin.toml with its default; each is also an environment variable TIMTIN_<KEY>."""

    home: Path = Path("indexes")
    """Folder that holds the indexes, each in a folder of its own."""
    index: str = "tin"
    """Name of the index that is read and written."""
    engine: str = "whoosh"
    """Engine of new indexes: whoosh, opensearch, or memory (for tests and tiny archives)."""
    opensearch: tuple[str, ...] = ()
    """Addresses of the cluster, separated by commas in the environment."""
    site_name: str = "Tìm Tin"
    """Name that the pages carry."""
    per_page: int = 10
    """Hits on a page of results."""
    keep: int = 3
    """Generations kept on disk, the visible one included."""
    workers: int = 0
    """Processes that extract and analyse; 0 means one per processor."""

    abbreviations: Path | None = None
    """A file of abbreviations of one's own, beside the packaged one and in its form."""

    @property
    def folder(self) -> Path:
        """The folder of the index."""
        return self.home / self.index


def load_settings(environ: Mapping[str, str] | None = None, folder: Path | None = None) -> Settings:
    """Read the settings file of `folder` (the working folder), then the environment over it.

    `TIMTIN_SETTINGS` names another file. Raises SettingsError for an unknown key, a wrong value, or a
    named file that is not there.
    """
    environ = os.environ if environ is None else environ
    path = Path(environ.get(f"{PREFIX}SETTINGS") or (folder or Path()) / SETTINGS_FILE)
    if f"{PREFIX}SETTINGS" in environ and not path.is_file():
        raise _error(str(path), "SETTINGS", "tệp không tồn tại", "the file does not exist")
    settings = replace(Settings(), **_checked(_read(path), str(path)))
    return replace(settings, **_checked(_from_environment(environ), "environment"))


def _read(path: Path) -> Mapping[str, object]:
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _error(str(path), "", str(error), str(error)) from error


def _from_environment(environ: Mapping[str, str]) -> dict[str, object]:
    known = {f"{PREFIX}{field.name.upper()}": field.name for field in fields(Settings)}
    return {known[name]: value for name, value in environ.items() if name in known and value != ""}


def _checked(values: Mapping[str, object], place: str) -> dict[str, Any]:
    known = {field.name for field in fields(Settings)}
    for key in values:
        if key not in known:
            raise _error(place, key, "không có khóa này", "there is no such key")
    return {key: _converted(key, value, place) for key, value in values.items()}


def _converted(key: str, value: object, place: str) -> object:
    default = getattr(Settings(), key)
    if (default is None or isinstance(default, Path)) and isinstance(value, str) and value:
        return Path(value)
    if isinstance(default, tuple):
        return _addresses(key, value, place)
    if isinstance(default, int):
        return _whole_number(key, value, place)
    if isinstance(value, str) and value:
        return value
    raise _error(place, key, f"giá trị {value!r} không hợp lệ", f"{value!r} is not a valid value")


def _addresses(key: str, value: object, place: str) -> tuple[str, ...]:
    listed = value.split(",") if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(item, str) for item in listed):
        raise _error(place, key, "phải là danh sách địa chỉ", "must be a list of addresses")
    return tuple(item.strip() for item in listed if item.strip())


def _whole_number(key: str, value: object, place: str) -> int:
    try:
        number = int(value) if isinstance(value, str | int) else -1
    except ValueError:
        number = -1
    if number < 0 or isinstance(value, bool):
        raise _error(
            place, key, f"{value!r} không phải số nguyên", f"{value!r} is not a whole number"
        )
    return number


def _error(place: str, key: str, vi: str, en: str) -> SettingsError:
    name = f"“{key}”: " if key else ""
    return SettingsError(
        f"Thiết lập sai trong {place}: {name}{vi}.",
        f"Wrong setting in {place}: {name}{en}.",
        key=key,
        place=place,
    )
