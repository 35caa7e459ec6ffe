"""Every key of a generation with its number and how many articles have it: a file beside CURRENT.

The cluster counts articles of a key per shard only, and asking it for the words of 120 candidates takes longer
than all the rest of an answer. So what the formulas need of the whole archive (idf, quorum, what a prefix stands
for, lengths) is counted while it is written, and mapped by whoever reads: some 40 bytes per key.
"""

from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from searcher.container import Container
from searcher.container.strings import Strings
from searcher.engines import scoring
from searcher.engines.opensearch.gathered import Ints
from searcher.model import View

FILE = "vocabulary"
ANYWHERE = None
_REMEMBERED = 4096


class Vocabulary:
    """An open vocabulary; raises IndexMissing or IndexDamaged, naming the file."""

    def __init__(self, folder: Path) -> None:
        self._container = Container(folder / FILE)
        self.articles: int = self._container.facts["articles"]
        self.orders: int = self._container.facts["orders"]
        self._strings: dict[View, Strings] = {}
        self.chosen = lru_cache(_REMEMBERED)(self._chosen)

    def verify(self) -> None:
        """Read all of it; raises IndexDamaged."""
        self._container.verify_all()

    def strings(self, view: View) -> Strings:
        """Return the keys of a view by number."""
        known = self._strings.get(view)
        if known is None:
            order = self._container[f"{view}.order"]
            known = self._strings[view] = Strings(self._container, view, order)
        return known

    def frequencies(self, view: View) -> Ints:
        """Return how many articles have each key in each field, int64 of shape (keys, fields)."""
        return self._container[f"{view}.articles"]

    @property
    def folded(self) -> Ints:
        """The number of the folded key of each accented one."""
        return self._container["folded"]

    @property
    def texts(self) -> Ints:
        """How many articles have a token, int64 of shape (views, fields)."""
        return self._container["texts"]

    @property
    def tokens(self) -> Ints:
        """How many tokens there are, int64 of shape (views, fields)."""
        return self._container["tokens"]

    @property
    def terms(self) -> int:
        """How many keys some article has."""
        return sum(int((self.frequencies(view).max(axis=1) > 0).sum()) for view in View)

    def number(self, view: View, key: str) -> int:
        """Return the number of a key, -1 where no article has it."""
        at = self.strings(view).find(key)
        return at if at >= 0 and self.frequencies(view)[at].any() else -1

    def frequency(self, view: View, key: str, field: str | None = ANYWHERE) -> int:
        """Return how many articles have a key in one field, or in the field where most have it."""
        at = self.number(view, key)
        if at < 0:
            return 0
        by_field = self.frequencies(view)[at]
        return int(by_field.max() if field is None else by_field[scoring.FIELDS.index(field)])

    def documents(self, view: View, field: str | None = ANYWHERE) -> int:
        """Return N of the formula."""
        if view is View.NUMBERS:
            return self.articles
        by_field = self.texts[list(View).index(view)]
        return int(by_field.max() if field is None else by_field[scoring.FIELDS.index(field)])

    def average(self, view: View, field: str | None = ANYWHERE) -> float:
        """Return avg of the formula."""
        by_field = self.tokens[list(View).index(view)]
        fields = scoring.FIELDS if field is None else (field,)
        tokens = sum(
            boost_of(name, field) * int(by_field[scoring.FIELDS.index(name)]) for name in fields
        )
        return float(tokens / max(1, self.documents(view, field)))

    def rarity(self, view: View, key: str, field: str | None = ANYWHERE) -> float:
        """Return the idf of a key; 0 where no article has it."""
        frequency = self.frequency(view, key, field)
        return scoring.idf(self.documents(view, field), frequency) if frequency else 0.0

    @cached_property
    def word_ranks(self) -> Ints:
        """The place of every word in the order of the keys, by number."""
        order = self._container[f"{View.WORDS}.order"]
        ranks = np.empty(len(order), np.int64)
        ranks[order] = np.arange(len(order))
        return ranks

    def word_numbers(self, ranks: Ints) -> Ints:
        """Return the numbers of some words by their places."""
        return self._container[f"{View.WORDS}.order"][ranks].astype(np.int64)

    @cached_property
    def word_rarities(self) -> NDArray[np.float64]:
        """The idf of every word by number."""
        frequency = self.frequencies(View.WORDS).max(axis=1)
        documents = self.documents(View.WORDS)
        ratio: NDArray[np.float64] = (documents - frequency + 0.5) / (frequency + 0.5)
        return np.log1p(np.maximum(ratio, 0.0))

    def _chosen(
        self, view: View, prefix: str, most: int = scoring.PREFIX_KEYS
    ) -> tuple[Sequence[str], bool]:
        """Return the `most` keys that a prefix stands for, and whether they are all that begin so."""
        at = self.strings(view).beginning_with(prefix)
        counts = self.frequencies(view)[at].max(axis=1)
        at, counts = at[counts > 0], counts[counts > 0]
        keys = self.strings(view).take(at.tolist())
        ordered = sorted(zip((-counts).tolist(), keys, strict=True))
        return [key for _, key in ordered[:most]], len(keys) <= most


def boost_of(name: str, field: str | None) -> float:
    """Return what a field counts where all fields are looked at, or one."""
    return scoring.BOOSTS[name] if field is None else 1.0
