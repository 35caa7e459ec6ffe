"""Records: what keys may hold, what is said of those that do not, what is cleaned."""

import json
from datetime import datetime

import pytest

from searcher.errors import BrokenRecord, BrokenText, InputTooLarge, NoArticle
from searcher.extract import extract
from searcher.model import PageKind
from searcher.vietnamese.dates import TIMEZONE
from tests.unit.extract.pages import NOW, article, page, record


def test_every_key_arrives() -> None:
    found = article(
        record(
            id="a-1",
            url="https://bao.example/tin-1.html",
            title="Tin một",
            summary="Tóm tắt",
            body="Đoạn một.\n\nĐoạn hai.",
            author="Hà Anh",
            source="Báo Mẫu",
            category="Thời sự",
            tags=["một", "hai"],
            published="2024-03-04T09:16:00Z",
            image="https://bao.example/a.jpg",
            reads=567,
        )
    )
    assert (found.id, found.url, found.title) == (
        "a-1",
        "https://bao.example/tin-1.html",
        "Tin một",
    )
    assert (found.summary, found.body) == ("Tóm tắt", "Đoạn một.\n\nĐoạn hai.")
    assert (found.author, found.source, found.category) == ("Hà Anh", "Báo Mẫu", "Thời sự")
    assert (found.tags, found.reads) == (("một", "hai"), 567)
    assert found.published == datetime(2024, 3, 4, 16, 16, tzinfo=TIMEZONE)
    assert found.published.isoformat() == "2024-03-04T16:16:00+07:00"
    assert found.image == "https://bao.example/a.jpg"


def test_every_key_may_be_null() -> None:
    keys = [
        "id",
        "url",
        "summary",
        "body",
        "author",
        "source",
        "category",
        "tags",
        "published",
        "image",
        "reads",
    ]
    found = article(record(title="x", **dict.fromkeys(keys)))
    assert (found.url, found.published, found.reads, found.tags) == (None, None, None, ())


def test_unknown_keys_are_ignored_and_named() -> None:
    extracted = extract(record(title="x", lang="vi", score=1, deep={"a": [1]}), now=NOW)
    assert extracted.unknown == ("deep", "lang", "score")


@pytest.mark.parametrize(
    "published",
    [
        "2024-03-04T16:16:00+07:00",
        "2024-03-04 16:16",
        "16:16 - 04/03/2024",
        "Thứ Hai, 04/03/2024, 16:16 (GMT+7)",
        1709543760,
        1709543760000,
        1709543760.0,
        "1709543760",
    ],
)
def test_a_date_may_be_written_in_many_ways(published: object) -> None:
    assert article(record(title="x", published=published)).published == datetime(
        2024, 3, 4, 16, 16, tzinfo=TIMEZONE
    )


@pytest.mark.parametrize("published", ["2031-01-01", "1970-01-01", "hôm nào đó", 0, 1e300, ""])
def test_a_date_that_cannot_be_is_no_date(published: object) -> None:
    assert article(record(title="x", published=published)).published is None


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("title", 5),
        ("title", ["x"]),
        ("body", {"text": "x"}),
        ("id", True),
        ("id", 1.5),
        ("url", 3),
        ("author", {"name": "x"}),
        ("tags", [1, 2]),
        ("published", {"date": 1}),
        ("published", True),
        ("reads", "nhiều"),
        ("reads", -1),
        ("reads", 1.5),
        ("reads", True),
        ("image", 3),
    ],
)
def test_a_value_of_a_wrong_kind_names_its_key_and_place(key: str, value: object) -> None:
    with pytest.raises(BrokenRecord) as caught:
        article(record(**{"title": "x", "body": "y", key: value}))
    for sentence in (caught.value.vi, caught.value.en):
        assert f"“{key}”" in sentence
        assert "tin.jsonl:7" in sentence
    assert caught.value.facts["line"] == 7


def test_broken_json_names_file_line_and_column() -> None:
    with pytest.raises(BrokenRecord) as caught:
        article(page(PageKind.RECORD, '{"title": "x", }'))
    assert caught.value.facts["path"] == "tin.jsonl"
    assert caught.value.facts["line"] == 7
    assert isinstance(caught.value.facts["column"], int)
    assert f"tin.jsonl:7:{caught.value.facts['column']}" in caught.value.vi


@pytest.mark.parametrize(
    "content",
    [
        "[]",
        "null",
        '"x"',
        "5",
        "{",
        '{"a": NaN}',
        '{"a": Infinity}',
        "{} {}",
        '{"a": ' + "9" * 5000 + "}",
    ],
)
def test_what_is_no_json_object_is_a_broken_record(content: str) -> None:
    with pytest.raises(BrokenRecord):
        article(page(PageKind.RECORD, content))


def test_nesting_without_end_is_too_large() -> None:
    with pytest.raises((InputTooLarge, BrokenRecord)):
        article(page(PageKind.RECORD, '{"a": ' + "[" * 200_000))


def test_a_record_in_another_encoding_is_named_and_never_guessed() -> None:
    with pytest.raises(BrokenText) as caught:
        article(page(PageKind.RECORD, '{"title": "Hà Nội"}'.encode("utf-16-be")[1:] + b"\xff"))
    assert "tin.jsonl:7" in caught.value.vi


def test_a_byte_order_mark_is_no_error() -> None:
    assert article(page(PageKind.RECORD, b"\xef\xbb\xbf" + b'{"title": "x"}')).title == "x"


@pytest.mark.parametrize(
    "values", [{}, {"title": " ", "body": "\n"}, {"summary": "x"}, {"title": None}]
)
def test_without_title_and_body_there_is_no_article(values: dict[str, object]) -> None:
    with pytest.raises(NoArticle) as caught:
        article(record(**values))
    assert "tin.jsonl:7" in caught.value.vi


def test_a_title_alone_and_a_body_alone_are_articles() -> None:
    assert article(record(title="x")).body == ""
    assert article(record(body="y")).title == ""


@pytest.mark.parametrize(
    ("given", "category"),
    [
        ("['Thời sự']", "Thời sự"),
        ("['Thời sự', 'Chính trị']", "Thời sự"),
        ('["Thời sự"]', "Thời sự"),
        (["Thời sự", "Chính trị"], "Thời sự"),
        ("N/A", None),
        ("None", None),
        ("[]", None),
        ("  ", None),
        ("[Thời sự]", "[Thời sự]"),
        ("Khoa học - Công nghệ", "Khoa học - Công nghệ"),
    ],
)
def test_a_category_is_a_name_or_nothing(given: object, category: str | None) -> None:
    assert article(record(title="x", category=given)).category == category


def test_several_authors_are_one_line() -> None:
    assert article(record(title="x", author="TRẦN A;LÊ B ")).author == "TRẦN A, LÊ B"
    assert article(record(title="x", author=["Trần A", "Lê B"])).author == "Trần A, Lê B"
    assert article(record(title="x", author="None")).author is None


def test_tags_may_be_one_string() -> None:
    assert article(record(title="x", tags="một, hai;ba, một, ")).tags == ("một", "hai", "ba")


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "tin-1.html",
        "http://",
        "//a",
        "ftp://a/b",
        "http://[x",
    ],
)
def test_an_address_that_is_not_of_the_web_is_not_kept(url: str) -> None:
    found = article(record(title="x", url=url, image=url))
    assert (found.url, found.image) == (None, None)


def test_text_is_nfc_and_visible() -> None:
    found = article(
        record(title="Vie\u0323\u0302t\u200b  Nam\u00ad\u202e", body="a\u00a0b\x00\r\nc\ud83d")
    )
    assert found.title == "Việt Nam"
    assert found.body == "a b\n\nc"


def test_an_emoji_of_several_characters_stays_whole() -> None:
    assert article(record(title="👨\u200d👩\u200d👧 vui")).title == "👨\u200d👩\u200d👧 vui"


def test_wrapped_lines_are_one_paragraph() -> None:
    wrapped = "Nước từ thượng nguồn về chậm hơn mọi năm\ngần một tháng, bà con vẫn chờ.\nDòng mới."
    assert article(record(body=wrapped)).body.split("\n\n") == [
        "Nước từ thượng nguồn về chậm hơn mọi năm gần một tháng, bà con vẫn chờ.",
        "Dòng mới.",
    ]


def test_a_body_stored_as_html_is_read_as_paragraphs() -> None:
    found = article(
        record(title="x", body="<p>Một &amp; hai</p><script>x()</script><p>Ba<br>Bốn</p>")
    )
    assert found.body.split("\n\n") == ["Một & hai", "Ba", "Bốn"]


def test_a_less_than_sign_is_no_html() -> None:
    assert article(record(title="x", body="a < b và <c>")).body == "a < b và <c>"


def test_reads_may_be_written_with_dots() -> None:
    assert article(record(title="x", reads="7.737.917")).reads == 7737917


def test_an_article_read_back_is_the_same() -> None:
    first = article(
        record(
            title="Tin",
            body="Một.\n\nHai (Ảnh: x).",
            author="A, B",
            tags=["t"],
            published="2024-03-04",
        )
    )
    again = {
        "id": first.id, "title": first.title, "body": first.body, "author": first.author,
        "tags": list(first.tags), "published": first.published and first.published.isoformat(),
    }  # fmt: skip
    assert article(page(PageKind.RECORD, json.dumps(again))) == first
