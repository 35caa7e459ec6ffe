"""Laws of Vietnamese text, for any text at all."""

import sys
import unicodedata
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.vietnamese import (
    accented_key,
    analyse,
    fold,
    normalise,
    normalise_with_offsets,
    segment,
    syllables,
)
from searcher.vietnamese.normalise import canonical
from searcher.vietnamese.phonology import TONES, place_tone, syllable_parts
from searcher.vietnamese.words import words

LETTERS = "aăâeêioôơuưyđbcghknpqtĐẾệ"
MARKS = "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323\u0335\u0344\u05b7\u0f73\u0e35"
STRANGE = "\u200b\u00ad\ufeff\u202e\u2066\ufe0f\x00\ud800\udc00Ðð½ﬁＡ１𝐕…“\u00a0\u1100\u1161\u11a8กี"
TEXT = st.text(st.sampled_from(LETTERS + MARKS + STRANGE + " .-_")) | st.text()
SYLLABLE = st.sampled_from(sorted(syllable_parts()))


@given(text=TEXT)
def test_normalising_twice_is_normalising_once(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(text=TEXT)
def test_offsets_rise_from_the_start_to_the_end_of_the_original(text: str) -> None:
    found = normalise_with_offsets(text)
    offsets = found.offsets.tolist()
    assert found.text == normalise(text)
    assert len(offsets) == len(found.text) + 1
    assert offsets[-1] == len(text)
    assert all(0 <= a <= b for a, b in pairwise(offsets))


@given(text=TEXT)
def test_the_slice_of_the_original_at_a_token_normalises_to_the_token(text: str) -> None:
    for syllable in syllables(text):
        assert normalise(text[syllable.start : syllable.end]) == syllable.text


@given(text=TEXT)
def test_the_slice_of_the_original_at_a_word_holds_the_word(text: str) -> None:
    for word in words(text):
        inside = "".join(normalise(text[word.start : word.end]).split())
        assert normalise(word.text).strip().replace("_", "") in inside.replace("_", "")


@given(text=TEXT)
def test_keys_are_never_empty_and_never_hold_a_space(text: str) -> None:
    for syllable in syllables(text):
        assert syllable.folded.isascii()
        assert syllable.folded.isalnum()
        assert syllable.accented
        assert not any(map(str.isspace, syllable.accented))


@given(text=TEXT)
def test_keys_of_keys_are_themselves(text: str) -> None:
    for syllable in syllables(text):
        assert accented_key(syllable.accented) == syllable.accented
        assert fold(syllable.folded) == syllable.folded


@given(toneless=SYLLABLE, tone=st.sampled_from(["", *TONES]), place=st.integers(0, 9))
def test_the_tone_may_stand_on_any_letter(toneless: str, tone: str, place: int) -> None:
    vowels = [i for i, c in enumerate(toneless) if unicodedata.normalize("NFD", c)[0] in "aeiouy"]
    at = vowels[place % len(vowels)] + 1
    typed = normalise(toneless[:at] + tone + toneless[at:])
    assert accented_key(typed) == accented_key(place_tone(toneless, tone))
    assert fold(typed) == fold(toneless)


@given(texts=st.lists(TEXT))
def test_analysing_together_is_analysing_one_by_one(texts: list[str]) -> None:
    assert analyse(texts) == [analyse([text])[0] for text in texts]


@given(text=TEXT)
def test_the_views_of_an_analysis_agree_with_the_syllables(text: str) -> None:
    (tokens,) = analyse([text])
    found = syllables(text)
    assert tokens.accented == tuple(syllable.accented for syllable in found)
    assert tokens.folded == tuple(syllable.folded for syllable in found)
    assert len(tokens.words) == len(tokens.starts)
    assert list(tokens.starts) == sorted(tokens.starts)
    assert all(0 <= start < len(found) for start in tokens.starts)


@given(text=TEXT.filter(lambda text: not any("\ud800" <= c <= "\udfff" for c in text)))
def test_canonical_is_what_unicode_says(text: str) -> None:
    assert canonical(text) == unicodedata.normalize("NFC", text)


def operations(function: Callable[[str], object], text: str) -> int:
    """Count the calls, into Python and into C, that the function makes for the text."""
    counted = 0

    def count(*_: object) -> None:
        nonlocal counted
        counted += 1

    function(text)  # what is learnt once must not be counted
    sys.setprofile(count)
    try:
        function(text)
    finally:
        sys.setprofile(None)
    return counted


BAD = [
    "a\u0301",
    "a\u0301\u0323\u0302",
    "\u200b",
    "\ud800",
    "\x00a",
    "a.",
    "a@",
    "\u202eab\u202c ",
    "ệ",
]


@pytest.mark.parametrize("piece", BAD)
@pytest.mark.parametrize("function", [normalise_with_offsets, syllables, segment, words])
def test_work_grows_no_faster_than_the_text(function: Callable[[str], object], piece: str) -> None:
    small, large = (operations(function, piece * size) for size in (500, 4_000))
    assert large <= 8.8 * small + 400
