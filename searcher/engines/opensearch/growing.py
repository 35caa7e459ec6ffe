"""The vocabulary while it is written: every key gets a number, and is counted per field."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from searcher.container import write_container
from searcher.container.strings import packed
from searcher.engines.opensearch.gathered import WIDTH, Gathered, Ints
from searcher.engines.opensearch.vocabulary import FILE, Vocabulary
from searcher.engines.scoring import FIELDS
from searcher.model import Document, Tokens, View


class Growing:
    """What a writer knows of all keys: begun empty, or with what an older vocabulary has."""

    def __init__(self, elder: Vocabulary | None = None) -> None:
        self.orders = elder.orders if elder else 0
        """The number of the next article that is written."""
        self._known = {
            view: {key: at for at, key in enumerate(elder.strings(view).all())} if elder else {}
            for view in View
        }
        self._articles = {
            view: np.array(elder.frequencies(view)) if elder else _none() for view in View
        }
        self._texts = np.array(elder.texts) if elder else np.zeros((len(View), WIDTH), np.int64)
        self._tokens = np.array(elder.tokens) if elder else np.zeros((len(View), WIDTH), np.int64)
        self._folded: list[int] = elder.folded.tolist() if elder else []
        self.articles = elder.articles if elder else 0

    def gather(self, documents: Sequence[Document]) -> Gathered:
        """Return what some articles say, in numbers; keys that are new get one."""
        texts = [getattr(one, field) for one in documents for field in FIELDS]
        bags = [_counted(text.words) for text in texts]
        named = [sorted({n for f in FIELDS for n in getattr(one, f).numbers}) for one in documents]
        syllables = self._numbered(View.ACCENTED, chain.from_iterable(t.accented for t in texts))
        self._fold(texts)
        return Gathered(
            _sizes([text.accented for text in texts]).reshape(-1, WIDTH),
            _sizes(bags).reshape(-1, WIDTH),
            _sizes(named),
            syllables,
            self._numbered(View.WORDS, chain.from_iterable(bags)),
            np.array([n for bag in bags for n in bag.values()], np.int64),
            self._numbered(View.NUMBERS, chain.from_iterable(named)),
        )

    @property
    def folded(self) -> Ints:
        """The number of the folded key of each accented one."""
        return np.array(self._folded, np.int64)

    def keys(self, view: View) -> list[str]:
        """Return the keys of a view by number."""
        return list(self._known[view])

    def adopt(
        self, gathered: Gathered, keys: Mapping[View, Sequence[str]], folded: Ints
    ) -> Gathered:
        """Return articles whose `keys` have numbers of their own in the numbers that are used here.

        `folded` is the number of the folded key of each accented one, among those of their own.
        """
        ours = {view: self._numbered(view, listed) for view, listed in keys.items()}
        accented = ours[View.ACCENTED]
        self._folded.extend([-1] * (len(self._known[View.ACCENTED]) - len(self._folded)))
        for at, plain in zip(accented.tolist(), ours[View.FOLDED][folded].tolist(), strict=True):
            if self._folded[at] < 0:
                self._folded[at] = plain
        return replace(
            gathered,
            syllables=accented[gathered.syllables],
            words=ours[View.WORDS][gathered.words],
            numbers=ours[View.NUMBERS][gathered.numbers],
        )

    def _numbered(self, view: View, keys: Iterable[str]) -> Ints:
        known = self._known[view]
        return np.array([known.setdefault(key, len(known)) for key in keys], np.int64)

    def _fold(self, texts: Sequence[Tokens]) -> None:
        """Give numbers to the folded keys of accented ones that are new: each has one for ever."""
        accented, folded = self._known[View.ACCENTED], self._known[View.FOLDED]
        self._folded.extend([-1] * (len(accented) - len(self._folded)))
        for text in texts:
            for key, plain in zip(text.accented, text.folded, strict=True):
                at = accented[key]
                if self._folded[at] < 0:
                    self._folded[at] = folded.setdefault(plain, len(folded))

    def count(self, gathered: Gathered, times: int = 1) -> None:
        """Count some articles, or take them out of the counts with `times` -1."""
        self.articles += times * len(gathered)
        folded = np.array(self._folded, np.int64)[gathered.syllables]
        self._count(View.ACCENTED, gathered.syllable_text, gathered.syllables, times)
        self._count(View.FOLDED, gathered.syllable_text, folded, times)
        self._count(View.WORDS, gathered.word_text, gathered.words, times)
        self._count(View.NUMBERS, gathered.number_row * WIDTH, gathered.numbers, times)
        words = np.bincount(
            gathered.word_text, gathered.counts, minlength=gathered.lengths.size
        ).astype(np.int64)
        for view in (View.ACCENTED, View.FOLDED):
            self._measure(view, gathered.lengths, times)
        self._measure(View.WORDS, words.reshape(-1, WIDTH), times)

    def _count(self, view: View, text: Ints, keys: Ints, times: int) -> None:
        size = max(1, len(self._known[view]))
        counts = self._articles[view]
        if len(counts) < size:
            more = np.zeros((max(size - len(counts), len(counts)), WIDTH), np.int64)
            counts = self._articles[view] = np.concatenate([counts, more])
        once = np.unique(text * size + keys)
        np.add.at(counts, (once % size, once // size % WIDTH), times)

    def _measure(self, view: View, lengths: Ints, times: int) -> None:
        at = list(View).index(view)
        self._texts[at] += times * (lengths > 0).sum(axis=0)
        self._tokens[at] += times * lengths.sum(axis=0)

    def frequencies(self, view: View) -> dict[str, tuple[int, ...]]:
        """Return in how many articles each key stands, per field."""
        counts = self._articles[view].tolist()
        return {key: tuple(counts[at]) for key, at in self._known[view].items()}

    def write(self, folder: Path) -> None:
        """Write the vocabulary durably; raises NoSpace."""
        arrays: dict[str, NDArray[np.generic]] = {
            "folded": np.array(self._folded, np.int64),
            "texts": self._texts,
            "tokens": self._tokens,
        }
        for view in View:
            keys = list(self._known[view])
            counts = np.concatenate([self._articles[view], np.zeros((len(keys), WIDTH), np.int64)])
            arrays |= packed(view, keys)
            arrays[f"{view}.order"] = _order(keys)
            arrays[f"{view}.articles"] = counts[: len(keys)]
        facts = {"articles": self.articles, "orders": self.orders}
        write_container(folder / FILE, arrays, facts)


def _none() -> Ints:
    return np.zeros((0, WIDTH), np.int64)


def _order(keys: Sequence[str]) -> NDArray[np.int32]:
    """Return the numbers of the keys in the order of their bytes."""
    raw = [key.encode("utf-8", "surrogatepass") for key in keys]
    return np.array(sorted(range(len(raw)), key=raw.__getitem__), np.int32)


def _counted(words: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    return counts


def _sizes(groups: Sequence[Sequence[str] | dict[str, int]]) -> Ints:
    return np.array([len(group) for group in groups], np.int64)
