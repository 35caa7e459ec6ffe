"""The weights of the second look, as written in weights.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


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
    known_title: float
    known_in_title: float
    known_in_text: float
    recency_weight: float
    recency_days: int


@cache
def weights() -> Weights:
    """Return the weights; the file is read once."""
    tables = tomllib.loads(Path(__file__).with_name("weights.toml").read_text(encoding="utf-8"))
    return Weights(
        **{f"{t}_{key}": value for t, row in tables.items() for key, value in row.items()}
    )
