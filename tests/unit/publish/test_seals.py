"""Small files that prove themselves."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.publish.seals import pointed, pointer, sealed, unsealed

RECORDS = st.dictionaries(
    st.text(min_size=1).filter(lambda key: key != "digest"),
    st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=5),
    min_size=1,
)


@given(RECORDS, st.sampled_from([None, 1]))
def test_what_was_sealed_comes_back(record: dict[str, object], indent: int | None) -> None:
    assert unsealed(sealed(record, indent)) == record


@given(RECORDS, st.data())
def test_no_changed_byte_passes(record: dict[str, object], data: st.DataObject) -> None:
    content = bytearray(sealed(record))
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    try:
        found = unsealed(bytes(content))
    except ValueError:
        return
    assert (
        "digest" not in found
    )  # the name of the seal itself was hit: the record is another, and says so
    assert found.keys() != record.keys()


@given(RECORDS)
def test_what_has_no_seal_is_of_an_older_program(record: dict[str, object]) -> None:
    assert unsealed(json.dumps(record).encode()) == record


@pytest.mark.parametrize("content", [b"", b"[]", b"null", b"{", b"\xff"])
def test_what_is_no_record_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        unsealed(content)


@given(st.from_regex(r"[0-9]{6,12}", fullmatch=True), st.data())
def test_a_pointer_is_a_name_and_no_changed_or_missing_byte_passes(
    name: str, data: st.DataObject
) -> None:
    content = pointer(name)
    assert pointed(content) == name == content.decode().strip()
    place = data.draw(st.integers(0, len(content) - 1))
    changed = bytearray(content)
    changed[place] ^= data.draw(st.integers(1, 255))
    for other in (bytes(changed), content[:place]):
        with pytest.raises(ValueError, match="pointer"):
            pointed(other)


def test_a_pointer_written_by_hand_is_read() -> None:
    assert pointed(b"000007\n") == "000007"
