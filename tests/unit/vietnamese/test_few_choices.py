"""The readings of a query's words, quickly: nearly what the sweep over 4-grams says."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.vietnamese.restoration import Builder, Restorer, few_choices
from searcher.vietnamese.restoration.text import unmarked
from tests.unit.vietnamese.keystrokes import phrases
from tests.unit.vietnamese.test_restoration import NEWS


@pytest.fixture(scope="module")
def restorer(tmp_path_factory: pytest.TempPathFactory) -> Restorer:
    """Return a restorer of a small archive."""
    path: Path = tmp_path_factory.mktemp("model") / "restoration.bin"
    builder = Builder()
    builder.add(NEWS * 3)
    builder.add(phrases() * 3)
    builder.write(path)
    return Restorer(path)


@pytest.mark.parametrize("text", [unmarked(text) for text in NEWS])
def test_every_word_of_news_is_read_as_the_sweep_reads_it(restorer: Restorer, text: str) -> None:
    quick, slow = few_choices(restorer.model, text), restorer.choices(text)
    assert [(one.start, one.end) for one in quick] == [(one.start, one.end) for one in slow]
    for one, other in zip(quick, slow, strict=True):
        assert one.readings[0][0] == other.readings[0][0]
        assert one.readings[0][1] == pytest.approx(other.readings[0][1], abs=0.2)


@given(st.text(alphabet="aăâeêioôơuưydđbcghklmnprstvx ,.!?-0123456789\nÀẬĐƯ", max_size=200))
def test_readings_are_probabilities_of_what_may_be_meant(restorer: Restorer, text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    for choice in few_choices(restorer.model, text):
        shares = [p for _, p in choice.readings]
        assert shares == sorted(shares, reverse=True)
        assert sum(shares) <= 1 + 1e-6
        typed = composed[choice.start : choice.end]
        assert {unmarked(form) for form, _ in choice.readings} == {unmarked(typed)}


def test_words_with_marks_say_what_they_mean(restorer: Restorer) -> None:
    (first, *_, last) = few_choices(restorer.model, "Trân thi hoa noi")
    ((form, share),) = first.readings
    assert (form, round(share, 6)) == ("Trân", 1.0)
    assert last.readings[0][0] == "nói"


def test_a_line_of_any_length_has_readings(restorer: Restorer) -> None:
    found = few_choices(restorer.model, "thanh pho ha noi " * 100)
    assert len(found) == 400
    assert all(choice.readings for choice in found)
