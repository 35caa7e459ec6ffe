"""JSON Lines, from files and from standard input."""

import gzip
import io
import json
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.model import Page, PageKind, Place, Skipped
from searcher.sources import Limits, open_source


def test_lines_are_numbered_from_one_and_blank_ones_counted_only_as_lines(tmp_path: Path) -> None:
    path = tmp_path / "n.jsonl"
    path.write_bytes(b'\n{"a": 1}\n\n \t\n{"b": 2}\n')
    places = [page.place for page in open_source(str(path)).pages()]
    assert places == [Place(path=str(path), line=2), Place(path=str(path), line=5)]


def test_a_line_too_long_is_skipped_by_number_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "n.jsonl"
    path.write_bytes(b'{"a": 1}\n' + b"x" * 300_000 + b'\n{"b": 2}\n')
    first, second, third = open_source(str(path), limits=Limits(line=1000)).pages()
    assert isinstance(first, Page)
    assert isinstance(second, Skipped)
    assert (second.code, str(second.place)) == ("too-large", f"{path}:2")
    assert isinstance(third, Page)
    assert third.content == b'{"b": 2}'


def test_a_line_of_exactly_the_limit_is_read(tmp_path: Path) -> None:
    path = tmp_path / "n.jsonl"
    line = json.dumps({"title": "x" * 50}).encode()
    path.write_bytes(line + b"\n" + line)
    pages = list(open_source(str(path), limits=Limits(line=len(line))).pages())
    assert [page.content for page in pages if isinstance(page, Page)] == [line, line]


def test_what_was_read_before_the_file_breaks_stays(tmp_path: Path) -> None:
    path = tmp_path / "n.jsonl.gz"
    lines = b"".join(json.dumps({"title": f"{n}"}).encode() + b"\n" for n in range(20_000))
    path.write_bytes(gzip.compress(lines)[:-40])
    *pages, last = open_source(str(path)).pages()
    assert len(pages) > 10_000
    assert all(isinstance(page, Page) for page in pages)
    assert isinstance(last, Skipped)
    assert last.place == Place(path=str(path), line=len(pages) + 1)


def test_standard_input_is_read_as_json_lines() -> None:
    pages = list(open_source("-", stdin=io.BytesIO(b'{"title": "x"}\n')).pages())
    assert pages == [
        Page(kind=PageKind.RECORD, content=b'{"title": "x"}', place=Place(path="-", line=1))
    ]


def test_a_gigabyte_in_one_line_is_never_held(tmp_path: Path) -> None:
    path = tmp_path / "bomb.jsonl.gz"
    with gzip.open(path, "wb", compresslevel=1) as stream:
        for _ in range(256):
            stream.write(bytes(1 << 20))
        stream.write(b'\n{"title": "sau"}\n')
    tracemalloc.start()
    codes = [getattr(one, "code", "page") for one in open_source(str(path)).pages()]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert codes == ["too-large", "page"]
    assert peak < 80 << 20


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@given(titles=st.lists(st.text(max_size=30), min_size=1, max_size=5), piece=st.integers(1, 9))
def test_lines_in_utf_16_are_read_too(encoding: str, titles: list[str], piece: int) -> None:
    lines = "\n".join(json.dumps({"title": title}, ensure_ascii=True) for title in titles)
    mark = "" if encoding == "utf-16" else "\ufeff"
    stream = Dribble((mark + lines).encode(encoding), piece)
    pages = list(open_source("-", stdin=stream).pages())
    read = [json.loads(page.content)["title"] for page in pages if isinstance(page, Page)]
    assert read == titles


class Dribble(io.BytesIO):
    """A stream that gives a few bytes at a time, as a pipe may."""

    def __init__(self, content: bytes, piece: int) -> None:
        super().__init__(content)
        self.piece = piece

    def read(self, size: int | None = -1) -> bytes:
        return super().read(min(self.piece, size) if size and size > 0 else -1)
