"""A damaged file is an error that names file and array, never a wrong answer."""

import errno
import json
import re
import struct
import tempfile
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.container import Container, ContainerWriter, write_container
from searcher.engines.whoosh.columns import ColumnsEngine
from searcher.errors import ArchiveError, IndexDamaged, IndexFormat, IndexMissing, NoSpace
from searcher.parse import parse_query
from tests.corpus import article, document
from tests.replacing import replaced

ARRAYS = {
    "bytes": np.arange(200, dtype=np.uint8),
    "none": np.zeros((0, 3), np.int32),
    "table": np.arange(12, dtype=np.int64).reshape(3, 4),
    "floats": np.array([0.5, -1.25]),
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    write_container(tmp_path / "a.npk", ARRAYS, {"kind": "test"})
    return tmp_path / "a.npk"


def read_by_the_book(path: Path) -> dict[str, np.ndarray]:
    """Read a container with nothing but FORMAT.md at hand."""
    content = path.read_bytes()
    offset, length, crc, version, zero, magic = struct.unpack("<QIII4s8s", content[-32:])
    assert (magic, zero, version) == (b"TIMTIN\0C", b"\0" * 4, 2)
    assert content[:8] == magic
    footer = content[offset : offset + length]
    assert zlib.crc32(footer) == crc
    found = {}
    for entry in json.loads(footer)["arrays"]:
        dtype = np.dtype(entry["dtype"])
        size = int(np.prod(entry["shape"])) * dtype.itemsize
        piece = content[entry["offset"] : entry["offset"] + size]
        assert entry["offset"] % 64 == 0
        assert zlib.crc32(piece) == entry["crc"]
        found[entry["name"]] = np.frombuffer(piece, dtype).reshape(entry["shape"])
    return found


def test_arrays_come_back_as_they_were(file: Path) -> None:
    opened = Container(file)
    assert opened.facts == {"kind": "test"}
    for name, array in ARRAYS.items():
        opened.verify(name)
        assert opened[name].dtype == array.dtype
        np.testing.assert_array_equal(opened[name], array)


def test_the_description_of_the_format_is_enough_to_read_it(file: Path) -> None:
    found = read_by_the_book(file)
    assert found.keys() == {*ARRAYS, "sums"}
    for name, array in ARRAYS.items():
        np.testing.assert_array_equal(found[name], array)


def test_arrays_cannot_be_written_to(file: Path) -> None:
    with pytest.raises(ValueError, match="read-only"):
        Container(file)["bytes"][0] = 1


@given(at=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_a_flipped_bit_is_never_read_as_something_else(at: int, bit: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.npk"
        write_container(path, ARRAYS, {})
        content = bytearray(path.read_bytes())
        content[at % len(content)] ^= 1 << bit
        replaced(path, content)
        try:
            opened = Container(path)
            opened.verify_all()
        except (IndexDamaged, IndexFormat) as error:
            said = (error.en, error.vi)
        else:
            said = (str(path), str(path))
            for name, array in ARRAYS.items():
                np.testing.assert_array_equal(opened[name], array)
        assert all(str(path) in sentence for sentence in said)


@pytest.mark.parametrize("left", [0, 7, 31, 100, -1, -33])
def test_a_truncated_file_is_damaged(file: Path, left: int) -> None:
    replaced(file, file.read_bytes()[:left])
    with pytest.raises(IndexDamaged, match=re.escape(str(file))):
        Container(file)


def test_a_damaged_array_is_named(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[64 + 5] = 0
    replaced(file, content)
    with pytest.raises(IndexDamaged, match="bytes") as caught:
        Container(file).verify_all()
    assert caught.value.facts["array"] == "bytes"


def test_a_newer_format_is_told_apart_from_damage(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[-16:-12] = (3).to_bytes(4, "little")
    replaced(file, content)
    with pytest.raises(IndexFormat) as caught:
        Container(file)
    assert (caught.value.facts["found"], caught.value.facts["wanted"]) == (3, 2)


def test_a_missing_file_and_a_missing_array_are_named(tmp_path: Path, file: Path) -> None:
    with pytest.raises(IndexMissing, match=re.escape(str(tmp_path / "b.npk"))):
        Container(tmp_path / "b.npk")
    with pytest.raises(IndexDamaged, match="unknown"):
        Container(file)["unknown"]


class FullDisk:
    """A file on a disk without room."""

    def write(self, content: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    def close(self) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path) -> None:
    writer = ContainerWriter(tmp_path / "a.npk")
    writer._file.close()
    writer._file = FullDisk()  # type: ignore[assignment]
    with pytest.raises(NoSpace, match=re.escape(str(tmp_path))):
        writer.add("x", np.zeros(10))
    assert list(tmp_path.iterdir()) == []


def _index(folder: Path) -> Path:
    folder.mkdir()
    writer = ColumnsEngine().writer(folder)
    writer.write([document(article(f"a{n}", "tin tức", f"bài số {n}")) for n in range(5)])
    writer.finish()
    return folder


def _segment(folder: Path) -> Path:
    return next(folder.glob("MAIN_*.npk"))


def test_a_segment_of_another_index_is_not_taken_for_ours(tmp_path: Path) -> None:
    one, other = _index(tmp_path / "one"), _index(tmp_path / "other")
    replaced(_segment(one), _segment(other).read_bytes())
    with pytest.raises(IndexDamaged, match=re.escape(str(_segment(one)))):
        ColumnsEngine().reader(one)


def test_a_damaged_manifest_is_named(tmp_path: Path) -> None:
    manifest = _index(tmp_path / "one") / "columns.json"
    manifest.write_text(manifest.read_text().replace("MAIN_", "MAIN_0", 1))
    with pytest.raises(IndexDamaged, match=r"columns\.json"):
        ColumnsEngine().reader(tmp_path / "one")
    manifest.write_text("{")
    with pytest.raises(IndexDamaged, match=r"columns\.json"):
        ColumnsEngine().reader(tmp_path / "one")


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _index(tmp_path_factory.mktemp("sound") / "index")


@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
@settings(max_examples=60)
def test_check_finds_any_damage_that_can_change_an_answer(
    sound: Path, place: float, bit: int
) -> None:
    path = _segment(sound)
    whole = path.read_bytes()
    broken = bytearray(whole)
    broken[int(place * len(whole))] ^= 1 << bit
    try:
        replaced(path, broken)
        try:
            reader = ColumnsEngine().reader(sound)
            reports = list(reader.check())
        except ArchiveError as error:
            reports = [error.vi]
        if reports:
            assert path.name in reports[0]
        else:
            assert len(list(reader.scan())) == 5
            assert reader.search(parse_query("tin tức"), 10).total == 5
    finally:
        replaced(path, whole)
