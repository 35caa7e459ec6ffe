"""A lexicon with what came since it was learned beside it: asked as one, neither is written again."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from searcher.container import Container
from searcher.suggesters.lexicon.joined import JoinedSyllabary
from searcher.suggesters.lexicon.lexicon import Lexicon, Part
from searcher.suggesters.lexicon.pairs import Numbers, Pairs
from searcher.suggesters.lexicon.topping import read_gone


class Fresh(Lexicon):
    """What came since a lexicon was learned, and which of its titles are gone.

    Raises IndexDamaged, IndexFormat, IndexMissing.
    """

    def __init__(self, source: Path | Container) -> None:
        super().__init__(source)
        self.gone: Mapping[str, int] = read_gone(self._arrays)


class ToppedLexicon(Lexicon):
    """A lexicon and what came since; safe to share between threads."""

    def __init__(self, learned: Lexicon, fresh: Fresh) -> None:
        self.articles = learned.articles + fresh.articles
        self._learned, self._fresh = learned, fresh

    @property
    def parts(self) -> Sequence[Part]:
        """What completions are looked for in."""
        return Part(self._learned, self._fresh.gone), Part(self._fresh)

    @cached_property
    def syllabary(self) -> JoinedSyllabary:
        """The syllables of both, as one."""
        return JoinedSyllabary(self._learned.syllabary, self._fresh.syllabary)

    @cached_property
    def pairs(self) -> Pairs:
        """Neighbours by the numbers of their accented keys."""
        own = self.syllabary.keyed
        return _Layers([(self._learned.pairs, own.learned), (self._fresh.pairs, own.fresh)])

    @cached_property
    def folded_pairs(self) -> Pairs:
        """Neighbours by the numbers of their folded keys."""
        own = self.syllabary.folding
        layers = (self._learned.folded_pairs, own.learned), (self._fresh.folded_pairs, own.fresh)
        return _Layers(layers)

    @property
    def is_fresh(self) -> NDArray[np.bool_]:
        """Whether each syllable, by number, came after the archive was learned from."""
        return self.syllabary.is_fresh


class _Layers(Pairs):
    """Pairs counted in several places, by numbers they share."""

    def __init__(self, layers: Sequence[tuple[Pairs, Numbers]]) -> None:
        self._layers = layers

    def __len__(self) -> int:
        return sum(len(pairs) for pairs, _ in self._layers)

    def counts(self, firsts: Numbers, seconds: Numbers) -> Numbers:
        """Return the counts of pairs, added up."""
        found = [pairs.counts(own[firsts], own[seconds]) for pairs, own in self._layers]
        total: Numbers = np.sum(found, axis=0, dtype=np.int64)
        return total
