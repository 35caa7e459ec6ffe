"""zip and tar: every member that some source can read, in the order it lies there.

Nothing is written to the disk, so that a member named `../../x` can harm nobody; it is skipped all the same,
as are links and devices. An archive inside an archive is not opened: that is how bombs are built.
"""

import io
import stat
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO, Self, cast

from searcher.model import Place, Skipped
from searcher.sources.base import INSIDE, Pages, Source, empty, resumed, skip, unreadable
from searcher.sources.files import DiskFile, File, OpenedFile, place_of
from searcher.sources.reading import Reading
from searcher.sources.unpacking import FOREIGN, Spent, guarded, packing

ENDINGS = (".zip", ".tar", ".tgz", ".tbz2", ".txz", ".tzst")
_PIECE = 1 << 16
MOST_MEMBERS = 1_000_000

OpenFile = Callable[[File, Reading], Source | None]
_BROKEN = (
    *FOREIGN,
    tarfile.TarError,
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
"""What the two modules raise: RuntimeError for a password, NotImplementedError for unknown packing."""


@dataclass(frozen=True, slots=True)
class _Member:
    """A member: how it is named, what it is (empty: a file), how it is opened."""

    name: str
    fault: tuple[str, str, str] | None
    opener: Callable[[], io.BufferedIOBase]


@dataclass(frozen=True, slots=True)
class Archive:
    """The members of an archive, as `members` finds them."""

    file: File
    reading: Reading
    open_file: OpenFile
    members: Callable[[File], Iterator[_Member]]

    def pages(self, after: Place | None = None) -> Pages:
        """Yield the pages of every member that is a file of a known kind; hidden ones are no part of it."""
        return resumed(self._read, after)

    def _read(self) -> Pages:
        found = False
        try:
            for number, member in enumerate(self.members(self.file), 1):
                if number > MOST_MEMBERS:
                    vi, en = f"hơn {MOST_MEMBERS} mục", f"more than {MOST_MEMBERS} members"
                    yield skip(place_of(self.file), "too-large", vi, en)
                    return
                for page in self._member(member):
                    found = True
                    yield page
                    if isinstance(page, Skipped) and page.code == "bomb":
                        return
        except _BROKEN as error:
            yield unreadable(place_of(self.file), error)
            return
        if not found:
            yield empty(place_of(self.file))

    def _member(self, member: _Member) -> Pages:
        if _is_hidden(member.name):
            return
        name = f"{self.file.name}{INSIDE}{member.name}"
        fault = member.fault or _fault_of(member.name)
        if fault:
            yield skip(Place(path=name), *fault)
            return
        source = self.open_file(OpenedFile(name, member.opener), self.reading)
        if source is None:
            return
        try:
            yield from source.pages()
        except _BROKEN as error:  # a password, a packing that nobody knows
            yield unreadable(Place(path=name), error)


def open_zip(file: File, reading: Reading, open_file: OpenFile) -> Archive:
    """Return the members of a zip file."""
    return Archive(file, reading, open_file, _zip_members)


def open_tar(file: File, reading: Reading, open_file: OpenFile) -> Archive:
    """Return the members of a tar file, packed or not."""
    return Archive(file, reading, open_file, _tar_members)


def _zip_members(file: File) -> Iterator[_Member]:
    if not isinstance(file, DiskFile) or packing(file.path):
        raise OSError("a zip file must lie on a disk as it is")
    size, spent = Path(file.path).stat().st_size, Spent()
    with zipfile.ZipFile(file.path) as archive:
        for member in archive.infolist():
            if not member.filename.endswith("/"):  # `is_dir` breaks on a member without a name
                opener = partial(_unzipped, archive, member, size, spent)
                yield _Member(member.filename, _zip_fault(member), opener)
    if file.count is not None:
        file.count(size)


def _unzipped(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, size: int, spent: Spent
) -> io.BufferedIOBase:
    """Open a member; all members together may not unpack to far more than the archive has."""
    return guarded(cast(io.BufferedIOBase, archive.open(member)), lambda: size, spent)


def _zip_fault(member: zipfile.ZipInfo) -> tuple[str, str, str] | None:
    kind = stat.S_IFMT(member.external_attr >> 16)
    return None if kind in (0, stat.S_IFREG) else _NOT_A_FILE


def _tar_members(file: File) -> Iterator[_Member]:
    with (
        file.open() as stream,
        tarfile.open(fileobj=cast(IO[bytes], stream), mode="r|", tarinfo=_CarefulInfo) as archive,
    ):
        for member in archive:
            if not member.isdir():
                fault = None if member.isreg() else _NOT_A_FILE
                yield _Member(member.name, fault, partial(_extracted, archive, member))
            archive.members.clear()  # type: ignore[attr-defined] # or all names stay in memory
        while stream.read(_PIECE):  # whether the packing is whole shows at its end
            pass


def _extracted(archive: tarfile.TarFile, member: tarfile.TarInfo) -> io.BufferedIOBase:
    found = archive.extractfile(member)
    assert found is not None  # noqa: S101 - it is a regular file
    return cast(io.BufferedIOBase, found)


class _CarefulInfo(tarfile.TarInfo):
    """Refuses headers that are read into memory whole and are larger than any name."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        """Read a header; tarfile takes a file that was cut off between two members for a whole one."""
        if not buf:
            raise EOFError
        return super().frombuf(buf, encoding, errors)

    def _proc_member(self, archive: tarfile.TarFile) -> tarfile.TarInfo:
        if self.type not in _DATA and self.size > _LARGEST_HEADER:
            raise tarfile.ReadError(f"a header of {self.size} bytes")
        return cast(tarfile.TarInfo, super()._proc_member(archive))  # type: ignore[misc]


_DATA = (*tarfile.SUPPORTED_TYPES[:9], tarfile.GNUTYPE_SPARSE)
_LARGEST_HEADER = 1 << 20

_NOT_A_FILE = (
    "not-a-file",
    "là liên kết hay thiết bị, không phải tệp",
    "a link or a device, not a file",
)


def _fault_of(name: str) -> tuple[str, str, str] | None:
    path = PurePosixPath(name.replace("\\", "/"))
    if not path.parts:
        return ("nameless", "mục không có tên", "a member without a name")
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        return ("outside", "tên trỏ ra ngoài tệp nén", "its name leads out of the archive")
    if name.lower()[: len(name) - len(packing(name))].endswith(ENDINGS):
        return ("nested", "tệp nén trong tệp nén không được mở", "an archive inside an archive")
    return None


def _is_hidden(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return any(part.startswith(".") and part != ".." for part in parts) or "__MACOSX" in parts
