"""Shared passages: what is reported is equal in both texts, and nothing shared is left out."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from unidecode import unidecode

from searcher.model.shared import Shared
from searcher.passages import LEAST, Screen, shared_passages
from searcher.vietnamese import syllables

SENTENCES = [
    "Chiều 12/3, UBND tỉnh họp bàn phương án xây cầu mới qua sông Bồ thay cầu cũ đã xuống cấp.",
    "Theo kế hoạch, cây cầu dài hơn ba trăm mét sẽ khởi công vào tháng sáu năm nay.",
    "Người dân hai bên bờ nhiều năm nay phải đi vòng hơn mười cây số mỗi khi nước lên.",
    "Lãnh đạo tỉnh yêu cầu các sở ngành hoàn tất thủ tục đền bù trước mùa mưa bão.",
]
OTHER = "Đội tuyển bóng đá nữ trở về sau chuyến tập huấn dài ngày và được người hâm mộ chào đón."


def shared(first: str, second: str, least: int = LEAST) -> Shared:
    return shared_passages(syllables(first), syllables(second), least=least)


def folded(text: str) -> list[str]:
    return [one.folded for one in syllables(text)]


def test_a_sentence_that_was_taken_over_is_found_with_its_place_in_both() -> None:
    first = f"{OTHER} {SENTENCES[1]}"
    second = f"{SENTENCES[0]}\n\n{SENTENCES[1]} {SENTENCES[2]}"
    (passage,) = shared(first, second).passages
    assert f"{first[slice(*passage.first)]}." == SENTENCES[1]
    assert f"{second[slice(*passage.second)]}." == SENTENCES[1]
    assert passage.syllables == len(syllables(SENTENCES[1]))


def test_diacritics_case_and_punctuation_do_not_matter() -> None:
    text = " ".join(SENTENCES)
    found = shared(unidecode(text).upper().replace(",", " –"), text)
    assert (found.first, found.second) == (1.0, 1.0)
    assert len(found.passages) == 1


def test_sentences_in_another_order_are_passages_of_their_own() -> None:
    found = shared(" ".join(SENTENCES), " ".join(reversed(SENTENCES)))
    assert (found.first, found.second) == (1.0, 1.0)
    assert len(found.passages) == len(SENTENCES)
    seconds = [passage.second[0] for passage in found.passages]
    assert seconds == sorted(seconds, reverse=True)


def test_offsets_count_code_points_of_the_text_as_it_was_given() -> None:
    spelled = "\U0001d54f 🙂 " + SENTENCES[0].replace("ế", "e\u0302\u0301")
    passage = shared(spelled, SENTENCES[0]).passages[0]
    assert spelled[slice(*passage.first)].startswith("Chiều 12/3")
    assert SENTENCES[0][slice(*passage.second)].startswith("Chiều 12/3")


@pytest.mark.parametrize(("first", "second"), [("", ""), ("một hai", "một hai"), (OTHER, "")])
def test_texts_without_a_run_share_nothing(first: str, second: str) -> None:
    assert shared(first, second) == Shared()


def test_a_text_of_one_word_over_and_over_takes_no_time_to_speak_of() -> None:
    found = shared("mưa " * 30_000, "mưa " * 20_000 + "nắng")
    assert found.first == 1.0
    assert found.second == 20_000 / 20_001


words = st.lists(st.sampled_from(["một", "hai", "Ba", "bà", "bốn"]), max_size=40).map(" ".join)


@given(words, words, st.integers(1, 9))
@settings(max_examples=150)
def test_every_passage_is_equal_in_both_texts(first: str, second: str, least: int) -> None:
    for passage in shared(first, second, least).passages:
        ours, theirs = first[slice(*passage.first)], second[slice(*passage.second)]
        assert folded(ours) == folded(theirs)
        assert len(folded(ours)) == passage.syllables >= least


@given(words, words, st.integers(1, 9))
@settings(max_examples=150)
def test_passages_cover_exactly_what_the_first_text_shares(
    first: str, second: str, least: int
) -> None:
    found = shared(first, second, least)
    covered = {
        place
        for passage in found.passages
        for place, one in enumerate(syllables(first))
        if passage.first[0] <= one.start and one.end <= passage.first[1]
    }
    assert covered == by_the_book(folded(first), folded(second), least)
    assert found.first == (len(covered) / len(folded(first)) if covered else 0.0)


@given(words, words, st.integers(1, 9))
@settings(max_examples=80)
def test_the_shares_are_the_same_seen_from_the_other_side(
    first: str, second: str, least: int
) -> None:
    there, back = shared(first, second, least), shared(second, first, least)
    assert (there.first, there.second) == (back.second, back.first)
    screen = Screen(folded(first), least=least)
    assert screen.shares(folded(second)) == (there.first, there.second)
    assert there.most == max(there.first, there.second)


def by_the_book(first: list[str], second: list[str], least: int) -> set[int]:
    """Return the places of the first text that lie in a run of the second."""
    runs = {tuple(second[at : at + least]) for at in range(len(second) - least + 1)}
    starts = (at for at in range(len(first) - least + 1) if tuple(first[at : at + least]) in runs)
    return {place for at in starts for place in range(at, at + least)}
