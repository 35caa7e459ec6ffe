"""One form for every way to write a Vietnamese letter."""

import unicodedata
from itertools import permutations

import pytest

from searcher.vietnamese import normalise, normalise_with_offsets
from searcher.vietnamese.normalise import canonical, order_long_runs

WAYS_TO_WRITE = [
    pytest.param("vi\u1ec7t", id="NFC"),
    pytest.param("vie\u0323\u0302t", id="NFD"),
    pytest.param("vie\u0302\u0323t", id="marks in the wrong order"),
    pytest.param("vi\u00ea\u0323t", id="Windows-1258: letter and tone"),
    pytest.param("vi\u1eb9\u0302t", id="tone first, then circumflex"),
    pytest.param("v\u200bi\u1ec7\u00adt", id="zero-width space and soft hyphen"),
    pytest.param("\ufeffvi\u1ec7t\u200e", id="byte order mark and direction mark"),
    pytest.param("\u202evi\u1ec7t\u202c", id="bidi override"),
    pytest.param("\uff56\uff49\u1ec7\uff54", id="full width"),
    pytest.param("\U0001d42f\U0001d422\u1ec7\U0001d42d", id="mathematical bold"),
    pytest.param("vie\u200d\u0323\u0302t", id="joiner among the marks"),
    pytest.param("vi\u1ec7\u0323t", id="a mark twice"),
]


@pytest.mark.parametrize("written", WAYS_TO_WRITE)
def test_every_way_to_write_viet_is_one_token(written: str) -> None:
    assert normalise(written) == "việt"


@pytest.mark.parametrize(
    ("letter", "marks"),
    [
        ("ế", "e\u0302\u0301"),
        ("ặ", "a\u0306\u0323"),
        ("ợ", "o\u031b\u0323"),
        ("ữ", "u\u031b\u0303"),
        ("ẩ", "a\u0302\u0309"),
        ("Ằ", "A\u0306\u0300"),
    ],
)
def test_marks_may_come_in_any_order(letter: str, marks: str) -> None:
    for order in permutations(marks[1:]):
        assert normalise(marks[0] + "".join(order)) == letter


@pytest.mark.parametrize("typed", ["\u00d0", "\u0189", "\u0110"])
def test_eth_and_african_d_become_the_vietnamese_letter(typed: str) -> None:
    assert normalise(f"{typed}à Nẵng") == "Đà Nẵng"
    assert normalise(f"{typed}".lower()) == "đ"


def test_a_crossed_d_of_two_characters_is_the_letter() -> None:
    assert normalise("d\u0335i D\u0335i") == "đi Đi"


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("“Hà Nội”", '"Hà Nội"'),
        ("‘a’ và «b»", "'a' và \"b\""),
        ("54–NQ‑TW—x", "54-NQ-TW-x"),
        ("còn…", "còn..."),
        ("a\u00a0b\u3000c\u2009d", "a b c d"),
        ("１２３，４", "123,4"),
        ("a\u2028b\u2029c\u0085d", "a\nb\nc\nd"),
        ("ﬁlm Ⅷ", "film VIII"),
    ],
)
def test_typography_becomes_plain(typed: str, plain: str) -> None:
    assert normalise(typed) == plain


def test_controls_separate_and_lone_surrogates_are_replaced() -> None:
    assert normalise("a\x00b\x1bc\x7fd") == "a b c d"
    assert normalise("\ud800a\udfff") == "\ufffda\ufffd"
    assert normalise("\ud83d\ude00") == "😀"


def test_lines_and_tabs_stay() -> None:
    assert normalise("a\n\tb\r\nc") == "a\n\tb\r\nc"


@pytest.mark.parametrize("wrong", [b"vi\xe1\xbb\x87t", None, 3])
def test_anything_but_text_is_a_clear_error(wrong: object) -> None:
    with pytest.raises(TypeError, match="text must be a str"):
        normalise(wrong)  # type: ignore[arg-type]


def test_offsets_lead_back_to_the_original() -> None:
    found = normalise_with_offsets("a\u200b“e\u0302\u0323”…b")
    assert found.text == 'a"ệ"...b'
    assert found.offsets.tolist() == [0, 2, 3, 6, 7, 7, 7, 8, 9]
    assert found.original(2, 3) == (3, 6)


def _moves(text: str) -> int:
    """Count how far an insertion sort moves marks: the work of canonical ordering."""
    moves, run = 0, list[int]()
    for letter in text:
        kind = unicodedata.combining(letter)
        run = [*run, kind] if kind else []
        moves += sum(earlier > kind for earlier in run) if kind else 0
    return moves


@pytest.mark.parametrize("length", [100, 200, 400])
def test_thousands_of_marks_cost_no_quadratic_sorting(length: int) -> None:
    text = "a" + "\u0301\u0323\u031b" * length
    assert _moves(text) > length**2
    assert _moves(order_long_runs(text)) <= 20 * len(text)


def test_ten_thousand_marks_on_one_letter_are_one_letter() -> None:
    assert normalise("a" + "\u0301\u0302" * 5_000 + "n") == "ấn"
    assert normalise("\u0301" * 10_000) == ""


def test_canonical_is_what_unicode_says() -> None:
    text = "a" + "\u0301\u0323\u0344\u0f73" * 30 + " ệ \u212b"
    assert canonical(text) == unicodedata.normalize("NFC", text)
