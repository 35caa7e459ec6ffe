"""A whole run over a folder of what nobody sends by accident: each is skipped with a reason, the rest is found."""

import gzip
import io
import json
import lzma
import os
import resource
import socket
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import zstandard

from searcher import Archive, Order, Report, Settings, reindex

ENTITY = '<!DOCTYPE {root} [<!ENTITY x SYSTEM "file:///etc/passwd">]><{root}><url><loc>&x;</loc></url></{root}>'
GOOD = {"id": "lanh", "title": "Tin lành", "body": "Nội dung bình thường."}
MEMORY = 700 << 20
"""Bytes that a run over all of this may take more than before."""


def jsonl(*records: object) -> bytes:
    return b"".join(
        one if isinstance(one, bytes) else f"{json.dumps(one)}\n".encode() for one in records
    )


def tar(*names: str) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for name in names:
            content = b"Tin\n\nLead out."
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return made.getvalue()


def zipped(name: str, content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return made.getvalue()


def records() -> dict[str, bytes]:
    """Return lines of which none is a good record, by what is wrong with them."""
    return {
        "nan": b'{"id": "nan", "title": "Tin", "reads": NaN}\n',
        "endless": b'{"id": "endless", "title": "Tin", "reads": 1e999}\n',
        "deep": b'{"id": "deep", "title": ' + b"[" * 50_000 + b"]" * 50_000 + b"}\n",
        "binary": b'{"id": "binary", "title": "\xff\xfe\xfa"}\n',
        "list": b'["Tin"]\n',
        "cut": b'{"id": "cut", "title": "Ti\n',
        "number": b"1" * 5_000 + b"\n",
    }


def warc() -> bytes:
    """Return an archive with a page that wants a file of this machine."""
    page = ENTITY.format(root="html").encode()
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/x\r\n"
        "WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


def files() -> dict[str, bytes]:
    """Return hostile files by name."""
    line = jsonl(GOOD | {"id": "packed"}) * 400
    return {
        "sitemap.xml": ENTITY.format(root="urlset").encode(),
        "rss.xml.gz": gzip.compress(ENTITY.format(root="rss").encode()),
        "way-out.tar": tar("../../x.txt", "/etc/x.txt", "a/../../x.txt"),
        "nested.zip": zipped("b.zip", zipped("c.zip", zipped("d.html", bytes(1 << 20)))),
        "cut.jsonl.xz": lzma.compress(line)[:-40],
        "cut.jsonl.zst": zstandard.compress(line)[:-20],
        "trailing.jsonl.gz": gzip.compress(jsonl(GOOD | {"id": "packed"})) + b"\0rubbish" * 9,
        "wide.csv": b"cot," * 1_000_000 + b"\n" + b"Tin," * 1_000_000 + b"\n",
        "a.warc": warc(),
        "divs.html": b"<html><body>" + b"<div>" * 200_000 + b"Tin",
        "all.jsonl": b"".join(records().values()),
    }


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Return a folder with one good article among all that is hostile."""
    place = tmp_path / "in"
    place.mkdir()
    (place / "good.jsonl").write_bytes(jsonl(GOOD))
    for name, content in files().items():
        (place / name).write_bytes(content)
    with (place / "sparse.jsonl").open("wb") as file:
        file.truncate(1 << 30)  # a line of zeros that takes no room
    os.mkfifo(place / "pipe.jsonl")
    (place / "zero.html").symlink_to("/dev/zero")
    (place / "loop").symlink_to(place)
    (place / "self.txt").symlink_to("self.txt")
    Path(os.fsdecode(bytes(place) + b"/t\xean.jsonl")).write_bytes(b"{\n")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(os.path.relpath(place / "s.jsonl"))
        yield place


def test_a_run_over_hostile_files_names_each_and_finds_the_rest(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(home=tmp_path / "home", workers=1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    report = reindex(Order(places=(str(folder),)), settings)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) << 10
    assert grown < MEMORY
    named = skipped_files(report)
    expected = {*files(), "sparse.jsonl", "pipe.jsonl", "zero.html", "self.txt", "s.jsonl", "loop"}
    assert expected <= named
    assert any(name.startswith(("t\udcea", "t\\xea")) for name in named)
    assert all(one.vi and one.en and one.code for one in report.counts.skipped)
    lines = [one for one in report.counts.skipped if one.place.path.endswith("all.jsonl")]
    assert {one.place.line for one in lines} == set(range(1, len(records()) + 1))
    archive = Archive(settings)
    assert {one.id for one in archive.articles()} <= {"lanh", "packed"}
    assert archive.article("lanh").title == "Tin lành"
    assert not any("root:" in one.body for one in archive.articles())
    assert list(archive.check()) == []


def skipped_files(report: Report) -> set[str]:
    """Return the names of the files of which something was skipped."""
    paths = (one.place.path.partition("!/")[0] for one in report.counts.skipped)
    return {Path(path).name for path in paths}
