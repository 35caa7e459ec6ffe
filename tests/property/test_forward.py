"""Whatever the archive: every engine reads its articles forwards alike."""

from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from unidecode import unidecode

from searcher.engines.base import Reader
from searcher.engines.memory import MemoryEngine
from searcher.engines.whoosh.columns import ColumnsEngine
from searcher.model import Query, Word
from searcher.model.forward import Forward
from tests.corpus import article, indexed
from tests.property.test_columns import Run, runs, words, written

EVERYTHING = Query(typed="", tree=None, per_page=100)


def read(reader: Reader, asked: list[Word]) -> tuple[tuple[str, ...], Forward]:
    """Read all articles forwards, in the order of their ids."""
    found = reader.search(EVERYTHING, 100)
    order = sorted(range(len(found.ids)), key=found.ids.__getitem__)
    forward = reader.forward(found.numbers[np.array(order, np.int64)], asked)
    return tuple(found.ids[at] for at in order), forward


def likeness(forward: Forward) -> NDArray[np.float64]:
    """Return the dot products of all articles over their words: what numbering words does not change."""
    rows = np.arange(len(forward.lengths))
    row, word, share = forward.bags.of(rows)
    table = np.zeros((len(rows), int(word.max(initial=0)) + 1))
    np.add.at(table, (row, word), share)
    words = np.flatnonzero(table.any(axis=0))
    cosines = [forward.bags.cosines(words, line[words]) for line in table]
    products = np.reshape(cosines, (len(rows), len(rows)))
    np.testing.assert_allclose(products, table @ table.T, rtol=1e-4, atol=1e-6)
    return table @ table.T


@given(history=runs(), asked=st.lists(words(), max_size=5))
@settings(max_examples=40)
def test_engines_read_articles_forwards_alike(history: list[Run], asked: list[Word]) -> None:
    with written(ColumnsEngine(), history) as columns, written(MemoryEngine(), history) as plain:
        ids, found = read(columns, asked)
        expected_ids, expected = read(plain, asked)
    assert ids == expected_ids
    for name in ("row", "field", "place", "key", "lengths", "day"):
        assert getattr(found, name).tolist() == getattr(expected, name).tolist(), name
    np.testing.assert_allclose(likeness(found), likeness(expected), rtol=1e-4, atol=1e-6)


def test_more_than_255_different_words_can_be_asked_for(tmp_path: Path) -> None:
    keys = [f"từ{n}" for n in range(300)]
    one = article("a", " ".join(keys))
    asked = [Word(typed=key, accented=key, folded=unidecode(key), marked=True) for key in keys]
    for engine in (ColumnsEngine(), MemoryEngine()):
        reader = indexed(engine, tmp_path / engine.name, [[one]])
        _, forward = read(reader, asked)
        assert forward.key.tolist() == list(range(300))
