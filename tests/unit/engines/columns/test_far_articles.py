"""A segment of more than 65,536 articles: their numbers need a 17th bit."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from searcher.engines.whoosh.columns import ColumnsEngine, ColumnsReader
from searcher.model import Article, Document, Phrase, Query, Reading, Tokens, View, Word

ARTICLES = 66_500
RARE = (5, 65_535, 65_536, 65_537, 66_499)
OFTEN = 300
"""Occurrences that do not fit a byte."""


FOLDS = {"bài": "bai", "ba": "ba", "hai": "hai", "hiếm": "hiem", "nhiều": "nhieu"}


def word(key: str) -> Word:
    reading = Reading(view=View.ACCENTED, key=key)
    return Word(
        typed=key, accented=key, folded=FOLDS[key], marked=True, exact=True, readings=(reading,)
    )


def keys_of(number: int) -> tuple[str, ...]:
    """Return the syllables of an article: one for all, one for every third, one that is in few."""
    keys = ["bài", "ba" if number % 3 == 0 else "hai"]
    return (*keys, "hiếm", *["nhiều"] * OFTEN) if number in RARE else tuple(keys)


def document(number: int) -> Document:
    keys = keys_of(number)
    tokens = Tokens(accented=keys, folded=tuple(FOLDS[key] for key in keys), words=keys)
    article = Article(id=f"{number:06}", title="bài")
    return Document(article=article, title=tokens, summary=Tokens(), body=Tokens())


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ColumnsReader]:
    folder: Path = tmp_path_factory.mktemp("far")
    writer = ColumnsEngine().writer(folder)
    for start in range(0, ARTICLES, 4_000):
        writer.write([document(n) for n in range(start, min(ARTICLES, start + 4_000))])
    writer.finish()
    with ColumnsEngine().reader(folder) as opened:
        yield opened


def test_they_are_one_segment(reader: ColumnsReader) -> None:
    assert len(reader.collection.segments) == 1


def test_a_rare_key_is_found_on_both_sides_of_the_edge(reader: ColumnsReader) -> None:
    found = reader.search(Query(typed="", tree=word("hiếm")), 10)
    assert sorted(found.ids) == [f"{number:06}" for number in RARE]


def test_a_frequent_key_is_counted_on_both_sides_of_the_edge(reader: ColumnsReader) -> None:
    assert reader.search(Query(typed="", tree=word("ba")), 10).total == len(range(0, ARTICLES, 3))


def test_phrases_are_found_on_both_sides_of_the_edge(reader: ColumnsReader) -> None:
    tree = Phrase(words=(word("ba"), word("hiếm")))
    wanted = [f"{number:06}" for number in RARE if number % 3 == 0]
    assert sorted(reader.search(Query(typed="", tree=tree), 10).ids) == wanted


def test_frequencies_beyond_a_byte_are_those_of_their_articles(reader: ColumnsReader) -> None:
    leaf = reader.lookup.leaf(View.ACCENTED, "nhiều", None)
    assert leaf is not None
    expected = np.zeros(ARTICLES)
    expected[list(RARE)] = 3.0 * OFTEN
    np.testing.assert_array_equal(leaf.at(np.arange(ARTICLES)), expected)


@pytest.mark.parametrize("view", list(View))
def test_articles_of_a_mask_are_counted_as_one_key_after_another(
    reader: ColumnsReader, view: View
) -> None:
    (segment,) = reader.collection.segments
    mask = np.random.default_rng(1).random(ARTICLES) < 0.3
    mask[list(RARE)] = True
    postings = segment.postings[view]
    expected = [mask[postings.articles(key)].sum() for key in range(len(segment.strings[view]))]
    assert postings.counts_within(mask).tolist() == expected


def test_every_id_is_found(reader: ColumnsReader) -> None:
    assert [a.id for a in reader.articles(["000000", "065536", "066499"])] == [
        "000000",
        "065536",
        "066499",
    ]


def test_deleting_and_merging_keep_them(reader: ColumnsReader, tmp_path: Path) -> None:
    for path in reader._folder.iterdir():
        (tmp_path / path.name).hardlink_to(path)
    writer = ColumnsEngine().writer(tmp_path)
    writer.delete([f"{number:06}" for number in range(65_500, 65_540)])
    writer.delete([f"{number:06}" for number in range(30_000)])
    writer.finish()
    with ColumnsEngine().reader(tmp_path) as merged:
        assert [segment.documents for segment in merged.collection.segments] == [36_460]
        found = merged.search(Query(typed="", tree=word("hiếm")), 10)
        assert list(found.ids) == ["066499"]
