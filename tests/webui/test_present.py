"""Laws and examples of what readers see."""

from datetime import UTC, date, datetime
from html import unescape

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from webui import present

SPANS = st.lists(st.tuples(st.integers(-5, 30), st.integers(-5, 40)), max_size=6)


@given(st.text(max_size=30), SPANS)
def test_marking_changes_nothing_but_adds_marks(text: str, spans: list[tuple[int, int]]) -> None:
    marked = present.marked(text, spans)
    assert unescape(marked.replace("<mark>", "").replace("</mark>", "")) == unescape(
        str(present.marked(text, ()))
    )
    assert marked.count("<mark>") == marked.count("</mark>")


@given(st.text(alphabet="ab<>&\"'", max_size=30), SPANS)
def test_marked_text_holds_no_markup_of_its_own(text: str, spans: list[tuple[int, int]]) -> None:
    marked = present.marked(text, spans).replace("<mark>", "").replace("</mark>", "")
    assert not set(marked) & set("<>\"'")


@given(st.text(min_size=1, max_size=30), st.data())
def test_a_span_marks_exactly_its_code_points(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    marked = str(present.marked(text, [(start, end)]))
    inside = marked[marked.index("<mark>") + 6 : marked.index("</mark>")]
    assert inside == str(present.escape(text[start:end]))


def test_marks_count_code_points_not_bytes_or_units() -> None:
    assert present.marked("😀 Huế", [(2, 5)]) == "😀 <mark>Huế</mark>"


def test_moment_is_written_as_portals_do_in_their_zone() -> None:
    assert present.moment(datetime(2024, 3, 4, 9, 16, tzinfo=UTC)) == "16:16 - 04/03/2024"
    assert present.moment(datetime(2024, 3, 4, 17, 0, tzinfo=UTC)) == "00:00 - 05/03/2024"


def test_day_and_month_are_written_in_full() -> None:
    assert present.day(date(2024, 3, 4)) == "04/03/2024"
    assert present.month("2024-03") == "Tháng 3/2024"


@pytest.mark.parametrize(
    ("value", "shown"), [(0, "0"), (567, "567"), (3553, "3.553"), (7_737_917, "7.737.917")]
)
def test_numbers_have_points_between_thousands(value: int, shown: str) -> None:
    assert present.number(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.04, "0,0 ms"), (3.14, "3,1 ms"), (12.6, "13 ms"), (999.4, "999 ms"), (1234.0, "1,23 giây")],
)
def test_durations_are_short(value: float, shown: str) -> None:
    assert present.milliseconds(value) == shown


@pytest.mark.parametrize(
    ("url", "followed"),
    [
        ("https://bao.example/tin", True),
        ("HTTP://bao.example", True),
        ("javascript:alert(1)", False),
        (" java\nscript:alert(1)", False),
        ("data:text/html,x", False),
        ("//bao.example", False),
        ("https://", False),
        ("http://[", False),
        ("", False),
        (None, False),
    ],
)
def test_only_web_addresses_are_followed(url: str | None, followed: bool) -> None:
    assert (present.web_address(url) is not None) is followed


@given(st.text())
def test_what_templates_print_is_allowed_in_html_and_utf8(text: str) -> None:
    shown = str(present.printable(text))
    shown.encode("utf-8")
    assert len(shown) == len(text)
    assert not set(shown) & {"\x00", "\x0b", "\x7f", "\ufdd0", "\ufffe"}


def test_halves_of_surrogate_pairs_do_not_break_json() -> None:
    app = Flask(__name__)
    present.install(app)
    written = app.json.dumps({"title": "a\ud800b\x00"})
    assert written.encode("utf-8") == '{"title": "a\ufffdb\\u0000"}'.encode()
