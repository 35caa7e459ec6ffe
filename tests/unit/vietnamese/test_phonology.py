"""What can be a Vietnamese syllable."""

import pytest

from searcher.vietnamese import is_bare_syllable, is_vietnamese_syllable
from searcher.vietnamese.phonology import TONES, place_tone, split_tone, syllable_parts

GOOD = """
    người Việt Nam nghiêng ngoằn ngoèo khuya khuỷu quyết quốc quỳnh quả giếng gì già gìn ý yêu yết
    uyên oan oăng xoong chuyện thuở huơ hoặc ách ếch ích ướt tượng rượu bưởi cứu hươu cuối chuối
    gỗ ghế ghi nghe ngủ kẻ cá Kạn tuýp suýt đường ĐƯỜNG ừ ồ a ạ Huế hoa hoà hòa thuỷ thủy
"""
BAD = """
    test roof covid wifi Messi sky trump h đh hđnd ce ka\u0301k kô gê ngi ghà cê qa ươi\u0323t bat cac
    nguyễnthanh tiếngg aa ee zá fá wá jà ñ niño müller kyên quyp việ\u0301t iên yng
"""


@pytest.mark.parametrize("word", GOOD.split())
def test_a_vietnamese_syllable_is_known(word: str) -> None:
    assert is_vietnamese_syllable(word)


@pytest.mark.parametrize("word", BAD.split())
def test_anything_else_is_not(word: str) -> None:
    assert not is_vietnamese_syllable(word)


@pytest.mark.parametrize("stem", ["bat", "tiêc", "thich", "lơp"])
def test_a_syllable_that_ends_in_a_stop_is_high_or_heavy(stem: str) -> None:
    allowed = {tone for tone in TONES if is_vietnamese_syllable(place_tone(stem, tone))}
    assert {TONES[tone] for tone in allowed} == {"sắc", "nặng"}
    assert not is_vietnamese_syllable(stem)


def test_every_tone_of_every_syllable_can_be_taken_off_again() -> None:
    for toneless in syllable_parts():
        for tone in TONES:
            assert split_tone(place_tone(toneless, tone)) == (toneless, tone)


def test_a_syllable_typed_without_marks_is_known() -> None:
    assert is_bare_syllable("duong")
    assert is_bare_syllable("Nghieng")
    assert not is_bare_syllable("street")
