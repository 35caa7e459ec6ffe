"""Open a file for reading, unpacked by what its name says; bad data ends in one kind of error."""

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol, cast

import zstandard

PACKINGS = (".gz", ".bz2", ".xz", ".zst")

_PIECE = 1 << 16
_MEMORY = 256 << 20
"""Enough for `xz -9` (65 MiB) and `zstd -19`; a file that asks for more is not unpacked."""

_ZSTD_PIECE = 512
"""Input per step: a block of 4 bytes may unpack to 128 KiB, so one step gives at most 16 MiB."""

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

    def __init__(self, packed: io.BufferedReader, new: Callable[[], _Decoder], piece: int) -> None:
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

    def close(self) -> None:
        """Close the packed file too."""
        self._packed.close()
        super().close()


def packing(name: str) -> str:
    """Return the suffix of `name` that says how it is packed, or an empty string."""
    lower = name.lower()
    return next((suffix for suffix in PACKINGS if lower.endswith(suffix)), "")


@contextmanager
def unpacked(path: str) -> Iterator[io.BufferedIOBase]:
    """Open the file at `path` for buffered reading, unpacked by its name; closes it at the end."""
    # The stream is closed below; each packing closes the file under it.
    stream = _OPENERS[packing(path)](path)
    try:
        yield stream
    finally:
        stream.close()


def _plain(path: str) -> io.BufferedReader:
    return io.BufferedReader(io.FileIO(path), _PIECE)


def _gzip(path: str) -> io.BufferedIOBase:
    return cast(io.BufferedIOBase, gzip.open(path, "rb"))


def _bzip2(path: str) -> io.BufferedIOBase:
    return bz2.open(path, "rb")


def _xz(path: str) -> io.BufferedIOBase:
    return io.BufferedReader(_Frames(_plain(path), _Xz, _PIECE), _PIECE)


def _zst(path: str) -> io.BufferedIOBase:
    frames = zstandard.ZstdDecompressor(max_window_size=_MEMORY)
    raw = _Frames(_plain(path), lambda: frames.decompressobj(), _ZSTD_PIECE)
    return io.BufferedReader(raw, _PIECE)


_OPENERS: dict[str, Callable[[str], io.BufferedIOBase]] = {
    "": _plain,
    ".gz": _gzip,
    ".bz2": _bzip2,
    ".xz": _xz,
    ".zst": _zst,
}
