"""CSV and TSV: dialects, encodings, rows that are broken."""

import csv
import io
import json
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.errors import SettingsError
from searcher.model import Page, Skipped
from searcher.settings.sources import SourceSettings
from searcher.sources import Limits, Reading, open_source

Read = Callable[..., list[Page | Skipped]]


def write(tmp_path: Path, content: str | bytes, name: str = "tin.csv") -> str:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)


def records(pages: list[Page | Skipped]) -> list[dict[str, str]]:
    return [json.loads(page.content) for page in pages if isinstance(page, Page)]


def skipped(pages: list[Page | Skipped]) -> list[tuple[str, int | None]]:
    return [(page.code, page.place.line) for page in pages if isinstance(page, Skipped)]


def in_1258(text: str) -> bytes:
    """Write tones as marks of their own, as that code page has them."""
    apart = unicodedata.normalize("NFD", text)
    written = ""
    for letter in unicodedata.normalize("NFC", text):
        marks = unicodedata.normalize("NFD", letter)
        tones = [mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323"]
        rest = "".join(mark for mark in marks if mark not in tones)
        written += unicodedata.normalize("NFC", rest) + "".join(tones)
    assert unicodedata.normalize("NFD", written) == apart
    return written.encode("cp1258")


def test_rows_are_records_with_the_line_where_they_begin(tmp_path: Path, read: Read) -> None:
    pages = read(write(tmp_path, 'id,Title,body\n1,Một,"dài\nhai dòng"\n\n2,Hai,\n'))
    assert records(pages) == [
        {"id": "1", "title": "Một", "body": "dài\nhai dòng"},
        {"id": "2", "title": "Hai"},
    ]
    assert [page.place.line for page in pages] == [2, 5]


@pytest.mark.parametrize("delimiter", list(",;\t|"))
def test_the_delimiter_is_found_out(tmp_path: Path, read: Read, delimiter: str) -> None:
    rows = [["id", "title", "body"], ["1", "a, b; c", "x"]]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    assert records(read(write(tmp_path, text.getvalue()))) == [
        {"id": "1", "title": "a, b; c", "body": "x"}
    ]


def test_a_tsv_has_tabs(tmp_path: Path, read: Read) -> None:
    assert records(read(write(tmp_path, "title\nMột, hai, ba\n", "a.tsv"))) == [
        {"title": "Một, hai, ba"}
    ]


def test_dialect_and_encoding_may_be_told(tmp_path: Path, read: Read) -> None:
    content = "title~body\n'a~b'~Thời sự\n".encode("cp1258", "ignore")
    found = records(
        read(write(tmp_path, content), delimiter="~", quote="'", encoding="windows-1258")
    )
    assert found[0]["title"] == "a~b"
    assert found[0]["body"].startswith("Th")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
def test_the_encoding_is_found_out(tmp_path: Path, read: Read, encoding: str) -> None:
    text = "title,body\n" + "Tiếng Việt đầy đủ dấu,Trường học ở thành phố này đã mở cửa\n" * 5
    content = in_1258(text) if encoding == "cp1258" else text.encode(encoding)
    found = records(read(write(tmp_path, content)))
    assert {unicodedata.normalize("NFC", one["title"]) for one in found} == {
        "Tiếng Việt đầy đủ dấu"
    }


def test_broken_rows_are_skipped_with_their_lines(tmp_path: Path, read: Read) -> None:
    content = b"id,title\n1,a\n2\n3,b,c\n4,\xff\xfe\xfa\n5,c\n"
    pages = read(write(tmp_path, content), encoding="utf-8")
    assert [one["id"] for one in records(pages)] == ["1", "5"]
    assert skipped(pages) == [("broken-record", 3), ("broken-record", 4), ("broken-text", 5)]


def test_a_table_without_a_column_of_ours_says_what_it_has(tmp_path: Path, read: Read) -> None:
    (page,) = read(write(tmp_path, "ma,tieu_de\n1,Một\n"))
    assert isinstance(page, Skipped)
    assert (page.code, "tieu_de" in page.vi, "timtin.toml" in page.en) == ("no-columns", True, True)


def test_columns_are_mapped_by_settings(tmp_path: Path, read: Read) -> None:
    columns = (("id", "ma"), ("title", "Tiêu đề"), ("body", "nd"))
    pages = read(write(tmp_path, "ma,Tiêu đề,nd,khac\n1,Một,x,y\n"), columns=columns)
    assert records(pages) == [{"id": "1", "title": "Một", "body": "x", "khac": "y"}]


def test_an_unknown_encoding_is_a_wrong_setting(tmp_path: Path, read: Read) -> None:
    with pytest.raises(SettingsError, match="klingon"):
        read(write(tmp_path, "title\n"), encoding="klingon")


def test_lines_and_cells_beyond_the_limit_are_skipped(tmp_path: Path) -> None:
    content = "title,body\na," + "x" * 5000 + '\nb,"' + "y\n" * 3000 + '"\nc,z\n'
    path = write(tmp_path, content)
    reading = Reading(limits=Limits(line=1000), source=SourceSettings(place=path))
    pages = list(open_source(path, reading=reading).pages())
    assert [one["title"] for one in records(pages)][-1] == "c"
    assert skipped(pages)[0] == ("too-large", 2)


CELLS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff"), max_size=20
)


@given(rows=st.lists(st.tuples(CELLS.filter(str.strip), CELLS), min_size=1, max_size=8))
def test_what_csv_writes_is_read(
    rows: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([("title", "body"), *rows])
    path = write(tmp_path_factory.mktemp("csv"), text.getvalue())
    reading = Reading(source=SourceSettings(place=path, encoding="utf-8", delimiter=","))
    found = records(list(open_source(path, reading=reading).pages()))
    expected = [{"title": title, "body": body} for title, body in rows]
    assert found == [{key: cell for key, cell in row.items() if cell} for row in expected]


@given(content=st.binary(max_size=400))
def test_any_bytes_give_pages_or_reasons(
    content: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = write(tmp_path_factory.mktemp("csv"), b"title,body\n" + content)
    for page in open_source(path).pages():
        assert isinstance(page, Page | Skipped)
