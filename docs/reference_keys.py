"""Every setting, with what its class says of it: read off the source, where the sentences stand below the fields."""

import ast
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key of timtin.toml: its table (empty at the top), its name, its default and what its class says of it."""

    table: str
    name: str
    default: object
    meaning: str

    @property
    def path(self) -> str:
        """The table and the name."""
        return f"{self.table.strip('[]')}.{self.name}" if self.table else self.name

    @property
    def variable(self) -> str:
        """The environment variable; empty where there is none."""
        is_list = self.table.startswith("[")
        return "" if is_list else f"TIMTIN_{self.path.replace('.', '_').upper()}"


def keys() -> Iterator[Key]:
    """Yield every key that settings have, tables in the order of their class."""
    from searcher.settings import Settings
    from searcher.settings.sources import SourceSettings

    yield from _keys_of("", Settings)
    for one in fields(Settings):
        value = getattr(Settings(), one.name)
        if is_dataclass(value):
            yield from _keys_of(one.name, type(value))
    yield from _keys_of("[sources]", SourceSettings)


def _keys_of(table: str, owner: type[Any]) -> Iterator[Key]:
    meanings = _meanings(owner)
    for one in fields(owner):
        default = getattr(owner(), one.name)
        is_table = is_dataclass(default) or (table == "" and one.name == "sources")
        if not is_table and (table != "[sources]" or one.name != "index"):
            yield Key(
                table=table, name=one.name, default=default, meaning=meanings.get(one.name, "")
            )


def _meanings(owner: type[Any]) -> dict[str, str]:
    """Return the sentences that stand below the fields of a class and of those it is made from."""
    found: dict[str, str] = {}
    for one in reversed(owner.__mro__[:-1]):
        found |= _below_fields(Path(str(sys.modules[one.__module__].__file__)), one.__name__)
    return found


def _below_fields(path: Path, name: str) -> dict[str, str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    bodies = [one.body for one in tree.body if isinstance(one, ast.ClassDef) and one.name == name]
    pairs = [pair for body in bodies for pair in pairwise(body)]
    return {
        field.target.id: " ".join(str(text.value.value).split())
        for field, text in pairs
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        and isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant)
    }  # fmt: skip


def sentences() -> dict[str, dict[str, str]]:
    """Return what is said of keys beside the code, by language."""
    return tomllib.loads((DOCS / "settings.toml").read_text(encoding="utf-8"))
