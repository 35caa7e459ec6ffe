"""What was typed by a slip: examples over the samples, laws over anything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher import Archive
from searcher.suggesters import Corrector, Lexicon
from searcher.suggesting import ENOUGH
from searcher.vietnamese import syllables

SLIPS = [
    ("lễ hộii áo dài", "lễ hội áo dài"),  # a key twice
    ("lễ hộo áo dài", "lễ hội áo dài"),  # a key beside
    ("lễ hội áo dià", "lễ hội áo dài"),  # swapped
    ("lể hội áo dài", "lễ hội áo dài"),  # hỏi for ngã
    ("le hoi ao dfai", "le hoi ao dai"),  # without marks
]


@pytest.mark.parametrize(("typed", "meant"), SLIPS)
def test_slips_are_corrected(archive: Archive, typed: str, meant: str) -> None:
    suggestion = archive.suggest(typed).suggestion
    assert suggestion is not None
    assert (suggestion.text, suggestion.kind) == (meant, "correct")


def test_words_that_were_joined_are_taken_apart(archive: Archive) -> None:
    suggestion = archive.suggest("thanhpho").suggestion
    assert suggestion is not None
    assert suggestion.text == "thanh pho"


def test_titles_of_the_archive_are_left_alone(archive: Archive) -> None:
    for article in archive.articles():
        suggestion = archive.suggest(article.title[:200]).suggestion
        assert suggestion is None or suggestion.kind != "correct", article.title


@given(typed=st.text(max_size=80))
def test_a_correction_changes_letters_and_nothing_between_them(
    lexicon: Lexicon, typed: str
) -> None:
    found = Corrector.of(lexicon, None).correct(typed, lambda _text: False)
    if found is not None:
        assert syllables(found)
        assert found != typed


@pytest.mark.parametrize(("typed", "meant"), [("quyhoach", "quy hoach"), ("tômhùm", "tôm hùm")])
def test_what_finds_nothing_is_searched_as_it_was_meant(
    archive: Archive, typed: str, meant: str
) -> None:
    assert archive.search(typed, verbatim=True).total == 0
    results = archive.search(typed)
    assert (results.query.typed, results.query.corrected) == (typed, meant)
    assert [hit.article.id for hit in results.hits] == [
        hit.article.id for hit in archive.search(meant).hits
    ]


@pytest.mark.parametrize("typed", ["+quyhoach", "site:quyhoach nadal", '"quyhoach"'])
def test_signs_of_the_query_language_are_no_slips(archive: Archive, typed: str) -> None:
    results = archive.search(typed)
    assert results.query.corrected is None
    assert results.suggestion is None or results.suggestion.kind != "correct"


def test_who_found_enough_has_not_slipped(archive: Archive) -> None:
    results = archive.search("quy hoach")
    assert results.complete >= ENOUGH
    assert results.suggestion is None or results.suggestion.kind != "correct"


def test_verbatim_is_never_replaced(archive: Archive) -> None:
    for typed, _ in SLIPS:
        assert archive.search(typed, verbatim=True).query.corrected is None
