"""Rows of synonyms as text: what is read is printed back, what cannot be is named line by line."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.errors import RowsRefused
from searcher.synonyms import MOST_ROWS, SynonymRow, read_synonyms, written_synonyms
from searcher.vietnamese.abbreviations import Kind

SYLLABLES = ("xe", "ôm", "công", "nghệ", "hội", "áo", "dài", "Huế", "54", "lũ", "TTHC", "Đà Nẵng")
forms = st.lists(st.sampled_from(SYLLABLES), min_size=2, max_size=5).map(" ".join)
rows = st.builds(
    SynonymRow,
    kind=st.sampled_from([kind.value for kind in Kind]),
    shorts=st.lists(forms, min_size=1, max_size=3, unique=True).map(" | ".join),
    full=forms,
    context=st.lists(forms, max_size=3).map(", ".join),
    note=st.text("abc ;|,", max_size=12).map(lambda text: " ".join(text.split())),
)


def reasons(text: str) -> dict[int, str]:
    """Return what is wrong with each line of a text."""
    with pytest.raises(RowsRefused) as raised:
        read_synonyms(text)
    found: tuple[tuple[int, str, str], ...] = raised.value.facts["rows"]  # type: ignore[assignment]
    return {number: vi for number, vi, _ in found}


@given(st.lists(rows, max_size=6, unique=True), st.sampled_from([" ; ", "\t"]))
@settings(deadline=None)
def test_what_is_written_is_read_back(wanted: list[SynonymRow], between: str) -> None:
    try:
        known = read_synonyms(written_synonyms(wanted, "\t"))
    except RowsRefused:  # both sides of a row were the same
        return
    assert read_synonyms(written_synonyms(known, between)) == known == tuple(wanted)


@given(st.text(max_size=200))
@settings(max_examples=300, deadline=None)
def test_whatever_is_typed_is_rows_or_refused_with_reasons(text: str) -> None:
    try:
        found = read_synonyms(text)
    except RowsRefused:
        assert reasons(text)
        return
    assert read_synonyms(written_synonyms(found)) == found


@pytest.mark.parametrize(
    "line",
    [
        "đồng nghĩa ; xe ôm ; xe thồ",
        "ĐỒNG NGHĨA;xe ôm;xe thồ",
        "dong nghia\txe ôm\txe thồ\t\t",
        "synonym;  xe   ôm ;xe thồ",
        "đồng nghĩa\txe ôm\txe thồ",
    ],
)
def test_a_row_is_one_however_it_is_spaced(line: str) -> None:
    assert read_synonyms(f"\n{line}\n\n") == (
        SynonymRow(kind="đồng nghĩa", shorts="xe ôm", full="xe thồ"),
    )


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("xe ôm", "3 đến 5 cột"),
        ("đồng nghĩa;xe ôm", "3 đến 5 cột"),
        ("đồng nghĩa;;xe thồ", "3 đến 5 cột"),
        ("đồng nghĩa;a b;c d;e;f;g", "3 đến 5 cột"),
        ("trái nghĩa;xe ôm;xe thồ", "không có loại"),
        ("đồng nghĩa;xe ôm;xe ôm", "hai bên giống nhau"),
        ("đồng nghĩa;...;xe ôm", "không chứa chữ"),
        ("đồng nghĩa;xe ôm|;xe thồ", "không chứa chữ"),
        ("viết tắt;CA;công an", "cần ngữ cảnh"),
        ("đồng nghĩa;" + "x" * 301 + ";xe thồ", "dài hơn"),
        ("đồng nghĩa;" + "xe ôm " * 7 + ";xe thồ", "âm tiết"),
        ("đồng nghĩa;" + "|".join(f"xe số {n}" for n in range(21)) + ";xe thồ", "nhiều hơn"),
        ("# ghi chú", "cột thứ năm"),
        ("đồng nghĩa;xe\u202eôm;xe thồ", "không in được"),
        ("đồng nghĩa;xe\x00ôm;xe thồ", "không in được"),
    ],
)
def test_a_bad_row_is_named_with_its_line_and_reason(line: str, reason: str) -> None:
    found = reasons(f"đồng nghĩa;lũ lụt;ngập nước\n\n{line}\n")
    assert list(found) == [3]
    assert reason in found[3]


def test_every_bad_line_is_named_and_a_repeated_one_says_where_it_stood() -> None:
    text = "đồng nghĩa;xe ôm;xe thồ\nx\nđồng nghĩa ; xe ôm ; xe thồ"
    assert list(reasons(text)) == [2, 3]
    assert "dòng 1" in reasons(text)[3]


def test_rows_are_bounded() -> None:
    lines = [f"đồng nghĩa;xe số {n};mô tô số {n}" for n in range(MOST_ROWS + 1)]
    assert len(read_synonyms("\n".join(lines[:-1]))) == MOST_ROWS
    assert list(reasons("\n".join(lines))) == [MOST_ROWS + 1]
