"""WARC files, written by warcio itself."""

import gzip
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from searcher.extract import extract
from searcher.model import Page, Skipped
from tests.site import article

pytestmark = pytest.mark.filterwarnings(
    # warcio's writer leaves its temporary files to the collector.
    "ignore::pytest.PytestUnraisableExceptionWarning",
    "ignore:Unclosed file:ResourceWarning",
)
Read = Callable[..., list[Page | Skipped]]


def answer(
    writer: WARCWriter, url: str, body: bytes, status: str = "200 OK", **headers: str
) -> None:
    """Write a response; headers are written with `_` for `-`."""
    told = {"content_type": "text/html; charset=utf-8"} | headers
    listed = [(name.replace("_", "-").title(), value) for name, value in told.items()]
    http = StatusAndHeaders(status, listed, protocol="HTTP/1.1")
    record = writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=http)
    writer.write_record(record)


def archive(*, packed: bool) -> bytes:
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "timtin"}))
    answer(writer, "https://bao.example/1.html", article("Một").encode())
    answer(writer, "https://bao.example/anh.jpg", b"\xff\xd8", content_type="image/jpeg")
    answer(writer, "https://bao.example/cu.html", b"", "301 Moved", location="/1.html")
    packed_body = gzip.compress(article("Hai").encode())
    answer(writer, "https://bao.example/2.html", packed_body, content_encoding="gzip")
    return stream.getvalue()


def titles(pages: list[Page | Skipped]) -> list[str]:
    return [extract(page).article.title for page in pages if isinstance(page, Page)]


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_the_pages_of_an_archive_come_with_their_addresses(
    tmp_path: Path, read: Read, name: str
) -> None:
    (tmp_path / name).write_bytes(archive(packed=name.endswith(".gz")))
    pages = read(str(tmp_path / name))
    assert titles(pages) == ["Một", "Hai"]
    assert [page.url for page in pages if isinstance(page, Page)] == [
        "https://bao.example/1.html",
        "https://bao.example/2.html",
    ]


def test_an_archive_packed_as_a_whole_is_read_too(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(archive(packed=False)))
    assert titles(read(str(tmp_path / "a.warc.gz"))) == ["Một", "Hai"]


@pytest.mark.parametrize("cut", [1, 40, 300])
def test_what_was_read_before_an_archive_breaks_stays(tmp_path: Path, read: Read, cut: int) -> None:
    (tmp_path / "a.warc.gz").write_bytes(archive(packed=True)[:-cut])
    *_, last = pages = read(str(tmp_path / "a.warc.gz"))
    assert isinstance(last, Skipped)
    assert titles(pages)[0] == "Một"


@pytest.mark.parametrize("broken", [b"https://bao.example/1.html", b"https://bao.example/2.html"])
def test_a_record_that_is_longer_than_it_says_is_told(
    tmp_path: Path, read: Read, capfd: pytest.CaptureFixture[str], broken: bytes
) -> None:
    content = archive(packed=False)
    at = content.index(broken)
    start = content.index(b"\r\nContent-Length: ", at) + len(b"\r\nContent-Length: ")
    end = content.index(b"\r\n", start)
    length = b"%d" % (int(content[start:end]) - 8)
    (tmp_path / "a.warc").write_bytes(content[:start] + length + content[end:])
    skipped = [page for page in read(str(tmp_path / "a.warc")) if isinstance(page, Skipped)]
    assert [page.code for page in skipped if page.code == "wrong-length"] == ["wrong-length"]
    assert capfd.readouterr().err == ""


def test_an_archive_without_a_page_is_empty(tmp_path: Path, read: Read) -> None:
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=False)
    answer(writer, "https://bao.example/anh.jpg", b"\xff\xd8", content_type="image/jpeg")
    (tmp_path / "a.warc").write_bytes(stream.getvalue())
    assert [page.code for page in read(str(tmp_path / "a.warc")) if isinstance(page, Skipped)] == [
        "empty"
    ]


def test_rubbish_is_skipped(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.warc").write_bytes(b"this is no WARC\r\n" * 40)
    (page,) = read(str(tmp_path / "a.warc"))
    assert isinstance(page, Skipped)
