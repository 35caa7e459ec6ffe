"""Numbered tokens -> where pyvi joins them."""

from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from itertools import islice
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from searcher.vietnamese.words.features import ALONE, FOR_LAST, FOR_NEXT, OWN, TITLE, Features
from searcher.vietnamese.words.few import FEW, FewTokens
from searcher.vietnamese.words.model import Model, load_model
from searcher.vietnamese.words.viterbi import INSIDE, Decoder, Flags, Floats
from searcher.vietnamese.words.vocabulary import Vocabulary
from searcher.vietnamese.words.word_list import WordList

_Kind = TypeVar("_Kind", bound=Vocabulary)

Numbers = NDArray[np.int64]

WINDOW = 1 << 16
"""Tokens of a long text that are decoded at once."""

_REACH = 2
"""How far the features of a token look to both sides."""


class Segmenter:
    """pyvi's model, ready to label tokens."""

    def __init__(self, model: Model) -> None:
        self._features = Features(model.weights)
        self._few = FewTokens(model, self._features)
        self._decoder = Decoder(*model.transitions)
        self._model = model
        self._of_pair, self._of_triple = model.of_pair, model.of_triple

    @cached_property
    def _list(self) -> WordList:
        """Pyvi's word list; queries of few tokens need none."""
        return WordList(self._model.bigrams, self._model.trigrams)

    def vocabulary(self, kind: type[_Kind]) -> _Kind:
        """Return an empty vocabulary for this model."""
        return kind(self._features, self._list.numbers)

    def joins(self, vocabulary: Vocabulary, numbers: Numbers, first: Flags) -> Flags:
        """Return where a token is joined to the one before, bool of the shape of `numbers`.

        `first` marks the first token of each text; every text is a sequence of its own.
        """
        last = np.append(first[1:], np.ones(min(len(first), 1), np.bool_))
        emission = self._emission(vocabulary, numbers, first)
        labels = self._decoder.labels(self._decoder.differences(emission, first), last)
        self._decoder.close(labels)
        return _joined(labels, vocabulary.shapes.rows[numbers]) & ~first

    def joins_of_text(self, tokens: list[str]) -> list[bool]:
        """Return, for the tokens of one text, which are joined to the one before."""
        if len(tokens) <= FEW:
            return self._few.joins(tokens)
        joins: list[bool] = self.joins_of_stream(tokens).tolist()
        return joins

    def joins_of_stream(self, tokens: Iterable[str], window: int = WINDOW) -> Flags:
        """Return `joins` for the tokens of one text of any length, in bounded memory.

        The text is decoded by windows of so many tokens (3 or more). Nothing is lost at their ends: features see two tokens
        beyond them, the decoder takes d along, and labels still open wait for the next window.
        """
        labels, shapes = [np.zeros(0, np.uint8)], [np.zeros(0, np.uint8)]
        vocabulary, before = self.vocabulary(Vocabulary), 0.0
        for held, start, end, is_last in _windows(iter(tokens), window):
            if vocabulary.is_full():
                vocabulary = self.vocabulary(Vocabulary)
            numbers = np.fromiter(map(vocabulary.token, held), np.int64, len(held))
            first = _flags(len(held), 0)
            emission = self._emission(vocabulary, numbers, first)[start:end]
            begins = _flags(end - start, 0) if start == 0 else _flags(end - start)
            d = self._decoder.differences(emission, begins, before)
            ends = _flags(end - start, -1) if is_last else _flags(end - start)
            labels.append(self._decoder.labels(d, ends))
            shapes.append(vocabulary.shapes.rows[numbers[start:end]])
            before = float(d[-1])
        whole = np.concatenate(labels)
        self._decoder.close(whole)
        return _joined(whole, np.concatenate(shapes))

    def _emission(self, vocabulary: Vocabulary, numbers: Numbers, first: Flags) -> Floats:
        """Return the emission I - B of each token, float64."""
        scores = vocabulary.scores.rows[numbers]
        lower = vocabulary.lower.rows[numbers].astype(np.int64)
        inner = (~first).astype(np.float64)
        result: Floats = scores[:, OWN].copy()
        result[1:] += scores[:-1, FOR_NEXT] * inner[1:]
        result[:-1] += scores[1:, FOR_LAST] * inner[1:]
        if len(numbers) > 1:
            pairs = self._list.pairs(lower) * inner[1:]
            result[1:] += self._of_pair[0] * pairs
            result[:-1] += self._of_pair[1] * pairs
        if len(numbers) > 2:
            triples = self._list.triples(lower) * inner[1:-1] * inner[2:]
            result[2:] += self._of_triple[0] * triples
            result[:-2] += self._of_triple[1] * triples
        return result


@cache
def segmenter() -> Segmenter:
    """Return the segmenter of the installed pyvi; raises UnknownModel."""
    return Segmenter(load_model())


def _joined(labels: NDArray[np.uint8], shapes: NDArray[np.uint8]) -> Flags:
    """Return the rules that pyvi applies after its model, bool; the first token is never joined."""
    joined: Flags = labels == INSIDE
    joined[:1] = False
    alone, title = shapes & ALONE != 0, shapes & TITLE != 0
    joined[1:] &= ~(alone[1:] | alone[:-1] | title[1:] & ~title[:-1])
    return joined


def _flags(length: int, *places: int) -> Flags:
    flags = np.zeros(length, np.bool_)
    flags[list(places)] = True
    return flags


def _windows(tokens: Iterator[str], size: int) -> Iterator[tuple[list[str], int, int, bool]]:
    """Yield (tokens, start, end, is last): `tokens[start:end]` are new, the others their context."""
    held, start = list(islice(tokens, size)), 0
    while held[start:]:
        more = list(islice(tokens, size))
        end = len(held) - (_REACH if more else 0)
        yield held, start, end, not more
        held, start = held[max(end - _REACH, 0) :] + more, min(end, _REACH)
