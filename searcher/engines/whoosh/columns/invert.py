"""One sort turns token sequences into everything that is searched: places, postings, frequencies."""

import sys
import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searcher.engines import scoring
from searcher.engines.whoosh.columns.gather import Analysed, Stream, texts_of
from searcher.engines.whoosh.columns.places import place_arrays
from searcher.engines.whoosh.columns.postings import Runs, posting_arrays
from searcher.engines.whoosh.columns.signatures import signature_arrays
from searcher.engines.whoosh.columns.squeeze import coded, halved
from searcher.engines.whoosh.columns.strings import packed

Arrays = dict[str, NDArray[Any]]
FIELDS = len(scoring.FIELDS)


def inverted(analysed: Analysed) -> Arrays:
    """Return all arrays of a segment that come from tokens."""
    docs = len(analysed.syllables.lengths) // FIELDS
    return {
        **_syllable_arrays(analysed, docs),
        **_word_arrays(analysed.words, docs),
        **_number_arrays(analysed.numbers, docs),
        **signature_arrays(analysed.syllables, analysed.folds, docs),
    }


def _syllable_arrays(analysed: Analysed, docs: int) -> Arrays:
    stream = analysed.syllables
    folded = sorted(set(analysed.folds))
    number = {key: n for n, key in enumerate(folded)}
    fold_of = np.array([number[key] for key in analysed.folds], np.int32)
    starts, tokens = _laid_out(stream)
    occurrences, runs = _sorted_occurrences(stream, len(tokens), docs)
    by_fold = Runs(key=fold_of.take(runs.key), doc=runs.doc, field=runs.field, count=runs.count)
    order = sorted(
        range(len(stream.keys)), key=lambda n: stream.keys[n].encode("utf-8", "surrogatepass")
    )
    return {
        **packed("accented", stream.keys),
        "accented.order": np.array(order, np.int32),
        **packed("folded", folded),
        "folded.first": np.searchsorted(fold_of, np.arange(len(folded) + 1)).astype(np.int32),
        "starts": starts,
        "norm": norms(stream.lengths, docs),
        **coded("tokens", tokens, len(stream.keys)),
        **place_arrays(*occurrences, tokens, _signatures(analysed.folds)),
        **posting_arrays("accented", runs, len(stream.keys), docs),
        **posting_arrays("folded", by_fold, len(folded), docs),
    }


def _laid_out(stream: Stream) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return where each text starts, and the tokens with a separator (0) before the first text and after each.

    `starts` has one entry more than there are texts.
    """
    starts = np.ones(len(stream.lengths) + 1, np.int64)
    np.cumsum(stream.lengths + 1, out=starts[1:])
    starts[1:] += 1
    tokens = np.zeros(int(starts[-1]), np.int32)
    tokens[_places(stream)] = stream.terms
    return starts.astype(np.int32), tokens


def _places(stream: Stream) -> NDArray[np.int32]:
    """Return the place of every token: one separator comes before the first text and one after each."""
    places = np.arange(1, len(stream.terms) + 1, dtype=np.int32)
    places += texts_of(stream)
    return places


def _sorted_occurrences(
    stream: Stream, size: int, docs: int
) -> tuple[tuple[NDArray[np.int32], NDArray[np.int64]], Runs]:
    """Return the places of each term (places, pointers; terms from 0) and their runs within texts."""
    places = _places(stream)
    text = np.zeros(size, np.int32)
    text[places] = texts_of(stream)
    term, places = sorted_pairs(stream.terms, places)
    term -= 1
    pointers = np.searchsorted(term, np.arange(len(stream.keys) + 1, dtype=np.int32))
    return (places, pointers), runs_of(term, text.take(places), docs)


def sorted_pairs(
    first: NDArray[np.int32], second: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return pairs of numbers from 0 on, sorted, as two arrays: one sort of 64-bit numbers."""
    pairs = first.astype(np.uint64)
    pairs <<= np.uint64(32)
    pairs |= second.view(np.uint32)
    pairs.sort()
    halves = pairs.view(np.uint32)
    low, high = (0, 1) if sys.byteorder == "little" else (1, 0)
    return halves[high::2].astype(np.int32), halves[low::2].astype(np.int32)


def runs_of(term: NDArray[np.int32], text: NDArray[np.int32], docs: int) -> Runs:
    """Return the runs of equal (term, text) neighbours."""
    fresh = np.ones(len(term), bool)
    np.logical_or(term[1:] != term[:-1], text[1:] != text[:-1], out=fresh[1:])
    starts = fresh.nonzero()[0]
    count = np.diff(starts, append=len(term)).astype(np.int32)
    field, doc = np.divmod(text.take(starts), np.int32(max(docs, 1)))
    return Runs(key=term.take(starts), doc=doc, field=field, count=count)


def _signatures(folds: list[str]) -> NDArray[np.uint8]:
    """Return four bits of hash of each term's folded key, from 1 to 15; 0 is the separator."""
    hashes = [zlib.crc32(fold.encode("utf-8", "surrogatepass")) % 15 + 1 for fold in folds]
    return np.array([0, *hashes], np.uint8)


def _word_arrays(stream: Stream, docs: int) -> Arrays:
    """Words have no places; a text keeps its distinct words, sorted, and how often each stands there."""
    text, word = sorted_pairs(texts_of(stream), stream.terms)
    word -= 1
    runs = runs_of(word, text, docs)
    texts = runs.field * np.int32(docs) + runs.doc
    return {
        **packed("words", stream.keys),
        "words.lengths": stream.lengths.astype(np.int32),
        "words.norm": norms(stream.lengths, docs),
        "words.starts": _edges(texts, len(stream.lengths)),
        **coded("words.bag", runs.key + 1, len(stream.keys)),
        **halved("words.count", runs.count),
        **posting_arrays("words", runs, len(stream.keys), docs),
    }


def _edges(texts: NDArray[np.int32], count: int) -> NDArray[np.int32]:
    return np.searchsorted(texts, np.arange(count + 1, dtype=np.int32)).astype(np.int32)


def _number_arrays(stream: Stream, docs: int) -> Arrays:
    """Numbers stand for a whole article: all fields count as one."""
    doc = texts_of(stream) % max(docs, 1)
    one = np.ones(len(doc), np.int64)
    runs = Runs(key=stream.terms - 1, doc=doc, field=np.full(len(doc), FIELDS - 1), count=one)
    return {
        **packed("numbers", stream.keys),
        **posting_arrays("numbers", runs, len(stream.keys), docs),
    }


def norms(lengths: NDArray[np.int64], docs: int) -> NDArray[np.uint8]:
    """Return the norm byte of each article's combined length (`len` in scoring.py), uint8."""
    kept = scoring.LENGTHS[scoring.norm_bytes(lengths)].reshape(FIELDS, docs)
    boosts = np.array([scoring.BOOSTS[field] for field in scoring.FIELDS])
    return scoring.norm_bytes((boosts @ kept + 0.5).astype(np.int64))
