"""The key that forms are signed with: from the settings, or a file that only its owner may read."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

import searcher.disk as disk
from searcher.errors import SettingsError
from searcher.settings import Settings
from searcher.settings.admin import LEAST_SECRET

FILE = "secret.key"
_BYTES = 32
_PRIVATE = 0o600


def signing_key(settings: Settings) -> str:
    """Return the key: the setting, else what stands in a file in the folder of the indexes, made when missing.

    Raises SettingsError where the file can be neither read nor made, or says too little.
    """
    return settings.admin.secret or _kept(settings.home / FILE)


def _kept(path: Path) -> str:
    try:
        if not path.exists():
            _make(path)
        key = path.read_text(encoding="ascii").strip()
    except (OSError, ValueError) as error:
        raise _refused(path) from error
    if len(key) < LEAST_SECRET:
        raise _refused(path)
    return key


def _make(path: Path) -> None:
    """Write a fresh key; where several processes do at once, the first one's stays."""
    disk.make_folder(path.parent, parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE)
    try:
        os.write(handle, f"{secrets.token_urlsafe(_BYTES)}\n".encode())
        os.fsync(handle)
        with suppress(FileExistsError):
            disk.link(fresh, path)
    finally:
        os.close(handle)
        fresh.unlink()


def _refused(path: Path) -> SettingsError:
    return SettingsError(
        f"Không đọc hay tạo được tệp khóa {path}: hãy đặt “secret” trong bảng [admin], ít nhất {LEAST_SECRET} ký tự.",
        f"The key file {path} can be neither read nor made: set “secret” in the table [admin],"
        f" {LEAST_SECRET} characters or more.",
        key="admin.secret",
        place=str(path),
    )
