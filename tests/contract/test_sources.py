"""What every kind of source promises, asked of each in the same words."""

import bz2
import gzip
import lzma
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from searcher.errors import SourceUnreachable
from searcher.model import Page, PageKind, Place, Skipped
from searcher.sources import Limits, open_source

HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<h1>z</h1>"
WARC = (
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\n"
    b"Content-Type: application/http; msgtype=response\r\n"
    b"Content-Length: " + str(len(HTTP)).encode() + b"\r\n\r\n" + HTTP + b"\r\n\r\n"
)
CONTENT = {
    "a.txt": b"Ti\xc3\xaau \xc4\x91\xe1\xbb\x81\n\nN\xe1\xbb\x99i dung.",
    "b.html": b"<h1>x</h1>",
    "c.htm": b"<h1>y</h1>",
    "d.jsonl": b'{"title": "1"}\n\n{"title": "2"}\r\n   \n{"title": "3"}',
    "e.ndjson": b'{"title": "4"}\n',
    "f.csv": b"id,title\n1,M\xe1\xbb\x99t\n\n2,Hai\n",
    "g.tsv": b"title\tbody\nM\xe1\xbb\x99t\tx\n",
    "h.xml": b"<rss><channel><item><title>1</title></item><item><title>2</title></item></channel></rss>",
    "i.atom": b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>3</title></entry></feed>',
    "j.warc": WARC * 2,
}
PACK: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": zstandard.compress,
}
KINDS = {
    "a.txt": PageKind.TEXT,
    "b.html": PageKind.HTML,
    "c.htm": PageKind.HTML,
    "d.jsonl": PageKind.RECORD,
    "e.ndjson": PageKind.RECORD,
    "f.csv": PageKind.RECORD,
    "g.tsv": PageKind.RECORD,
    "h.xml": PageKind.RECORD,
    "i.atom": PageKind.RECORD,
    "j.warc": PageKind.HTML,
}


def read(place: Path, **options: object) -> list[Page | Skipped]:
    return list(open_source(str(place), **options).pages())  # type: ignore[arg-type]


@pytest.fixture(params=list(PACK))
def packing(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=list(CONTENT))
def file(request: pytest.FixtureRequest, tmp_path: Path, packing: str) -> Path:
    path = tmp_path / (request.param + packing)
    path.write_bytes(PACK[packing](CONTENT[request.param]))
    return path


def name_of(file: Path) -> str:
    return ".".join(file.name.split(".")[:2])


def test_a_file_gives_its_pages_packed_or_not(file: Path) -> None:
    pages = read(file)
    assert all(isinstance(page, Page) for page in pages)
    assert {page.kind for page in pages if isinstance(page, Page)} == {KINDS[name_of(file)]}


def test_reading_twice_gives_the_same(file: Path) -> None:
    source = open_source(str(file))
    assert list(source.pages()) == list(source.pages())


def test_reading_goes_on_after_any_place(file: Path) -> None:
    source = open_source(str(file))
    pages = list(source.pages())
    for number, page in enumerate(pages, 1):
        assert list(source.pages(page.place)) == pages[number:]
        assert list(open_source(str(file.parent)).pages(page.place)) == pages[number:]


def test_after_a_place_that_is_gone_everything_is_read(file: Path) -> None:
    nowhere = Place(path=f"{file}x", line=3)
    assert list(open_source(str(file)).pages(nowhere)) == read(file)
    assert list(open_source(str(file.parent)).pages(nowhere)) == read(file)


def test_after_a_file_of_a_folder_only_later_ones_are_opened(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(name)
    (tmp_path / "a.txt").unlink()
    os.mkfifo(tmp_path / "a.txt")  # whoever opens it waits for ever
    pages = open_source(str(tmp_path)).pages(Place(path=str(tmp_path / "b.txt")))
    assert [page.place.path for page in pages] == [str(tmp_path / "c.txt")]


def test_a_folder_of_one_file_gives_what_the_file_gives(file: Path) -> None:
    assert read(file.parent) == read(file)


def test_every_page_names_its_place(file: Path) -> None:
    assert all(str(page.place).startswith(str(file)) for page in read(file))


def test_an_empty_file_is_skipped_with_a_reason(file: Path, packing: str) -> None:
    file.write_bytes(PACK[packing](b""))
    assert codes(read(file)) == ["empty"]


def test_a_file_that_is_no_packed_data_is_skipped(file: Path, packing: str) -> None:
    if not packing:
        pytest.skip("nothing to unpack")
    file.write_bytes(b"this was never packed")
    assert codes(read(file)) == ["unreadable"]


def test_a_packed_file_cut_off_is_reported_once_and_last(file: Path, packing: str) -> None:
    if not packing:
        pytest.skip("nothing to unpack")
    file.write_bytes(file.read_bytes()[:-5])
    pages = read(file)
    assert codes(pages) == ["unreadable"]
    assert isinstance(pages[-1], Skipped)


def test_a_page_beyond_its_limit_is_skipped(file: Path) -> None:
    assert set(codes(read(file, limits=Limits(page=3, line=3, listing=3)))) == {"too-large"}


def test_a_missing_path_is_unreachable_before_anything_is_read(tmp_path: Path) -> None:
    for name in ("nothing.jsonl", "nothing", "", "a\0b.txt"):
        with pytest.raises(SourceUnreachable) as caught:
            open_source(str(tmp_path / name) if name else name)
        assert caught.value.vi
        assert caught.value.en


def test_a_kind_that_nobody_reads_is_skipped(tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(b"PK")
    assert codes(read(path)) == ["unknown-kind"]


def test_a_pipe_is_skipped_and_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jsonl")
    seen: list[Page | Skipped] = []
    reader = threading.Thread(target=lambda: seen.extend(read(tmp_path)), daemon=True)
    reader.start()
    reader.join(10)
    assert codes(seen) == ["not-a-file"]


def test_every_skip_speaks_both_languages_and_names_the_place(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jsonl")
    (tmp_path / "x.docx").write_bytes(b"x")
    (tmp_path / "y.html").write_bytes(b"")
    (tmp_path / "z.txt.gz").write_bytes(b"x")
    (tmp_path / "zz.html").symlink_to("nowhere")
    skipped = [page for page in read(tmp_path) if isinstance(page, Skipped)]
    assert len(skipped) == 4
    for skip in skipped:
        assert str(skip.place) in skip.vi
        assert str(skip.place) in skip.en


def codes(pages: list[Page | Skipped]) -> list[str]:
    return [page.code for page in pages if isinstance(page, Skipped)]
