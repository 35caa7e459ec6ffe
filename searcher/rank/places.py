"""How the syllables of a query stand together in each candidate, from the places of `Forward`."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from searcher.model.forward import Forward

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

BOOSTS = np.array([3.0, 1.5, 1.0])
"""What an occurrence counts in title, summary and body."""
BODY = 2
"""The field whose first syllables are its front."""
FRONT = 60
"""Syllables at the front of a body: news says there what happened."""
K1, B = 1.2, 0.75
"""Saturation and length normalisation, as in the first score."""


@dataclass(frozen=True)
class Places:
    """What `forward` says of some articles, and the folded keys of the query as typed, repeated ones too."""

    keys: Sequence[str]
    typed: Sequence[str]
    forward: Forward

    @cached_property
    def pairs(self) -> list[tuple[int, int]]:
        """Different neighbours in what was typed, as numbers of keys."""
        number = {key: at for at, key in enumerate(self.keys)}
        return list(dict.fromkeys(pairwise(number[key] for key in self.typed)))

    @property
    def size(self) -> int:
        """Number of candidates."""
        return len(self.forward.lengths)

    @cached_property
    def presence(self) -> NDArray[np.bool_]:
        """Whether each key stands in each field: bool of shape (articles, fields, keys)."""
        seen = self.forward
        found = np.zeros((self.size, len(BOOSTS), max(1, len(self.keys))), bool)
        found[seen.row, seen.field, seen.key] = True
        return found

    @cached_property
    def rarity(self) -> Floats:
        """Weight of each key by how few of the candidates have it, float64 of shape (keys,)."""
        return self._idf(np.count_nonzero(self.presence.any(axis=1), axis=0))

    @cached_property
    def pair_counts(self) -> Floats:
        """How often each pair stands side by side, in order: float64 (articles, fields, pairs)."""
        seen, number = self.forward, self._pair_numbers
        code = seen.key[:-1] * len(self.keys) + seen.key[1:]
        beside = (seen.place[1:] == seen.place[:-1] + 1) & (seen.row[1:] == seen.row[:-1])
        beside &= seen.field[1:] == seen.field[:-1]
        at = np.flatnonzero(beside & (number[code] >= 0)) if len(code) else code
        shape = (self.size, len(BOOSTS), max(1, len(self.pairs)))
        flat = np.ravel_multi_index((seen.row[at], seen.field[at], number[code[at]]), shape)
        return np.bincount(flat, minlength=int(np.prod(shape))).reshape(shape).astype(np.float64)

    @cached_property
    def _pair_numbers(self) -> Ints:
        numbers = np.full(len(self.keys) ** 2, -1)
        for at, (one, other) in enumerate(self.pairs):
            numbers[one * len(self.keys) + other] = at
        return numbers

    def pair_scores(self, archive: float, idf: Floats) -> Floats:
        """Return BM25 of the pairs in each article; `idf` are the weights of the keys in the archive."""
        if not self.pairs:
            return np.zeros(self.size)
        tf = np.einsum("rfp,f->rp", self.pair_counts, BOOSTS)
        rarest = np.array([max(idf[one], idf[other]) for one, other in self.pairs])
        weight = self._idf(np.count_nonzero(tf, axis=0)) + archive * rarest
        length = self.forward.lengths @ BOOSTS
        k = K1 * (1 - B + B * length / max(1.0, float(length.mean())))
        scores: Floats = (tf / (tf + k[:, None])) @ weight
        return scores

    @property
    def title_cover(self) -> Floats:
        """The rarity of the keys that stand in the title, added up."""
        cover: Floats = self.presence[:, 0] @ self.rarity
        return cover

    @property
    def front_cover(self) -> Floats:
        """The same of those in the title, in the summary or among the first syllables of the body."""
        seen = self.forward
        front = (seen.field < BODY) | (seen.place < FRONT)
        found = np.zeros((self.size, max(1, len(self.keys))), bool)
        found[seen.row[front], seen.key[front]] = True
        cover: Floats = found @ self.rarity
        return cover

    @property
    def cover(self) -> Floats:
        """The same of those anywhere in the article."""
        cover: Floats = self.presence.any(axis=1) @ self.rarity
        return cover

    def whole_in(self, field: int) -> NDArray[np.bool_]:
        """Tell in which articles every pair of the query stands side by side in a field."""
        if not self.pairs:
            return np.zeros(self.size, bool)
        found: NDArray[np.bool_] = np.all(self.pair_counts[:, field] > 0, axis=1)
        return found

    def is_title(self) -> NDArray[np.bool_]:
        """Tell which titles are the query, syllable by syllable."""
        found: NDArray[np.bool_] = self.whole_in(0) & (
            self.forward.lengths[:, 0] == len(self.typed)
        )
        return found

    def _idf(self, counts: Ints) -> Floats:
        found: Floats = np.log1p((self.size - counts + 0.5) / (counts + 0.5))
        return found
