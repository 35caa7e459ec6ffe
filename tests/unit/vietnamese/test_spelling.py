"""Slips and what they cost, and what a word may be a slip for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.vietnamese.spelling import Speller, candidates, distance
from searcher.vietnamese.spelling.costs import costs, neighbours

LETTERS = st.text(alphabet="abcdeghiklmnopqrstuvxyăâđêôơưáàảãạếềểễệ ", max_size=9)

ARCHIVE = {
    "nguyễn": 5000, "nguyên": 4000, "ngành": 3000, "tiếng": 6000, "tiêng": 2, "chó": 50, "chò": 1,
    "trời": 900, "chợ": 700, "gia": 4000, "da": 800, "ra": 9000, "năm": 9000, "làm": 8000,
    "ronaldo": 300, "messi": 400, "xuất": 900, "suất": 300, "thương": 2000, "thường": 1800, "bóng": 900,
}  # fmt: skip


@pytest.mark.parametrize(
    ("slip", "less", "more"),
    [
        ("tiêng", "tiếng", "tiên"),  # a tone is less than a letter
        ("tieng", "tiếng", "tim"),  # a mark and a tone, too
        ("duong", "đường", "dung"),
        ("sa", "xa", "ma"),  # sounds alike
        ("chời", "trời", "mời"),
        ("da", "gia", "la"),
        ("lăm", "năm", "tăm"),
        ("hoàng", "hoàn", "hoành"),
        ("mặc", "mặt", "mặn"),
        ("kỹ", "kĩ", "ký"),
        ("nguyne", "nguyen", "nguy"),  # swapped
        ("yiếng", "tiếng", "miếng"),  # a neighbouring key
        ("bắtt", "bắt", "bắc"),  # pressed twice
        ("nghành", "ngành", "hành"),
        ("giữ", "dữ", "chữ"),
        ("sĩ", "sỉ", "sì"),  # hỏi and ngã
    ],
)
def test_a_vietnamese_slip_costs_less_than_another_word(slip: str, less: str, more: str) -> None:
    assert 0 < distance(slip, less) < distance(slip, more)


@given(LETTERS, LETTERS)
def test_distance_is_symmetric(a: str, b: str) -> None:
    assert distance(a, b) == distance(b, a)


@given(LETTERS)
def test_distance_to_itself_is_nothing_whatever_the_case(a: str) -> None:
    assert distance(a, a) == 0
    assert distance(a.upper(), a) == 0


@given(LETTERS, LETTERS)
def test_distance_is_never_more_than_writing_all_anew(a: str, b: str) -> None:
    letters = len("".join(a.split())) + len("".join(b.split()))
    assert distance(a, b) <= 1.5 * letters + 2


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_has_a_distance(a: str, b: str) -> None:
    assert distance(a, b) >= 0


def test_long_tokens_cost_bounded_time() -> None:
    assert distance("a" * 5_000_000, "b" * 5_000_000) > 0


def test_the_table_of_costs_is_whole() -> None:
    table = costs()
    assert all(0 < cost <= 1 for cost, _ in table.sounds.values())
    assert all(table.sounds[b, a] == table.sounds[a, b] for a, b in table.sounds)
    assert {where for _, where in table.sounds.values()} == {"start", "end", "any"}
    assert ("a", "s") in neighbours()
    assert ("a", "p") not in neighbours()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nguyne", "nguyên"), ("nghành", "ngành"), ("ronalod", "ronaldo"), ("mesi", "messi"),
        ("chời", "trời"), ("bóg", "bóng"), ("Thưong", "thương"),
    ],
)  # fmt: skip
def test_a_slip_is_corrected_by_what_the_archive_holds(typed: str, meant: str) -> None:
    found = [each.text for each in candidates(typed, ARCHIVE)]
    assert meant in found[:2]


@pytest.mark.parametrize(
    "word", ["chó", "chò", "da", "gia", "suất", "tiêng", "tieng", "nam", "cho"]
)
def test_syllables_that_exist_are_never_corrected_into_one_another(word: str) -> None:
    assert candidates(word, ARCHIVE) == ()


def test_an_empty_archive_and_empty_words_give_nothing() -> None:
    assert candidates("nguyne", {}) == ()
    assert candidates("", ARCHIVE) == ()


@given(st.text(max_size=30))
def test_candidates_are_words_of_the_archive_nearest_first(typed: str) -> None:
    found = SPELLER.candidates(typed)
    assert all(each.text in ARCHIVE and each.count == ARCHIVE[each.text] for each in found)
    assert all(0 < each.distance <= 1.5 for each in found)
    assert len(found) <= 5


SPELLER = Speller(ARCHIVE)
