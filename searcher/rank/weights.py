"""The weights of the second look, as written in weights.toml."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

Counted = TypeVar("Counted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """See weights.toml for what each of them is."""

    pairs_weight: float
    pairs_archive: float
    cover_title: float
    cover_front: float
    cover_anywhere: float
    agreement_hits: int
    agreement_words: int
    agreement_power: float
    agreement_share: float
    agreement_share_for_numbers: float
    broadening_words: int
    broadening_articles: int
    broadening_share: float
    known_title: float
    known_in_title: float
    known_in_text: float
    recency_days: int


@cache
def weights() -> Weights:
    """Return the weights; the file is read once."""
    return read_weights(Weights, "weights.toml")


def read_weights(kind: Callable[..., Counted], name: str) -> Counted:
    """Return what a file beside this one says: `key` of the table `[table]` is the field `table_key`."""
    tables = tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))
    return kind(**{f"{t}_{key}": value for t, row in tables.items() for key, value in row.items()})
