"""Numbers with a meaning: every spelling of one comes to one form."""

import pytest

from searcher.vietnamese.numbers import Kind, document_numbers, number_readings, numbers


def forms(text: str) -> list[tuple[str, str]]:
    return [(number.kind.value, number.form) for number in numbers(text)]


def find_one_another(one: str, other: str) -> bool:
    return bool({form for form, _ in number_readings(one)} & set(document_numbers(other)))


RESOLUTION_54 = [
    "54-NQ/TW",
    "54–NQ/TW",
    "54\N{NON-BREAKING HYPHEN}NQ/TW",
    "54 - NQ / TW",
    "54-nq/tw",
    "54 NQ TW",
    "54 nq tw",
    "54-NQTW",
    "NQ 54/TW",
    "NQ 54-NQ/TW",
    "NQ số 54/TW",
    "NQ54/TW",
    "Nghị quyết 54-NQ/TW",
    "Nghị quyết số 54-NQ/TW",
    "nghị quyết số: 54 NQ/TW",
    "nghi quyet 54 nq tw",
    "NGHỊ QUYẾT 54-NQ/TW",
    "Nghị quyết 54-NQ/TW",
]


@pytest.mark.parametrize("text", RESOLUTION_54)
def test_every_spelling_of_a_party_document_is_one(text: str) -> None:
    assert forms(text) == [("document", "54-nq/tw")]


DECREE_15 = [
    "15/2020/NĐ-CP",
    "15/2020/ND-CP",
    "15/2020/nđ-cp",
    "15 / 2020 / NĐ-CP",
    "15/2020 NĐ CP",
    "Nghị định 15/2020/NĐ-CP",
    "nghị định số 15/2020/NĐ-CP",
    "NĐ 15/2020/NĐ-CP",
]


@pytest.mark.parametrize("text", DECREE_15)
def test_every_spelling_of_a_state_document_is_one(text: str) -> None:
    assert forms(text) == [("document", "15/2020/nd-cp")]


@pytest.mark.parametrize("typed", [*RESOLUTION_54, "Nghị quyết 54", "NQ 54", "nghi quyet so 54"])
@pytest.mark.parametrize("written", [*RESOLUTION_54, "Nghị quyết 54 của Bộ Chính trị", "NQ 54"])
def test_a_resolution_is_found_however_it_is_named(typed: str, written: str) -> None:
    assert find_one_another(typed, written)


@pytest.mark.parametrize(
    "typed", [*DECREE_15, "nghị định 15/2020", "Nghị định 15 năm 2020", "NĐ 15"]
)
@pytest.mark.parametrize("written", [*DECREE_15, "nghị định 15/2020", "NĐ 15/2020"])
def test_a_decree_is_found_however_it_is_named(typed: str, written: str) -> None:
    assert find_one_another(typed, written)


def test_a_law_is_found_with_and_without_its_parliament() -> None:
    assert find_one_another("luật 45/2019", "Bộ luật Lao động số 45/2019/QH14")
    assert find_one_another("45/2019/QH14", "Luật 45/2019/QH14")
    assert not find_one_another("luật 45/2019", "Luật 46/2019/QH14")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("54-NQ/TW", "55-NQ/TW"),
        ("15/2020/NĐ-CP", "15/2020/QĐ-TTg"),
        ("NQ 54", "54/QĐ-UBND"),
        ("54", "54-NQ/TW"),
        ("nghị định 15/2020", "nghị định 16/2020"),
    ],
)
def test_different_documents_do_not_meet(one: str, other: str) -> None:
    assert not find_one_another(one, other)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("83/NQ-CP", "83/nq-cp"),
        ("Quyết định số 1234/QĐ-UBND", "1234/qd-ubnd"),
        ("12/2021/TT-BGDĐT", "12/2021/tt-bgddt"),
        ("12/2021/TT-BGD&ĐT", "12/2021/tt-bgddt"),
        ("05-CT/TW", "5-ct/tw"),
        ("5-CT/TW", "5-ct/tw"),
        ("01/2021/TTLT-BTC-BNV", "1/2021/ttlt-btc-bnv"),
        ("Công văn 5432/UBND-KGVX", "5432/ubnd-kgvx"),
        ("123/CV-UBND", "123/ubnd"),
        ("Nghị quyết 42/2017/QH14", "42/2017/qh14"),
        ("Pháp lệnh 02/2020/UBTVQH14", "2/2020/ubtvqh14"),
        ("Thông báo 100/TB-VPCP", "100/tb-vpcp"),
        ("12-CTr/TU", "12-ctr/tu"),
        ("giấy phép: 548/GP-BTTTT", "548/gp-btttt"),
        ("TCVN 5687:2010", "tcvn 5687:2010"),
        ("QCVN 08-MT:2015/BTNMT", "qcvn 08-mt:2015"),
        ("Nghị định 100", "nd 100"),
        ("Chỉ thị 16 của Thủ tướng", "ct 16"),
        ("Thông tư số 22", "tt 22"),
        ("Quyết định 1234 của UBND tỉnh", "qd 1234"),
        ("công điện 5", "cd 5"),
        ("nq54", "nq 54"),
    ],
)
def test_documents_have_a_normal_form(text: str, form: str) -> None:
    assert forms(text) == [("document", form)]


@pytest.mark.parametrize(
    "text",
    [
        "báo cáo 3 vụ việc",
        "quyết định 5 năm tù",
        "kế hoạch 5 năm",
        "thông báo 12 ca mắc mới",
        "hướng dẫn 3 cách nấu phở",
        "Việt Nam đã 3 lần vô địch",
        "U23 và G7 họp, xe QL1 và anh ND5x",
        "năm 2018 đã đủ",
        "tỷ số 2-1",
        "giai đoạn 2021-2025",
        "192.168.1.1",
        "54",
    ],
)
def test_counts_are_no_numbers_of_documents(text: str) -> None:
    assert forms(text) == []


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("ngày 15 tháng 3 năm 2024", "2024-03-15"),
        ("15/3/2024", "2024-03-15"),
        ("15-03-2024", "2024-03-15"),
        ("15.03.2024", "2024-03-15"),
        ("2024-03-15", "2024-03-15"),
        ("sáng 15/3", "--03-15"),
        ("ngày 15-3", "--03-15"),
        ("15 tháng 3", "--03-15"),
        ("tháng 3/2024", "2024-03"),
        ("tháng 3 năm 2024", "2024-03"),
    ],
)
def test_dates_have_the_form_of_iso_8601(text: str, form: str) -> None:
    assert forms(text) == [("date", form)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20:15", ("time", "20:15")),
        ("20h15", ("time", "20:15")),
        ("8 giờ 5 phút", ("time", "08:05")),
        ("8h", ("time", "08:00")),
        ("20:15:30", ("time", "20:15:30")),
        ("2.900.000 đ", ("money", "2900000 vnd")),
        ("2.900.000đ", ("money", "2900000 vnd")),
        ("2,9 triệu đồng", ("money", "2900000 vnd")),
        ("2.900.000 VNĐ", ("money", "2900000 vnd")),
        ("$3.5 triệu", ("money", "3500000 usd")),
        ("3,5 triệu USD", ("money", "3500000 usd")),
        ("500 nghìn tỷ đồng", ("money", "500000000000000 vnd")),
        ("1,2 tỉ euro", ("money", "1200000000 eur")),
        ("500 €", ("money", "500 eur")),
        ("€500", ("money", "500 eur")),
        ("2,9 triệu", ("amount", "2900000")),
        ("7.737.917 lượt", ("amount", "7737917")),
        ("7,737,917", ("amount", "7737917")),
        ("7 737 917", ("amount", "7737917")),
        ("1.234,5", ("amount", "1234.5")),
        ("3,5%", ("percent", "3.5%")),
        ("3.5 %", ("percent", "3.5%")),
        ("12 phần trăm", ("percent", "12%")),
        ("0914.123.456", ("phone", "0914123456")),
        ("+84 914 123 456", ("phone", "0914123456")),
        ("(0234) 3822123", ("phone", "02343822123")),
        ("1900 1234", ("phone", "19001234")),
        ("Toa.Soan@Bao.vn", ("email", "toa.soan@bao.vn")),
        ("https://www.Bao.vn/tin-1.html.", ("url", "bao.vn/tin-1.html")),
        ("baothuathienhue.vn", ("url", "baothuathienhue.vn")),
    ],
)
def test_other_numbers_have_a_normal_form(text: str, expected: tuple[str, str]) -> None:
    assert forms(text) == [expected]


def test_the_same_amount_is_found_however_it_is_written() -> None:
    assert find_one_another("2,9 triệu", "giá 2.900.000 đ một tháng")
    assert find_one_another("2.900.000 đồng", "2,9 triệu đồng")
    assert (
        not find_one_another("2,9 triệu USD", "2,9 triệu")
        or number_readings("2,9 triệu USD")[0][1] == 1.0
    )


def test_numbers_stand_in_order_with_their_spans() -> None:
    text = "Nghị quyết số 54-NQ/TW ngày 10/12/2019, lúc 8h, 3,5% của 2,9 tỷ đồng; hỏi a@b.vn"
    found = numbers(text)
    assert [number.kind for number in found] == [
        Kind.DOCUMENT, Kind.DATE, Kind.TIME, Kind.PERCENT, Kind.MONEY, Kind.EMAIL,
    ]  # fmt: skip
    assert [number.text for number in found] == [
        "Nghị quyết số 54-NQ/TW", "10/12/2019", "8h", "3,5%", "2,9 tỷ đồng", "a@b.vn",
    ]  # fmt: skip


def test_spans_count_code_points_of_decomposed_text() -> None:
    text = "Nghi\u0323 quye\u0302\u0301t\u200b 54-NQ/TW."
    (number,) = numbers(text)
    assert (number.start, number.end) == (0, len(text) - 1)


def test_the_whole_weighs_most_and_the_bare_number_nothing() -> None:
    readings = number_readings("54-NQ/TW")
    assert readings[0] == ("54-nq/tw", 1.0)
    assert all(0 < weight < 1 for _, weight in readings[1:])
    assert "54" not in dict(readings)


def test_dates_times_and_small_amounts_are_left_to_the_words() -> None:
    assert document_numbers("ngày 15/3/2024 lúc 20h15, 3,5% và 2,5 lần") == ()


def test_each_form_is_indexed_once() -> None:
    assert document_numbers("54-NQ/TW và Nghị quyết 54-NQ/TW") == ("54-nq/tw", "nq 54")
