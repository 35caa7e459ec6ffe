"""Streams of UTF-16 as UTF-8: what some editors and shells write when asked for JSON Lines."""

import codecs
import io
from typing import BinaryIO, cast

_PIECE = 1 << 16
_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

Stream = io.BufferedIOBase | BinaryIO


class _Recoded(io.RawIOBase):
    """The bytes of a UTF-16 stream, byte order mark and all, in UTF-8."""

    def __init__(self, stream: Stream, begun: bytes) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-16")("replace")
        self._ready = self._decoder.decode(begun).encode()

    def readable(self) -> bool:
        """Say yes: that is all it is for."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill `buffer` with UTF-8; 0 at the end."""
        ended = False
        while not self._ready and not ended:
            piece = self._stream.read(_PIECE)
            ended = not piece
            self._ready = self._decoder.decode(piece, final=ended).encode("utf-8", "replace")
        view = memoryview(cast(bytearray, buffer))
        size = min(len(view), len(self._ready))
        view[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size


class _Rejoined(io.RawIOBase):
    """A stream whose first bytes were read already."""

    def __init__(self, stream: Stream, begun: bytes) -> None:
        self._stream = stream
        self._begun = begun

    def readable(self) -> bool:
        """Say yes: that is all it is for."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill `buffer`, first with what was read already; 0 at the end."""
        view = memoryview(cast(bytearray, buffer))
        got = self._begun or self._stream.read(len(view))
        self._begun = got[len(view) :]
        view[: len(got[: len(view)])] = got[: len(view)]
        return min(len(got), len(view))


def rejoined(begun: bytes, stream: Stream) -> io.BufferedReader:
    """Return a stream again of which `begun` was read already."""
    return io.BufferedReader(_Rejoined(stream, begun), _PIECE)


def as_utf8(stream: Stream) -> io.BufferedReader:
    """Return `stream` as it is, or in UTF-8 where it begins with the mark of UTF-16."""
    begun = stream.read(1)
    begun += stream.read(1)
    raw = _Recoded(stream, begun) if begun in _MARKS else _Rejoined(stream, begun)
    return io.BufferedReader(raw, _PIECE)
