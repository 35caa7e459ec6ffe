"""What nobody sends by accident: bombs, ways out, files that never end. All of it is skipped with a reason."""

import gzip
import json
import os
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from searcher.errors import InputError
from searcher.extract import extract
from searcher.model import Page, Skipped
from searcher.sources import unpacking
from tests.site import Site

Read = Callable[..., list[Page | Skipped]]

LAUGHS = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha">{entities}]>
<rss><channel><item><title>&z;</title></item></channel></rss>""".format(
    entities="".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(24)
    ).replace("<!ENTITY y", "<!ENTITY z")
)
QUADRATIC = f'<!DOCTYPE rss [<!ENTITY a "{"x" * 50_000}">]><rss><channel><item><title>{"&a;" * 50_000}</title></item></channel></rss>'
OUTSIDE = '<!DOCTYPE rss [<!ENTITY x SYSTEM "{target}">]><rss><channel><item><title>&x;</title></item></channel></rss>'
PARAMETER = '<!DOCTYPE rss [<!ENTITY % x SYSTEM "{target}"> %x;]><rss><channel><item><title>a</title></item></channel></rss>'
DTD = (
    '<!DOCTYPE rss SYSTEM "{target}"><rss><channel><item><title>Tin</title></item></channel></rss>'
)


def codes(pages: list[Page | Skipped]) -> list[str]:
    return [page.code if isinstance(page, Skipped) else "page" for page in pages]


def write(tmp_path: Path, content: str | bytes, name: str = "a.xml") -> str:
    (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return str(tmp_path / name)


@pytest.mark.parametrize("text", [LAUGHS, QUADRATIC, OUTSIDE, PARAMETER])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_that_defines_entities_is_not_parsed(
    tmp_path: Path, read: Read, site: Site, text: str, encoding: str
) -> None:
    secret = write(tmp_path, "bí mật", "secret.txt")
    for target in (f"file://{secret}", site.url("/x.dtd")):
        content = text.replace("{target}", target).encode(encoding)
        assert codes(read(write(tmp_path, content))) == ["unsafe-xml"]
    assert site.paths == []


def test_an_external_document_type_is_not_fetched(tmp_path: Path, read: Read, site: Site) -> None:
    pages = read(write(tmp_path, DTD.replace("{target}", site.url("/x.dtd"))))
    assert (codes(pages), site.paths) == (["page"], [])


def test_a_sitemap_with_entities_is_not_parsed(site: Site, read: Read) -> None:
    text = LAUGHS.replace("rss", "urlset")
    url = site.page("/s.xml", text, content_type="text/xml")
    assert codes(read(f"sitemap:{url}")) == ["unsafe-xml"]


@pytest.mark.parametrize("root", ["rss", "urlset"])
def test_xml_nested_a_hundred_thousand_times_is_survived(
    tmp_path: Path, read: Read, root: str
) -> None:
    text = f"<{root}>{'<x>' * 100_000}{'</x>' * 100_000}</{root}>"
    assert set(codes(read(write(tmp_path, text)))) <= {"empty", "broken-xml"}


def test_200_000_nested_elements_are_refused(tmp_path: Path, read: Read) -> None:
    text = f"<html><body>{'<div>' * 200_000}Tin{'</div>' * 200_000}</body></html>"
    (page,) = read(write(tmp_path, text, "a.html"))
    assert isinstance(page, Page)
    with pytest.raises(InputError):
        extract(page)


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.html", "a.txt", "a.xml", "a.warc"])
def test_a_line_of_a_gigabyte_is_never_in_memory(tmp_path: Path, read: Read, name: str) -> None:
    path = tmp_path / name
    head = {"a.csv": b"title\n", "a.warc": b"WARC/1.0\r\nContent-Length: 268435456\r\n\r\n"}
    with path.open("wb") as file:
        file.write(head.get(name, b""))
        file.truncate(1 << (30 if name in ("a.jsonl", "a.html") else 28))  # zeros that take no room
    tracemalloc.start()
    pages = read(str(path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert all(isinstance(page, Skipped) for page in pages)
    assert len(pages) == 1
    assert peak < 260 << 20


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.csv.gz", "a.html.gz", "a.xml.gz", "a.warc.gz"])
def test_gigabytes_of_zeros_are_given_up(
    tmp_path: Path, read: Read, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacking, "FREE", 96 << 20)
    path = tmp_path / name
    path.write_bytes(b"".join([gzip.compress(bytes(64 << 20), 1)] * 150))  # 10 GB
    (page,) = read(str(path))
    assert isinstance(page, Skipped)
    assert page.code in {"bomb", "too-large", "unreadable"}


def test_the_bomb_of_all_members_being_one_is_given_up(
    tmp_path: Path, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacking, "FREE", 16 << 20)
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.html", bytes(4 << 20))
        for n in range(200):  # further entries of the directory for the same bytes
            info = zipfile.ZipInfo(f"b{n}.html")
            first = archive.infolist()[0]
            info.header_offset, info.CRC = first.header_offset, first.CRC
            info.compress_size, info.file_size = first.compress_size, first.file_size
            info.compress_type = zipfile.ZIP_DEFLATED
            info.orig_filename = "a.html"
            archive.filelist.append(info)
            archive.NameToInfo[info.filename] = info
    pages = read(str(tmp_path / "a.zip"))
    assert isinstance(pages[-1], Skipped)
    assert sum(len(page.content) for page in pages if isinstance(page, Page)) < 64 << 20


def test_devices_pipes_and_loops_are_skipped(tmp_path: Path, read: Read) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    os.mkfifo(folder / "a.jsonl")
    (folder / "b.jsonl").symlink_to("/dev/zero")
    (folder / "c.html").symlink_to("/dev/urandom")
    (folder / "d").symlink_to(folder)
    (folder / "e.txt").symlink_to("e.txt")
    assert sorted(codes(read(str(folder)))) == [
        "loop", "not-a-file", "not-a-file", "not-a-file", "unreadable",
    ]  # fmt: skip
    for device in ("/dev/zero", "/dev/null", str(folder / "a.jsonl")):
        assert codes(read(device)) == ["not-a-file"]


def test_json_nested_a_hundred_thousand_times_is_refused(tmp_path: Path, read: Read) -> None:
    deep = '{"title": ' + "[" * 100_000 + "]" * 100_000 + "}"
    wide = json.dumps({"title": "Tin", "tags": ["x"] * 100_000})
    pages = read(write(tmp_path, f"{deep}\n{wide}\n", "a.jsonl"), columns=(("body", "nd"),))
    assert len(pages) == 2
    assert isinstance(pages[0], Page)
    with pytest.raises(InputError):
        extract(pages[0])
