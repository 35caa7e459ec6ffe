"""Abbreviations and other names, in both directions."""

from pathlib import Path

import pytest

from searcher.errors import SettingsError
from searcher.vietnamese import syllables
from searcher.vietnamese.abbreviations import Abbreviations, Expansion, Kind, load_abbreviations
from searcher.vietnamese.abbreviations.rows import packaged_rows


def keys(text: str) -> tuple[str, ...]:
    return tuple(syllable.accented for syllable in syllables(text))


def expansions(text: str, table: Abbreviations | None = None) -> tuple[Expansion, ...]:
    return (table or load_abbreviations()).expand(
        keys(text), typed=[text[syllable.start : syllable.end] for syllable in syllables(text)]
    )


def others(text: str, table: Abbreviations | None = None) -> set[tuple[str, ...]]:
    """Return everything that a part of `text` may be said as."""
    return {keys for found in expansions(text, table) for keys in found.alternatives}


PAIRS = [
    ("UBND", "Ủy ban nhân dân"),
    ("UBND", "Uỷ ban nhân dân"),
    ("HĐND", "Hội đồng nhân dân"),
    ("TP.HCM", "Thành phố Hồ Chí Minh"),
    ("TPHCM", "Thành phố Hồ Chí Minh"),
    ("TP HCM", "thành phố hồ chí minh"),
    ("TP.HCM", "TPHCM"),
    ("TT-Huế", "Thừa Thiên Huế"),
    ("TTH", "Thừa Thiên Huế"),
    ("Thừa Thiên Huế", "thành phố Huế"),
    ("TT-Huế", "thành phố Huế"),
    ("GD&ĐT", "Giáo dục và Đào tạo"),
    ("GDĐT", "Giáo dục và Đào tạo"),
    ("Sở GD&ĐT", "Sở Giáo dục và Đào tạo"),
    ("BHXH", "bảo hiểm xã hội"),
    ("CSGT", "cảnh sát giao thông"),
    ("THPT", "trung học phổ thông"),
    ("ĐBSCL", "đồng bằng sông Cửu Long"),
    ("PGS.TS", "phó giáo sư tiến sĩ"),
    ("NSND", "nghệ sĩ nhân dân"),
    ("HLV", "huấn luyện viên"),
    ("WHO", "Tổ chức Y tế Thế giới"),
    ("Đắk Lắk", "Đắc Lắc"),
    ("Bà Rịa - Vũng Tàu", "BR-VT"),
]


@pytest.mark.parametrize(("short", "full"), PAIRS)
def test_both_sides_of_a_row_find_each_other(short: str, full: str) -> None:
    assert keys(full) in others(short)
    assert keys(short) in others(full)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("uy ban nhan dan", "UBND"), ("hdnd", "Hội đồng nhân dân"), ("dbscl", "đồng bằng sông Cửu Long"),
     ("sai gon", "Thành phố Hồ Chí Minh"), ("Ủy ban nhan dan", "UBND")],
)  # fmt: skip
def test_marks_may_be_missing_and_count_less(typed: str, meant: str) -> None:
    assert keys(meant) in others(typed)
    assert max(found.weight for found in expansions(typed)) < 0.8


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("CA tỉnh bắt giữ", "công an"),
        ("TT y tế Phú Vang", "trung tâm"),
        ("BCH Đảng bộ", "ban chấp hành"),
        ("BTC giải bóng đá", "ban tổ chức"),
        ("thông tư của BTC", "Bộ Tài chính"),
        ("sinh viên ĐH Huế", "đại học"),
        ("HLV ĐT Việt Nam", "đội tuyển"),
    ],
)
def test_an_ambiguous_form_is_read_by_its_neighbours(text: str, meaning: str) -> None:
    assert keys(meaning) in others(text)


@pytest.mark.parametrize(
    "text",
    ["TT", "CA", "ca khúc mới", "P", "tu tưởng", "đi tu ở chùa", "ai là ai", "mu rùa", "nha sĩ"],
)
def test_an_ambiguous_form_alone_stays_as_it_is(text: str) -> None:
    assert expansions(text) == ()


def test_the_longest_match_goes_first_and_none_overlap() -> None:
    found = expansions("Sở GD&ĐT TP.HCM và UBND")
    spans = sorted({(one.start, one.end) for one in found})
    assert spans == [(0, 3), (3, 5), (6, 7)]


def test_an_expansion_counts_less_than_what_was_typed() -> None:
    assert all(0 < found.weight < 1 for short, _ in PAIRS for found in expansions(short))


def test_every_province_of_before_the_mergers_has_its_unit_of_today() -> None:
    merged = [row for row in packaged_rows() if row.kind is Kind.MERGED]
    assert len({row.shorts for row in merged}) == 63
    assert len({row.full for row in merged}) == 34


@pytest.mark.parametrize(
    ("old", "new"),
    [("Bình Dương", "Thành phố Hồ Chí Minh"), ("Hà Giang", "Tuyên Quang"), ("Hà Nam", "Ninh Bình"),
     ("Quảng Nam", "Đà Nẵng"), ("Phú Yên", "Đắk Lắk"), ("Kiên Giang", "An Giang"),
     ("Thừa Thiên Huế", "Thành phố Huế"), ("Long An", "Tây Ninh"), ("Thái Bình", "Hưng Yên")],
)  # fmt: skip
def test_a_merged_province_is_related_but_only_when_asked(old: str, new: str) -> None:
    merged = load_abbreviations().expand(keys(old), kinds=frozenset({Kind.MERGED}))
    assert any(keys(new) in found.alternatives for found in merged)
    assert all(found.kind is not Kind.MERGED for found in expansions(old))


def test_the_packaged_file_has_enough_rows() -> None:
    assert sum(row.kind is not Kind.MERGED for row in packaged_rows()) >= 300


def test_a_deployment_adds_its_own_file(tmp_path: Path) -> None:
    own = tmp_path / "viet-tat.tsv"
    own.write_text(
        "# của tòa soạn\nviết tắt\tBTTH\tBáo Thừa Thiên Huế\t\tghi chú\n", encoding="utf-8"
    )
    table = load_abbreviations(own)
    assert keys("Báo Thừa Thiên Huế") in others("BTTH", table)
    assert keys("Ủy ban nhân dân") in others("UBND", table)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("viết tắt\tABC", "3 đến 5 cột"),
        ("viết tắt UBND Ủy ban", "3 đến 5 cột"),
        ("khác\tABC\tmột hai", "không có loại"),
        ("viết tắt\t\tmột hai", "3 đến 5 cột"),
        ("viết tắt\t...\tmột hai", "không chứa chữ"),
        ("viết tắt\tca\tcông an", "cần ngữ cảnh"),
    ],
)
def test_a_wrong_line_is_named_with_file_and_number(tmp_path: Path, line: str, reason: str) -> None:
    own = tmp_path / "sai.tsv"
    own.write_text(f"# đầu\n{line}\n", encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_abbreviations(own)
    assert caught.value.facts["place"] == f"{own}:2"
    assert reason in caught.value.vi
    assert f"{own}:2" in caught.value.en


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="khong-co"):
        load_abbreviations(tmp_path / "khong-co.tsv")
