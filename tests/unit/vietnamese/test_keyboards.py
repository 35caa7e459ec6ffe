"""Raw Telex, VNI and VIQR, pasted font pages and words without spaces."""

import json
import lzma
import random
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unidecode import unidecode

from searcher.vietnamese.keyboards import Guess, guess, split_sticky
from tests.unit.vietnamese.keystrokes import phrases, press, variants

HERE = Path(__file__).parent


def foreign_words() -> list[str]:
    lines = (HERE / "foreign_words.txt").read_text("utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def understood(typed: str) -> str:
    found = guess(typed)
    return found.text if found else typed


@pytest.mark.parametrize(
    ("typed", "meant", "keyboard"),
    [
        ("tieengs vieetj", "tiếng việt", "telex"),
        ("ddaf nawngx", "đà nẵng", "telex"),
        ("truowngf hocj", "trường học", "telex"),
        ("trwowngf hocj", "trường học", "telex"),
        ("Huees", "Huế", "telex"),
        ("TIEENGS VIEETJ", "TIẾNG VIỆT", "telex"),
        ("gias iphone 15", "giá iphone 15", "telex"),
        ("soong hoongf", "sông hồng", "telex"),
        ("tie61ng Vie65t", "tiếng Việt", "vni"),
        ("d9a2 na84ng", "đà nẵng", "vni"),
        ("U17 vie65t nam", "U17 việt nam", "vni"),
        ("Tie^'ng Vie^.t", "Tiếng Việt", "viqr"),
        ("ddu+o+`ng Nguye^~n Va(n Cu+`", "đường Nguyễn Văn Cừ", "viqr"),
        ("Céng hßa x· héi", "Cộng hòa xã hội", "tcvn3"),
        ("Coäng hoøa xaõ hoäi", "Cộng hòa xã hội", "vni-win"),
    ],
)
def test_raw_typing_is_understood(typed: str, meant: str, keyboard: str) -> None:
    assert guess(typed) == Guess(text=meant, keyboard=keyboard)


@pytest.mark.parametrize("keyboard", ["telex", "vni", "viqr"])
def test_phrases_typed_raw_are_understood_whatever_the_habit(keyboard: str) -> None:
    pairs = [f"{one} {other}" for one, other in pairwise(phrases())]
    texts = [*phrases(), *pairs, *map(str.title, pairs)]
    rows = [row for text in texts for row in variants(text, keyboard)]
    rows = [(typed, meant) for typed, meant in rows if typed != meant]
    wrong = [(typed, meant) for typed, meant in rows if understood(typed) != meant]
    assert len(rows) >= 1000
    assert len(wrong) <= len(rows) / 100, wrong


def test_foreign_words_and_names_are_left_alone() -> None:
    words = foreign_words()
    assert len(words) >= 3000
    assert [word for word in words if guess(word)] == []


def test_foreign_words_side_by_side_are_left_alone() -> None:
    chooser, words = random.Random(5), foreign_words()  # noqa: S311 - a fixed sample
    typed = [" ".join(chooser.sample(words, chooser.randint(2, 4))) for _ in range(3000)]
    assert [text for text in typed if guess(text)] == []


def test_vietnamese_is_left_alone_with_and_without_marks() -> None:
    typed = [form for phrase in phrases() for form in (phrase, unidecode(phrase))]
    assert [text for text in typed if guess(text)] == []


@pytest.mark.parametrize(
    "typed",
    [
        "viet nam",
        "hanoi",
        "tphcm",
        "test",
        "roof",
        "Messi",
        "covid",
        "wifi",
        "boss",
        "access",
        "54-NQ/TW",
        "15/2020/NĐ-CP",
        "U17",
        "CO2",
        "covid19\n    lop1",
        "quan1",
        "vtv3",
        "mp3",
        "C++",
        "don't",
        "e.g.",
        "gi?",
        "hoc.",
        "xe max gia re",
        "boong tau",
        "a^2+b^2",
        "tuoitre.vn",
        "abc@gmail.com\n    'hy sinh' cho con",
        "AS Roma",
        "rap Viet",
        "gia USD hom nay",
        "phim teen",
        "san pham cua LG",
        "12,5%",
        "",
    ],
)
def test_what_only_looks_raw_is_left_alone(typed: str) -> None:
    assert guess(typed.strip()) is None


def test_a_word_that_the_archive_holds_is_left_alone() -> None:
    assert guess("ddoongf") == Guess(text="đồng", keyboard="telex")
    assert guess("ddoongf", known={"ddoongf"}.__contains__) is None


@given(st.text())
def test_any_text_is_guessed_about_without_error(typed: str) -> None:
    found = guess(typed)
    assert found is None or found.text != typed


def test_long_text_is_not_guessed_about() -> None:
    assert guess("tieengs vieetj " * 10) is not None
    assert guess("tieengs vieetj " * 1000) is None
    assert guess("tieengs" * 1_000_000) is None


@given(st.sampled_from(phrases()), st.sampled_from(["telex", "vni", "viqr"]), st.data())
def test_capitals_and_punctuation_are_kept(phrase: str, keyboard: str, data: st.DataObject) -> None:
    pressed = " ".join(press(word, keyboard) for word in phrase.title().split())
    found = guess(f"«{pressed}», 2024")
    if found and found.keyboard == keyboard:
        assert found.text in (f'"{phrase.title()}", 2024', f"«{phrase.title()}», 2024")


ARCHIVE = {
    "the": 500, "gioi": 400, "di": 900, "dong": 700, "ha": 300, "noi": 600, "tp": 90, "hcm": 80,
    "the gioi": 350, "gioi di": 5, "di dong": 200, "ha noi": 250, "tp hcm": 70, "hanoi": 20,
    "ma": 100, "na": 10, "ge": 3,
}  # fmt: skip


def held(words: str) -> int:
    return ARCHIVE.get(words, 0)


@pytest.mark.parametrize(
    ("typed", "apart"),
    [
        ("thegioididong", "the gioi di dong"),
        ("hanoi", "ha noi"),
        ("Hanoi", "Ha noi"),
        ("tphcm", "tp hcm"),
        ("thếgiớididộng", "thế giới di dộng"),
        ("gia vang hanoi", "gia vang ha noi"),
        ("manage", None),
        ("ha noi", None),
        ("", None),
    ],
)
def test_sticky_words_are_taken_apart_by_what_the_archive_holds(
    typed: str, apart: str | None
) -> None:
    assert split_sticky(typed, held) == apart


def test_long_text_is_not_taken_apart() -> None:
    assert split_sticky("hanoi " * 100, held) == "ha noi " * 100
    assert split_sticky("hanoi" * 20, held) is None
    assert split_sticky("a" * 5_000_000, held) is None


@pytest.mark.shared
def test_real_headlines_are_left_alone_with_and_without_marks(shared_data: Path) -> None:
    with lzma.open(shared_data / "news" / "headlines.jsonl.xz", "rt", encoding="utf-8") as lines:
        titles = [json.loads(line)["title"] for line, _ in zip(lines, range(6000), strict=False)]
    typed = [form for title in titles for form in (title, unidecode(title))]
    assert [text for text in typed if guess(text)] == []
