"""What was pasted is read as the text that was seen, whatever it was copied from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.errors import BrokenRecord
from searcher.extract.draft import LONGEST_TITLE, draft_in, draft_said
from searcher.extract.pasted import plain_of
from searcher.model import Draft


@pytest.mark.parametrize(
    ("pasted", "text"),
    [
        ("Giá < 5 và > 3", "Giá < 5 và > 3"),
        ("a <- b, x<y>z", "a <- b, x z"),
        ("<p>Một</p><p>Hai</p>", "Một\n\nHai"),
        ("Một<br>Hai", "Một\n\nHai"),
        ("<script>alert(1)</script>Tin", "Tin"),
        ("Tin<script>alert(1)", "Tin"),
        ("<style>p{color:red}</style><p>Tin</p>", "Tin"),
        ("<!--[if mso]><xml>Ẩn</xml><![endif]--><p>Tin<o:p></o:p></p>", "Tin"),
        ("<img src=x onerror=alert(1)>Tin", "Tin"),
        ("<b>Tin</b> &amp; ảnh<br/>", "Tin & ảnh"),
        ("dòng một\r\ndòng hai", "dòng một\n\ndòng hai"),
        ("a\u200bb \ufeffc", "ab c"),
        ("", ""),
    ],
)
def test_the_visible_text_is_what_is_left(pasted: str, text: str) -> None:
    assert plain_of(pasted) == text


@given(st.text(max_size=200))
def test_no_script_and_no_tag_of_a_page_is_left(text: str) -> None:
    found = plain_of(f"<p>{text}</p><script>bí mật</script><iframe src=x></iframe>")
    assert "bí mật" not in found
    assert "<iframe" not in found.lower()


def test_a_short_first_line_is_the_title() -> None:
    assert draft_said("Tựa\n\nThân\nbài") == Draft(title="Tựa", body="Thân\n\nbài")
    assert draft_said("<h1>Tựa</h1><p>Thân bài</p>") == Draft(title="Tựa", body="Thân bài")
    long = "chữ " * LONGEST_TITLE
    assert draft_said(f"{long}\nThân").title == ""
    assert draft_said("  \n ") == Draft()


def test_a_file_is_read_by_its_name() -> None:
    record = '{"title": "Tựa", "summary": "Sapo", "body": "Thân"}'.encode()
    assert draft_in(record, "a.json") == Draft(title="Tựa", summary="Sapo", body="Thân")
    assert draft_in(b"<p>a", "a.html") == Draft(title="a")
    assert draft_in("Tựa\nThân".encode("utf-16"), "a.txt") == Draft(title="Tựa", body="Thân")
    assert draft_in(b"", "-") == Draft()
    with pytest.raises(BrokenRecord, match=r"a\.json"):
        draft_in(b"{", "a.json")
