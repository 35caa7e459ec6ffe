"""Packed files: frames after one another, padding, rubbish, bombs."""

import bz2
import gzip
import lzma
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from searcher.sources.unpacking import FOREIGN, packing, unpacked

PACK = {
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": zstandard.compress,
}
SUFFIXES = st.sampled_from(sorted(PACK))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("packed")


def pieces(path: Path) -> Iterator[bytes]:
    with unpacked(str(path)) as stream:
        while piece := stream.read1(100):
            yield piece


@given(suffix=SUFFIXES, parts=st.lists(st.binary(max_size=3000), min_size=1, max_size=4))
def test_frames_after_one_another_are_one_file(
    folder: Path, suffix: str, parts: list[bytes]
) -> None:
    path = folder / f"x{suffix}"
    path.write_bytes(b"".join(PACK[suffix](part) for part in parts))
    with unpacked(str(path)) as stream:
        assert stream.read() == b"".join(parts)


@given(suffix=SUFFIXES, content=st.binary(min_size=1, max_size=3000), cut=st.integers(1, 3000))
def test_a_file_cut_off_gives_a_beginning_and_an_error(
    folder: Path, suffix: str, content: bytes, cut: int
) -> None:
    packed = PACK[suffix](content)
    path = folder / f"x{suffix}"
    path.write_bytes(packed[: max(1, len(packed) - cut)])
    got: list[bytes] = []
    with pytest.raises(FOREIGN):
        got.extend(pieces(path))
    assert content.startswith(b"".join(got))


@given(suffix=SUFFIXES, rubbish=st.binary(min_size=1, max_size=2000))
def test_rubbish_raises_nothing_but_what_is_announced(
    folder: Path, suffix: str, rubbish: bytes
) -> None:
    path = folder / f"x{suffix}"
    path.write_bytes(rubbish)
    try:
        with unpacked(str(path)) as stream:
            stream.read(1 << 20)
    except FOREIGN:
        pass


def test_padding_between_xz_streams_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "x.xz"
    path.write_bytes(lzma.compress(b"a") + bytes(8) + lzma.compress(b"b") + bytes(4))
    with unpacked(str(path)) as stream:
        assert stream.read() == b"ab"


def test_a_file_that_wants_gigabytes_to_unpack_is_refused(tmp_path: Path) -> None:
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 0, "dict_size": 1 << 20}]
    packed = bytearray(lzma.compress(b"x" * 100, filters=filters))
    path = tmp_path / "x.xz"
    # The block header says how large the dictionary is: byte 16, 36 stands for 1 GiB.
    packed[16] = 36
    packed[20:24] = zlib.crc32(packed[12:20]).to_bytes(4, "little")
    path.write_bytes(bytes(packed))
    with pytest.raises(lzma.LZMAError, match=r"[Mm]emory"), unpacked(str(path)) as stream:
        stream.read()


def test_the_packing_is_told_by_the_name_in_any_case() -> None:
    assert packing("A.JSONL.XZ") == ".xz"
    assert packing("a.jsonl") == ""
