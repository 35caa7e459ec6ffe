"""Texts -> tokens in three views: the one analysis that articles and queries pass through."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from threading import local
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searcher.model import Tokens
from searcher.vietnamese.folding import accented_key
from searcher.vietnamese.keyed import KeyedVocabulary
from searcher.vietnamese.normalise import normalise_letters
from searcher.vietnamese.numbers import document_numbers, document_numbers_of_many
from searcher.vietnamese.syllables import syllables
from searcher.vietnamese.syllables import tokens as tokens_of
from searcher.vietnamese.words.model import UnknownModel
from searcher.vietnamese.words.segmenter import Segmenter, segmenter
from searcher.vietnamese.words.spans import words
from searcher.vietnamese.words.stock import warn_of
from searcher.vietnamese.words.vocabulary import (
    Integers,
    contents,
    first_flags,
    number_chunks,
    spread,
    sums,
)

_BATCH = 1 << 17
"""Characters analysed at once: arrays of this size stay in the cache of a core."""


_SHORT = 200
"""Characters up to which a single text, as a query is, is analysed without arrays."""


def analyse(texts: Sequence[str]) -> list[Tokens]:
    """Return the tokens of each text, in order; many texts at once are faster.

    With a pyvi whose model we do not know, words are made by pyvi itself, with a RuntimeWarning.
    """
    if len(texts) == 1 and len(texts[0]) <= _SHORT:
        return [_analysed_alone(texts[0])]
    try:
        known = segmenter()
    except UnknownModel as reason:
        warn_of(reason)
        return [_analysed_alone(text) for text in texts]
    return [tokens for batch in _batches(texts) for tokens in _analysed(known, batch)]


def _analysed_alone(text: str) -> Tokens:
    """Return the tokens of one text without arrays: faster for a query, slower for an article."""
    found = syllables(text)
    ends = [syllable.end for syllable in found]
    spans = ((_key(word.text), bisect_right(ends, word.start)) for word in words(text))
    kept = [(key, start) for key, start in spans if key]
    return Tokens(
        accented=tuple(syllable.accented for syllable in found),
        folded=tuple(syllable.folded for syllable in found),
        words=tuple(key for key, _ in kept),
        starts=tuple(start for _, start in kept),
        numbers=document_numbers(text),
    )


def _key(word: str) -> str:
    return "_".join(accented_key(match[0]) for match in tokens_of(word))


@dataclass(frozen=True, slots=True)
class _Views:
    """One value per place of a text, all texts one after another, and where each text ends."""

    values: NDArray[Any]
    ends: list[int]

    def split(self) -> Iterator[tuple[Any, ...]]:
        """Yield the values of each text."""
        start = 0
        for end in self.ends:
            yield tuple(self.values[start:end].tolist())
            start = end


class _Memory(local):
    """The vocabulary of a thread."""

    vocabulary: KeyedVocabulary | None = None


_memory = _Memory()


def _vocabulary(known: Segmenter) -> KeyedVocabulary:
    """Return the vocabulary to go on with, a new one when the old one is full."""
    held = _memory.vocabulary
    if held is None or held.is_full():
        held = _memory.vocabulary = known.vocabulary(KeyedVocabulary)
    return held


def _batches(texts: Sequence[str]) -> Iterator[list[str]]:
    batch, size = list[str](), 0
    for text in texts:
        batch.append(text)
        size += len(text)
        if size > _BATCH:
            yield batch
            batch, size = [], 0
    yield batch


def _analysed(known: Segmenter, texts: list[str]) -> Iterator[Tokens]:
    vocabulary = _vocabulary(known)
    found, counts = number_chunks(vocabulary, list(map(normalise_letters, texts)))
    accented, folded = _syllables(vocabulary, found, counts)
    words, starts = _words(known, vocabulary, found, counts)
    numbers = document_numbers_of_many(texts)
    views = (accented.split(), folded.split(), words.split(), starts.split(), numbers)
    for of_accented, of_folded, of_words, of_starts, of_numbers in zip(*views, strict=True):
        yield Tokens(
            accented=of_accented,
            folded=of_folded,
            words=of_words,
            starts=of_starts,
            numbers=of_numbers,
        )


def _syllables(
    vocabulary: KeyedVocabulary, found: Integers, counts: Integers
) -> tuple[_Views, _Views]:
    """Return the two keys of every syllable."""
    lengths = vocabulary.syllable_counts.rows[found].astype(np.int64)
    places = spread(lengths, vocabulary.syllable_starts.rows[found])
    syllables = vocabulary.syllables.rows[places]
    ends = np.cumsum(sums(lengths, counts)).tolist()
    accented, folded = vocabulary.accented.rows[syllables], vocabulary.folded.rows[syllables]
    return _Views(accented, ends), _Views(folded, ends)


def _words(
    known: Segmenter, vocabulary: KeyedVocabulary, found: Integers, counts: Integers
) -> tuple[_Views, _Views]:
    """Return the key of every word and the position of its first syllable; no punctuation."""
    numbers, lengths = contents(vocabulary, found, counts)
    begins = np.flatnonzero(~known.joins(vocabulary, numbers, first_flags(lengths)))
    keys = _word_keys(vocabulary, numbers, begins)
    kept = keys.astype(np.bool_)  # punctuation has an empty key
    positions = _positions(vocabulary, found, counts)[begins[kept]]
    ends = np.searchsorted(begins[kept], np.cumsum(lengths)).tolist()
    return _Views(keys[kept], ends), _Views(positions, ends)


def _word_keys(
    vocabulary: KeyedVocabulary, numbers: Integers, begins: Integers
) -> NDArray[np.object_]:
    """Return the key of each word: those of its tokens, joined."""
    keys = vocabulary.word_keys.rows[numbers]
    words: NDArray[np.object_] = keys[begins]
    ends = np.append(begins[1:], len(keys))
    pairs = np.flatnonzero(ends - begins == 2)
    firsts = numbers[begins[pairs]]
    words[pairs] = vocabulary.pair_keys(firsts, numbers[begins[pairs] + 1])
    for word in np.flatnonzero(ends - begins > 2).tolist():
        words[word] = "_".join(filter(None, keys[begins[word] : ends[word]].tolist()))
    return words


def _positions(vocabulary: KeyedVocabulary, found: Integers, counts: Integers) -> Integers:
    """Return, for each token, the position of its first syllable in its text."""
    lengths = vocabulary.syllable_counts.rows[found].astype(np.int64)
    in_text = np.cumsum(lengths) - lengths  # of each chunk, among all texts
    of_text = np.cumsum(sums(lengths, counts)) - sums(lengths, counts)
    in_text -= np.repeat(of_text, counts)
    tokens = vocabulary.counts.rows[found].astype(np.int64)
    places = vocabulary.places.rows[spread(tokens, vocabulary.starts.rows[found])]
    result: Integers = np.repeat(in_text, tokens) + places
    return result
