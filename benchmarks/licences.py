"""List the licences of everything in the lock: `python -m benchmarks.licences > docs/licences.md`.

They are read off the installed packages: the expression of PEP 639, else the classifiers, else the free text.
"""

import re
from collections.abc import Iterator
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path

LOCK = Path(__file__).resolve().parents[1] / "requirements.lock"
HEAD = """# Licences of what Tìm Tin stands on

Made by `python -m benchmarks.licences > docs/licences.md` from `requirements.lock` and the installed packages.
Tìm Tin itself is GPL-3.0-or-later; every licence below may be combined with it.

| package | version | licence |
|---|---|---|"""
_PINNED = re.compile(
    r"^([a-z0-9][a-z0-9._-]*)(?:\[[^]]*\])?==([^\s;\\]+)", re.MULTILINE | re.IGNORECASE
)
_LONGEST = 60


def locked() -> list[tuple[str, str]]:
    """Return names and versions of the lock, in its order."""
    return _PINNED.findall(LOCK.read_text(encoding="utf-8"))


def licence_of(name: str) -> str:
    """Return the licence of an installed package; a dash where it is not installed on this machine."""
    try:
        said = metadata(name)
    except PackageNotFoundError:
        return "–"
    return next((one for one in _said(said) if one), "unknown")


def _said(said: PackageMetadata) -> Iterator[str]:
    yield from said.get_all("License-Expression") or []
    listed = [one for one in said.get_all("Classifier") or [] if one.startswith("License ::")]
    yield ", ".join(dict.fromkeys(one.rpartition(" :: ")[2] for one in listed))
    for text in said.get_all("License") or []:
        yield text.strip().partition("\n")[0][:_LONGEST]


def main() -> None:
    """Print the page."""
    print(HEAD)
    for name, version in locked():
        print(f"| {name} | {version} | {licence_of(name)} |")


if __name__ == "__main__":
    main()
