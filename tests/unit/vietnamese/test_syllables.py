"""What stands at the positions of a text, and the two keys of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.vietnamese import accented_key, fold, is_marked, syllables


def texts(text: str) -> list[str]:
    return [syllable.text for syllable in syllables(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("54-NQ/TW", ["54", "NQ", "TW"]),
        ("TP.HCM", ["TP", "HCM"]),
        ("snake_case", ["snake", "case"]),
        ("U23, covid19; 4G", ["U23", "covid19", "4G"]),
        ("Hà\u200b Nội…", ["Hà", "Nội"]),
        ("việt\u00adnam", ["việtnam"]),
        ("a\u0000b", ["a", "b"]),
        ("2.900.000đ", ["2", "900", "000đ"]),
        ("😀!?…", []),
        ("", []),
        ("ไทย हिन्दी", ["ไทย", "हिन्दी"]),
    ],
)
def test_a_token_is_a_run_of_letters_and_digits(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


def test_spans_are_those_of_the_original() -> None:
    text = "Ở “Vie\u0323\u0302t\u200b Nam”"
    assert [text[s.start : s.end] for s in syllables(text)] == [
        "Ở",
        "Vie\u0323\u0302t\u200b",
        "Nam",
    ]


SAME = [
    *("hòa hoà", "thủy thuỷ", "khỏe khoẻ", "Hóa hoá", "ủy uỷ", "lòe loè", "khuỷu khủyu"),
    *("kỹ kĩ", "lý lí", "Mỹ Mĩ", "tỷ tỉ", "sỹ sĩ", "hy hi", "Vỹ vĩ", "quý quí", "quýt quít"),
    *("qúy quý", "gìa già", "tóan toán", "ĐƯỜNG đường", "İ i"),
]
DIFFERENT = [
    *("túi túy", "mía mýa", "tai tay", "năm nam", "đường dương", "hòa hóa", "gì gỉ"),
    *("vải vãi", "ma má", "quy qui\u0309"),
]


@pytest.mark.parametrize("pair", SAME)
def test_spellings_of_one_syllable_share_both_keys(pair: str) -> None:
    one, other = pair.split()
    assert accented_key(one) == accented_key(other)
    assert fold(one) == fold(other)


@pytest.mark.parametrize("pair", DIFFERENT)
def test_other_syllables_have_other_accented_keys(pair: str) -> None:
    one, other = pair.split()
    assert accented_key(one) != accented_key(other)


@pytest.mark.parametrize("pair", ["túi túy", "mía mýa", "tai tay"])
def test_i_and_y_in_a_diphthong_differ_even_folded(pair: str) -> None:
    one, other = pair.split()
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("syllable", "accented", "folded"),
    [
        ("Hoà", "hòa", "hoa"),
        ("quý", "quý", "quy"),
        ("gì", "gì", "gi"),
        ("giếng", "giếng", "gieng"),
        ("kỹ", "kĩ", "ki"),
        ("Đường", "đường", "duong"),
        ("Москва", "москва", "moskva"),
        ("中国", "中国", "zhongguo"),
        ("Müller", "müller", "muller"),
        ("½", "½", "12"),
        ("sky", "sky", "sky"),
        ("3", "3", "3"),
    ],
)
def test_keys_of_a_syllable(syllable: str, accented: str, folded: str) -> None:
    assert (accented_key(syllable), fold(syllable)) == (accented, folded)


def test_a_typed_folded_word_finds_the_letter_d_with_stroke() -> None:
    assert fold("duong") == fold("đường") == fold("ĐƯỜNG")


def test_a_letter_that_nobody_can_transcribe_still_has_a_key() -> None:
    assert fold("\U00011c00") == "u11c00"


def test_only_diacritics_and_d_with_stroke_are_marks() -> None:
    assert [is_marked(word) for word in ("đi", "Đi", "má", "ma", "Москва", "4G", "ơ")] == [
        *(True, True, True, False, False, False, True)
    ]


def test_a_token_of_five_million_letters_has_short_keys() -> None:
    (syllable,) = syllables("ă" * 5_000_000)
    assert syllable.end == 5_000_000
    assert len(syllable.accented) == len(syllable.folded) == 128


def test_bytes_are_a_clear_error() -> None:
    with pytest.raises(TypeError, match="decode bytes first"):
        syllables(b"abc")  # type: ignore[arg-type]


@given(st.text(max_size=40))
def test_an_accented_key_has_one_folded_key_whatever_the_capitals(text: str) -> None:
    for syllable in (*syllables(text), *syllables(text.upper()), *syllables(text.lower())):
        assert fold(syllable.accented) == fold(syllable.text) == syllable.folded
