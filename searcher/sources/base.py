"""What every source promises, and the words it uses for what it had to skip."""

import errno
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from searcher.model import Page, Place, Skipped

MIB = 1 << 20
INSIDE = "!/"
"""Between the path of an archive and the name of its member."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The most bytes, after unpacking, that one page or one line may have."""

    page: int = 32 * MIB
    line: int = 16 * MIB
    listing: int = 64 * MIB
    """A feed or a sitemap; the protocol allows 50 MB."""


DEFAULT_LIMITS = Limits()


class Source(Protocol):
    """A place that gives pages.

    `pages` reads one page at a time and holds no more than one; it never raises for what it finds
    on its way, but yields a Skipped that says what was lost, where and why, and goes on.
    """

    def pages(self, after: Place | None = None) -> Iterator[Page | Skipped]:
        """Yield every page of the place in a stable order, and a Skipped for each one lost.

        With `after`, only what comes after the page or Skipped of that place; everything, where the source
        no longer has it.
        """
        ...


Pages = Iterator[Page | Skipped]


def resumed(read: Callable[[], Pages], after: Place | None) -> Pages:
    """Yield what `read` yields after a place, or everything where that place does not come."""
    if after is not None:
        pages = read()
        if any(page.place == after for page in pages):
            yield from pages
            return
    yield from read()


def shown(path: str) -> str:
    """Return `path` as text that can be printed, bytes that are no UTF-8 as escapes."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def skip(place: Place, code: str, vi: str, en: str) -> Skipped:
    """Report what was lost at a place; the reasons come without place and full stop."""
    return Skipped(place=place, code=code, vi=f"{place}: {vi}.", en=f"{place}: {en}.")


def empty(place: Place) -> Skipped:
    """Report a file, folder or stream with nothing in it."""
    return skip(place, "empty", "không có nội dung nào", "there is nothing in it")


def too_large(place: Place, limit: int) -> Skipped:
    """Report a page or a line of more than `limit` bytes."""
    vi, en = f"lớn hơn giới hạn {limit} byte", f"larger than the limit of {limit} bytes"
    return skip(place, "too-large", vi, en)


class Bomb(OSError):
    """Packed data that unpacks to more than any text does."""


def unreadable(place: Place, reason: Exception) -> Skipped:
    """Report a place that cannot be read; with a line, one that cannot be read from there on."""
    if isinstance(reason, Bomb):
        return skip(
            place, "bomb", "nén quá mức của văn bản (bom nén)", "packed beyond any text (a bomb)"
        )
    vi, en = reasons(reason)
    further = place.line is not None
    return Skipped(
        place=place,
        code="unreadable",
        vi=f"{place}: không đọc {'tiếp ' if further else ''}được ({vi}).",
        en=f"{place}: cannot be read{' further' if further else ''} ({en}).",
    )


_REASONS = {
    errno.ENOENT: "không có tệp hay thư mục này",
    errno.ENOTDIR: "một phần của đường dẫn không phải thư mục",
    errno.EACCES: "không có quyền đọc",
    errno.EPERM: "không có quyền đọc",
    errno.ELOOP: "liên kết chạy vòng",
    errno.ENAMETOOLONG: "đường dẫn quá dài",
    errno.EIO: "thiết bị lưu trữ báo lỗi",
}


def reasons(error: Exception) -> tuple[str, str]:
    """Return why something cannot be read, in Vietnamese and in English, without a full stop."""
    if isinstance(error, EOFError):
        return "dữ liệu nén bị cắt cụt", "the packed data ends before its end mark"
    english = (isinstance(error, OSError) and error.strerror) or str(error) or type(error).__name__
    if isinstance(error, OSError) and error.errno:
        return _REASONS.get(error.errno, english), english
    return f"dữ liệu hỏng: {english}", f"broken data: {english}"


def unknown_kind(place: Place) -> Skipped:
    """Report a file whose name belongs to no kind of source."""
    return skip(
        place, "unknown-kind", "không biết đọc loại tệp này", "no source reads this kind of file"
    )


def not_a_file(place: Place) -> Skipped:
    """Report a pipe, socket or device: reading one might never end."""
    return skip(
        place,
        "not-a-file",
        "là ống dẫn hay thiết bị, không phải tệp",
        "a pipe or a device, not a file",
    )


def seen_before(place: Place) -> Skipped:
    """Report a link to a folder that this walk has already entered."""
    vi, en = "liên kết trỏ tới thư mục đã đọc rồi", "a link to a folder that was already read"
    return skip(place, "loop", vi, en)
