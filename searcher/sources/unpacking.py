"""Open a file for reading, unpacked by what its name says; bad data ends in one kind of error."""

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, cast

import zstandard

from searcher.sources.base import Bomb

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer as Buffer

PACKINGS = (".gz", ".bz2", ".xz", ".zst")

_PIECE = 1 << 16
_MEMORY = 256 << 20
"""Enough for `xz -9` (65 MiB) and `zstd -19`; a file that asks for more is not unpacked."""

_ZSTD_PIECE = 512
"""Input per step: a block of 4 bytes may unpack to 128 KiB, so one step gives at most 16 MiB."""

FREE = 2 << 30
"""Bytes that anything may unpack to: some seconds of work."""
RATIO = 200
"""How many times its packed size a larger file may have: text has 3 to 30, records that repeat 100, zeros 1,000."""

Count = Callable[[int], None]

FOREIGN = (EOFError, OSError, zlib.error, lzma.LZMAError, zstandard.ZstdError)
"""What reading may raise, whatever the packing: the file is short, broken or not readable."""


class _Decoder(Protocol):
    """What lzma and zstandard have in common once their differences are bridged."""

    @property
    def eof(self) -> bool:
        """True when the frame is complete."""

    @property
    def unused_data(self) -> bytes:
        """Bytes that were given but lie behind the end of the frame."""

    def decompress(self, data: bytes) -> bytes:
        """Return some unpacked bytes; b"" asks for more."""


class _Xz:
    """One .xz stream, unpacked at most `_PIECE` bytes at a time within `_MEMORY`."""

    def __init__(self) -> None:
        self._inner = lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=_MEMORY)

    @property
    def eof(self) -> bool:
        """True when the stream is complete."""
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        """Bytes behind the end of the stream."""
        return self._inner.unused_data

    def decompress(self, data: bytes) -> bytes:
        """Return at most `_PIECE` unpacked bytes."""
        return self._inner.decompress(data, _PIECE)


class _Frames(io.RawIOBase):
    """Unpacked bytes of a file of one or more frames; raises EOFError where a frame is cut off.

    Of the libraries' own file objects, `lzma.LZMAFile` has no bound on memory and zstandard's
    stream_reader takes a file that was cut off for a complete one; hence this class.
    """

    def __init__(self, packed: io.BufferedIOBase, new: Callable[[], _Decoder], piece: int) -> None:
        self._packed = packed
        self._new = new
        self._piece = piece
        self._decoder: _Decoder | None = None
        self._left = b""
        self._ready = b""

    def readable(self) -> bool:
        """Say yes: that is all it is for."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill `buffer` with unpacked bytes; 0 at the end of the last frame."""
        while not self._ready and self._step():
            pass
        view = memoryview(cast(bytearray, buffer))
        size = min(len(view), len(self._ready))
        view[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size

    def _step(self) -> bool:
        """Unpack one piece into `_ready`; False at the end."""
        given = self._left or self._packed.read(self._piece)
        if self._decoder is None:
            given = given.lstrip(b"\0")  # .xz files may be padded with zeros between streams
            if not given:
                return self._more()
            self._decoder = self._new()
        self._left = b""
        self._ready = self._decoder.decompress(given)
        if self._decoder.eof:
            self._left = self._decoder.unused_data
            self._decoder = None
        elif not given and not self._ready:
            raise EOFError("the packed data ends before its end mark")
        return True

    def _more(self) -> bool:
        """Say whether the file goes on behind padding."""
        self._left = self._packed.read(self._piece)
        return bool(self._left)


def packing(name: str) -> str:
    """Return the suffix of `name` that says how it is packed, or an empty string."""
    lower = name.lower()
    return next((suffix for suffix in PACKINGS if lower.endswith(suffix)), "")


@contextmanager
def unpacked(path: str, count: Count | None = None) -> Iterator[io.BufferedIOBase]:
    """Open the file at `path` for buffered reading, unpacked by its name; closes it at the end.

    `count` is told how many bytes of the file are read, as they are read.
    """
    with (
        io.BufferedReader(_Counted(path, count), _PIECE) as packed,
        unpacked_stream(path, packed, packed.raw.tell) as stream,
    ):
        yield stream


@contextmanager
def unpacked_stream(
    name: str, packed: io.BufferedIOBase, size: Callable[[], int]
) -> Iterator[io.BufferedIOBase]:
    """Unpack a stream as its name says; `size` tells how many packed bytes were read so far.

    Raises Bomb, while it is read, where it unpacks beyond what any text does.
    """
    opener = _OPENERS.get(packing(name) or _SHORT.get(name.lower()[-5:].rpartition(".")[2], ""))
    if opener is None:
        yield packed
        return
    with opener(packed) as stream, guarded(stream, size) as safe:
        yield safe


class Spent:
    """Bytes that were unpacked so far, of one stream or of all streams of an archive."""

    def __init__(self) -> None:
        self.bytes = 0


def guarded(
    stream: io.BufferedIOBase, size: Callable[[], int], spent: Spent | None = None
) -> io.BufferedReader:
    """Return `stream`, which raises Bomb once it has given far more than the `size` it came from."""
    return io.BufferedReader(_Guarded(stream, size, spent or Spent()), _PIECE)


class _Counted(io.FileIO):
    """A file that says how much of it is read."""

    def __init__(self, path: str, count: Count | None) -> None:
        super().__init__(path)
        self._count = count

    def readinto(self, buffer: "Buffer") -> int | None:
        """Fill `buffer`; 0 at the end."""
        size = super().readinto(buffer)
        if self._count is not None and size:
            self._count(size)
        return size


class _Guarded(io.RawIOBase):
    """Unpacked bytes, as long as there are not too many of them."""

    def __init__(self, stream: io.BufferedIOBase, size: Callable[[], int], spent: Spent) -> None:
        self._stream = stream
        self._size = size
        self._spent = spent
        self._given = 0

    def readable(self) -> bool:
        """Say yes: that is all it is for."""
        return True

    def readinto(self, buffer: "Buffer") -> int:
        """Fill `buffer`; 0 at the end. Raises Bomb."""
        size = self._stream.readinto1(buffer)
        self._given += size
        self._spent.bytes += size
        if self._spent.bytes > FREE and self._spent.bytes > RATIO * self._size():
            raise Bomb(f"more than {RATIO} times its packed size")
        return size

    def tell(self) -> int:
        """Return how many bytes were given."""
        return self._given

    def close(self) -> None:
        """Close what is under it too."""
        self._stream.close()
        super().close()


def _gzip(packed: io.BufferedIOBase) -> io.BufferedIOBase:
    return cast(io.BufferedIOBase, gzip.open(packed, "rb"))


def _bzip2(packed: io.BufferedIOBase) -> io.BufferedIOBase:
    return bz2.open(packed, "rb")


def _xz(packed: io.BufferedIOBase) -> io.BufferedIOBase:
    return io.BufferedReader(_Frames(packed, _Xz, _PIECE), _PIECE)


def _zst(packed: io.BufferedIOBase) -> io.BufferedIOBase:
    frames = zstandard.ZstdDecompressor(max_window_size=_MEMORY)
    raw = _Frames(packed, lambda: frames.decompressobj(), _ZSTD_PIECE)
    return io.BufferedReader(raw, _PIECE)


_SHORT = {"tgz": ".gz", "tbz2": ".bz2", "txz": ".xz", "tzst": ".zst"}
"""Endings of packed tar files."""

_OPENERS: dict[str, Callable[[io.BufferedIOBase], io.BufferedIOBase]] = {
    ".gz": _gzip,
    ".bz2": _bzip2,
    ".xz": _xz,
    ".zst": _zst,
}
