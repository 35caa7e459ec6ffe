"""zip and tar: members of all kinds, names that lead out, bombs."""

import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from searcher.model import Page, Skipped
from searcher.sources import unpacking

Read = Callable[..., list[Page | Skipped]]
MEMBERS = {
    "tin.jsonl": b'{"title": "1"}\n{"title": "2"}\n',
    "trang/a.html": b"<h1>x</h1>",
    "trang/b.txt.gz": gzip.compress(b"Tin"),
    "bang.csv": b"title\nx\n",
    "README.md": b"x",
    ".an/c.txt": b"x",
}
READ = ["tin.jsonl:1", "tin.jsonl:2", "trang/a.html", "trang/b.txt.gz", "bang.csv:2"]


def zipped(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def tarred(members: dict[str, bytes], mode: str) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode=f"w:{mode}") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return stream.getvalue()


def packed(name: str, members: dict[str, bytes]) -> bytes:
    return zipped(members) if name.endswith(".zip") else tarred(members, name.rpartition(".")[2][-2:].replace("ar", ""))  # fmt: skip


ARCHIVES = ["a.zip", "a.tar", "a.tar.gz", "a.tar.xz"]


def codes(pages: list[Page | Skipped]) -> list[str]:
    return [page.code for page in pages if isinstance(page, Skipped)]


@pytest.mark.parametrize("name", ARCHIVES)
def test_every_member_that_somebody_reads_is_read(tmp_path: Path, read: Read, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(packed(name, MEMBERS))
    pages = read(str(path))
    assert codes(pages) == []
    assert [str(page.place).removeprefix(f"{path}!/") for page in pages] == READ


def test_tgz_is_a_packed_tar(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.tgz").write_bytes(tarred(MEMBERS, "gz"))
    assert len(read(str(tmp_path / "a.tgz"))) == len(READ)


@pytest.mark.parametrize("name", ["a.zip", "a.tar"])
@pytest.mark.parametrize("member", ["../x.txt", "/etc/x.txt", "a/../../x.txt", "..\\x.txt", "C:\\x.txt"])  # fmt: skip
def test_names_that_lead_out_are_skipped(
    tmp_path: Path, read: Read, name: str, member: str
) -> None:
    (tmp_path / name).write_bytes(packed(name, {member: b"x", "b.txt": b"Tin"}))
    pages = read(str(tmp_path / name))
    assert codes(pages) == ["outside"]
    assert len(pages) == 2


@pytest.mark.parametrize("name", ["a.zip", "a.tar.gz"])
def test_a_member_without_a_name_is_skipped(tmp_path: Path, read: Read, name: str) -> None:
    (tmp_path / name).write_bytes(packed(name, {".": b"x", "b.txt": b"Tin"}))
    pages = read(str(tmp_path / name))
    assert codes(pages) == ["nameless"]
    assert len(pages) == 2


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE])  # fmt: skip
def test_links_and_devices_in_a_tar_are_skipped(tmp_path: Path, read: Read, kind: bytes) -> None:
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        info = tarfile.TarInfo("x.txt")
        info.type, info.linkname = kind, "/etc/passwd"
        archive.addfile(info)
    assert codes(read(str(tmp_path / "a.tar"))) == ["not-a-file"]


def test_links_in_a_zip_are_skipped(tmp_path: Path, read: Read) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        info = zipfile.ZipInfo("x.txt")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    assert codes(read(str(tmp_path / "a.zip"))) == ["not-a-file"]


@pytest.mark.parametrize("name", ["a.zip", "a.tar.gz"])
def test_an_archive_in_an_archive_is_not_opened(tmp_path: Path, read: Read, name: str) -> None:
    members = {"b.zip": zipped({"c.txt": b"x"}), "d.tar.gz": b"x", "e.txt": b"Tin"}
    (tmp_path / name).write_bytes(packed(name, members))
    assert codes(read(str(tmp_path / name))) == ["nested", "nested"]


@pytest.mark.parametrize("name", ["a.zip", "a.tar.gz"])
def test_an_archive_that_unpacks_beyond_any_text_is_left(
    tmp_path: Path, read: Read, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacking, "FREE", 1 << 20)
    members = {f"{n}.jsonl": bytes(1 << 20) for n in range(40)}
    (tmp_path / name).write_bytes(packed(name, members))
    pages = read(str(tmp_path / name))
    assert codes(pages)[-1] == "bomb"
    assert len(pages) < 20


@pytest.mark.parametrize("name", ARCHIVES)
@pytest.mark.parametrize("keep", [0.0, 0.01, 0.5, 0.7])
def test_broken_archives_are_skipped(tmp_path: Path, read: Read, name: str, keep: float) -> None:
    content = packed(name, {f"{n}.txt": b"Tin " * 50 for n in range(40)})
    (tmp_path / name).write_bytes(content[: int(len(content) * keep)])
    pages = read(str(tmp_path / name))
    assert isinstance(pages[-1], Skipped)


def test_a_zip_with_a_password_is_skipped_member_by_member(tmp_path: Path, read: Read) -> None:
    content = bytearray(zipped({"a.txt": b"x"}))
    content[6] |= 1  # the flag of encryption, in the local and in the central header
    content[content.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "a.zip").write_bytes(content)
    assert codes(read(str(tmp_path / "a.zip"))) == ["unreadable"]


def test_a_tar_header_of_a_gigabyte_is_refused(tmp_path: Path, read: Read) -> None:
    info = tarfile.TarInfo("x")
    info.type, info.size = tarfile.XHDTYPE, 1 << 30
    (tmp_path / "a.tar").write_bytes(info.tobuf() + bytes(4096))
    assert codes(read(str(tmp_path / "a.tar"))) == ["unreadable"]
