"""Pages in any encoding, and text that shows the letters of another one."""

import os
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.errors import BrokenText
from searcher.vietnamese.encodings import decode, repair
from searcher.vietnamese.encodings.code_pages import letters, western
from tests.unit.vietnamese.keystrokes import phrases

TEXT = (
    "Cộng hòa xã hội chủ nghĩa Việt Nam. Độc lập - Tự do - Hạnh phúc. Thủ tướng yêu cầu xử lý nghiêm "
    "các trường hợp vi phạm về đất đai ở Đồng Nai."
)
TONES = "\u0300\u0301\u0303\u0309\u0323"


def write(text: str, page: str) -> bytes:
    """Return `text` in a Vietnamese code page, as its typists wrote it."""
    if page == "windows-1258":
        return b"".join(map(write_1258, text))
    codes = {letter: code for code, letter in reversed(letters(page).items())}
    shown = "".join(codes.get(c) or codes.get(c.lower(), c) for c in text)
    return shown.encode("latin-1")


def write_1258(letter: str) -> bytes:
    """Return a letter as windows-1258 has it: what has no byte is a base letter and a tone."""
    marks = unicodedata.normalize("NFD", letter)
    base = unicodedata.normalize("NFC", "".join(c for c in marks if c not in TONES))
    return (base + "".join(c for c in marks if c in TONES)).encode("cp1258")


CODE_PAGES = ["windows-1258", "tcvn3", "vni-win", "viscii"]


@pytest.mark.parametrize("page", CODE_PAGES)
@pytest.mark.parametrize(
    "declared", [None, "iso-8859-1", "windows-1252", "utf-8", "x-user-defined"]
)
def test_a_vietnamese_code_page_is_found_whatever_was_declared(
    page: str, declared: str | None
) -> None:
    found = decode(write(TEXT, page), declared)
    assert (found.text, found.encoding) == (TEXT, page)


@pytest.mark.parametrize("page", CODE_PAGES)
def test_a_page_of_markup_is_found_by_its_words(page: str) -> None:
    head = b"<html><head><meta http-equiv=Content-Type content='text/html; charset=iso-8859-1'>"
    found = decode(head + b"<p>" + write(TEXT, page) + b"</p>")
    assert TEXT in found.text


@pytest.mark.parametrize("page", CODE_PAGES)
def test_every_letter_of_a_code_page_is_read(page: str) -> None:
    capitals = "" if page == "tcvn3" else "ẮẰẲẴẶẤẦẨẪẬẾỀỂỄỆỐỒỔỖỘỚỜỞỠỢỨỪỬỮỰỲÝỶỸỴ"
    alphabet = "ắằẳẵặấầẩẫậếềểễệốồổỗộớờởỡợứừửữựỳýỷỹỵđăâêôơưàáảãạèéẻẽẹìíỉĩịòóỏõọùúủũụ" + capitals
    from searcher.vietnamese.encodings.code_pages import decode_page

    assert decode_page(write(alphabet, page), page) == alphabet


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("declared", [None, "iso-8859-1", "windows-1258"])
def test_unicode_is_found_with_and_without_a_mark(encoding: str, declared: str | None) -> None:
    assert decode(TEXT.encode(encoding), declared).text == TEXT


@pytest.mark.parametrize(
    "declared", [None, "iso-8859-1", "windows-1258", "no-such-name", "hex", "\x00"]
)
def test_utf8_wins_over_a_wrong_declaration(declared: str | None) -> None:
    found = decode(TEXT.encode(), declared)
    assert (found.text, found.encoding) == (TEXT, "utf-8")


def test_a_few_broken_bytes_do_not_change_the_encoding() -> None:
    found = decode((TEXT * 20).encode() + b"\xe1\xbb", "utf-8")
    assert found.text == TEXT * 20 + "\ufffd"


@pytest.mark.parametrize(
    ("text", "encoding", "declared"),
    [
        ("été à la française, où êtes-vous", "cp1252", "iso-8859-1"),
        ("日本語テキスト", "shift_jis", "Shift_JIS"),
        ("<meta charset='windows-1251'>Привет, мир", "cp1251", None),
        ('<?xml version="1.0" encoding="euc-kr"?>안녕하세요', "euc-kr", None),
    ],
)
def test_other_languages_keep_what_is_declared(
    text: str, encoding: str, declared: str | None
) -> None:
    assert decode(text.encode(encoding), declared).text == text


def test_utf8_taken_for_windows_1252_is_put_together_again() -> None:
    assert decode(western(TEXT.encode()).encode()).text == TEXT
    assert repair("cafÃ© Tiáº¿ng Viá»‡t") == "café Tiếng Việt"


@pytest.mark.parametrize("page", ["tcvn3", "vni-win"])
def test_text_of_a_font_page_is_repaired(page: str) -> None:
    shown = [phrase for phrase in phrases() if phrase not in ("Đắk Lắk",) and not phrase.isascii()]
    wrong = [p for p in shown if repair(western(write(p, page))).lower() != p.lower()]
    assert len(wrong) <= len(shown) / 100, wrong


def test_capitals_of_a_font_page_follow_the_other_letters() -> None:
    assert repair("CéNG HßA X· HéI") == "CỘNG HÒA Xã HỘI"


@pytest.mark.parametrize(
    "text",
    ["Müller né José", "fiancée naïve résumé", "½ cup", "5 µm £m", "« bonjour »", "été à la plage",
     "aún", "può", "Beyoncé", "© ® ° §", "NGHĨA «VÂ»", "Ð", "€5 – 6", TEXT, ""],
)  # fmt: skip
def test_text_that_is_what_it_shows_is_left_alone(text: str) -> None:
    assert repair(text) == text


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_vietnamese_survives_whatever_stands_beside_it(text: str) -> None:
    assert TEXT in repair(f"{TEXT} {text}")


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7 text", b"\x89PNG\r\n", b"\x00" * 100, bytes(range(256)) * 20, b"\x1f\x8b\x08"]
)  # fmt: skip
def test_binary_is_one_clear_error(content: bytes) -> None:
    with pytest.raises(BrokenText) as caught:
        decode(content)
    assert caught.value.vi
    assert caught.value.facts["length"] == len(content)


@given(st.binary(max_size=300), st.none() | st.text(max_size=20))
def test_any_bytes_are_text_or_one_clear_error(content: bytes, declared: str | None) -> None:
    try:
        found = decode(content, declared)
    except BrokenText:
        return
    assert isinstance(found.text, str)
    assert found.encoding


def test_random_bytes_are_binary() -> None:
    with pytest.raises(BrokenText):
        decode(os.urandom(4000))


def test_nothing_is_empty_text() -> None:
    assert decode(b"").text == ""
