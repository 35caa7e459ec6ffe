"""Two syllabaries asked as one: what is new is put in its places, what is there is not walked through again."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from searcher.suggesters.lexicon.syllabary import Ids, Numbers, Syllabary
from searcher.vietnamese.restoration.model import Model

_MOST = 0xFFFFFFFF


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """The numbers of two sorted lists of texts and of the list of both; the first text of each, empty, is number 0.

    `of_learned` and `of_fresh` give the joined numbers, `learned` and `fresh` those of a joined one, 0 where
    a list lacks it. The texts `new` of the fresh list go in `before` these numbers of the learned one.
    """

    of_learned: Numbers
    of_fresh: Numbers
    learned: Numbers
    fresh: Numbers
    new: Numbers
    before: Numbers

    @classmethod
    def of(cls, size: int, known: Numbers, places: Numbers) -> "Joint":
        """Join a list of `size` with one whose texts are `known` there by these numbers, 0 for new ones.

        New ones have their `places` there: the number of the first text behind each.
        """
        new = np.flatnonzero(known == 0)[1:]
        before, all_learned = places[new], np.arange(size)
        of_learned = all_learned + np.searchsorted(before, all_learned, side="right")
        of_fresh = of_learned[known]
        of_fresh[new] = before + np.arange(len(new))
        fresh = np.zeros(size + len(new), np.int64)
        fresh[of_fresh] = np.arange(len(known))
        return cls(
            of_learned=of_learned,
            of_fresh=of_fresh,
            learned=np.insert(all_learned, before, 0),
            fresh=fresh,
            new=new,
            before=before,
        )

    def texts(self, learned: Sequence[str], fresh: Sequence[str]) -> list[str]:
        """Return the texts of both, by their joined numbers."""
        whole: list[str] = []
        start = 0
        for number, end in zip(self.new.tolist(), self.before.tolist(), strict=True):
            whole += [*learned[start:end], fresh[number]]
            start = end
        return [*whole, *learned[start:]]


class JoinedSyllabary(Syllabary):
    """The syllables of a lexicon and of what came since, with the counts of both.

    `keyed` joins the numbers of accented keys, `folding` those of folded ones. What both have is spelled as learned.
    """

    def __init__(self, learned: Syllabary, fresh: Syllabary) -> None:
        self._learned, self._fresh = learned, fresh
        self._ids = None
        self.folding = _folding(learned, fresh)
        self.keyed = _keyed(learned, fresh)
        self.counts = self._counted()
        self.folded = np.maximum(
            self.folding.of_learned[learned.folded[self.keyed.learned]],
            self.folding.of_fresh[fresh.folded[self.keyed.fresh]],
        ).astype(np.uint32)

    def _counted(self) -> NDArray[np.uint32]:
        both = self._learned.counts[self.keyed.learned].astype(np.int64)
        both += self._fresh.counts[self.keyed.fresh]
        return np.minimum(both, _MOST).astype(np.uint32)

    @cached_property
    def keys(self) -> list[str]:
        """Return the accented key of each number; that of 0 is empty."""
        return self.keyed.texts(self._learned.keys, self._fresh.keys)

    @cached_property
    def folds(self) -> list[str]:
        """Return the folded key of each folded number, sorted; that of 0 is empty."""
        return self.folding.texts(self._learned.folds, self._fresh.folds)

    def number(self, key: str) -> int:
        """Return the number of an accented key, 0 for one the archive does not have."""
        learned = self._learned.number(key)
        if learned:
            return int(self.keyed.of_learned[learned])
        return int(self.keyed.of_fresh[self._fresh.number(key)])

    def spelled(self, number: int) -> str:
        """Return a syllable as the archive writes it most often: `kỹ` for the key `kĩ`."""
        learned = int(self.keyed.learned[number])
        if learned:
            return self._learned.spelled(learned)
        return self._fresh.spelled(int(self.keyed.fresh[number]))

    @property
    def is_fresh(self) -> NDArray[np.bool_]:
        """Whether each syllable, by number, came after the archive was learned from."""
        found: NDArray[np.bool_] = self.keyed.learned == 0
        found[0] = False
        return found

    def _ids_by(self, model: Model) -> Ids:
        found = self._learned.ids(model)[self.keyed.learned]
        new = self.is_fresh
        found[new] = self._fresh.ids(model)[self.keyed.fresh[new]]
        return found


def _keyed(learned: Syllabary, fresh: Syllabary) -> Joint:
    known = list(map(learned.number, fresh.keys))
    names = [fresh.folds[number] for number in fresh.folded.tolist()]
    places = [
        number or _place(learned, key, name)
        for number, key, name in zip(known, fresh.keys, names, strict=True)
    ]
    return Joint.of(len(learned), np.array(known, np.int64), np.array(places, np.int64))


def _place(learned: Syllabary, key: str, folded: str) -> int:
    """Return the number of the first syllable that a key stands before."""
    same = learned.same(folded)
    return bisect_left(learned.keys, key, same.start, same.stop)


def _folding(learned: Syllabary, fresh: Syllabary) -> Joint:
    places = [bisect_left(learned.folds, name) for name in fresh.folds]
    known = map(learned.fold_number, fresh.folds)
    return Joint.of(len(learned.folds), np.array(list(known), np.int64), np.array(places, np.int64))
