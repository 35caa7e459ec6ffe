"""What must find the same articles, whatever engine: the equivalences of Vietnamese spelling and naming."""

import unicodedata

import pytest

from searcher.engines import ENGINES, Reader, engine_named
from searcher.parse import parse_query
from tests.corpus import article, indexed

NEWS = [
    article("nq54", "Tỉnh thực hiện Nghị quyết 54-NQ/TW", "Toàn tỉnh phấn đấu."),
    article("nq54ngan", "Sơ kết NQ 54", "Hội nghị sơ kết Nghị quyết số 54."),
    article("nd15", "Xử phạt theo Nghị định 15/2020/NĐ-CP", "Mức phạt mới."),
    article("nam54", "Cụ bà 54 tuổi", "Bà 54 tuổi được nghị quyết khen."),
    article("ubnd", "UBND tỉnh họp", "Cuộc họp thường kỳ."),
    article("uyban", "Ủy ban nhân dân tỉnh họp", "Họp đầu năm."),
    article("uyban2", "Uỷ ban nhân dân huyện", "Bàn giao."),
    article("hcm", "Mưa lớn ở TP.HCM", "Ngập nhiều nơi."),
    article("hcm2", "Thành phố Hồ Chí Minh ngập", "Mưa lớn."),
    article("tphcm", "TPHCM thêm cầu vượt", "Khởi công."),
    article("hue", "Thừa Thiên Huế đón khách", "Khách quốc tế."),
    article("tthue", "TT-Huế mở phố đi bộ", "Phố mới."),
    article("gd", "Sở GD&ĐT công bố điểm", "Điểm thi."),
    article("gd2", "Sở Giáo dục và Đào tạo công bố lịch học", "Lịch học."),
    article("hoa", "Hoà Bình có cầu mới", "Thuỷ điện khoẻ."),
    article("ky", "Kỹ sư trẻ viết lý lịch", "Sang Mỹ học."),
    article("tui", "Chiếc túi vải", "Đôi tai thính."),
    article("tuy", "Tuy nhiên", "Đôi tay khéo."),
]


@pytest.fixture(params=ENGINES, scope="module")
def reader(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return indexed(engine_named(request.param), tmp_path_factory.mktemp("index"), [NEWS])


def found(reader: Reader, typed: str) -> list[str]:
    return list(reader.search(parse_query(typed, per_page=1), 100).ids)


@pytest.mark.parametrize(
    "typed",
    ["54-NQ/TW", "54 NQ TW", "NQ 54/TW", "Nghị quyết 54-NQ/TW", "nghi quyet 54-nq/tw", "54–NQ/TW", "54‑NQ/TW"],
)  # fmt: skip
def test_a_document_is_found_however_its_number_is_written(reader: Reader, typed: str) -> None:
    assert found(reader, typed)[0] == "nq54"


@pytest.mark.parametrize("typed", ["Nghị quyết 54", "NQ 54", "nghi quyet 54"])
def test_the_short_name_of_a_document_finds_it_too(reader: Reader, typed: str) -> None:
    assert set(found(reader, typed)[:2]) == {"nq54", "nq54ngan"}


@pytest.mark.parametrize(
    "typed", ["15/2020/NĐ-CP", "15/2020/ND-CP", "nghị định 15/2020", "Nghị định 15/2020/NĐ-CP"]
)
def test_a_decree_is_found_with_and_without_its_letter(reader: Reader, typed: str) -> None:
    assert found(reader, typed)[0] == "nd15"


SAME = [
    (["UBND tỉnh", "Ủy ban nhân dân tỉnh", "Uỷ ban nhân dân tỉnh"], {"ubnd", "uyban"}),
    (["TP.HCM", "TPHCM", "TP HCM", "Thành phố Hồ Chí Minh"], {"hcm", "hcm2", "tphcm"}),
    (["TT-Huế", "Thừa Thiên Huế"], {"hue", "tthue"}),
    (["GD&ĐT", "Giáo dục và Đào tạo"], {"gd", "gd2"}),
    (["hòa bình", "hoà bình", "Hòa Bình"], {"hoa"}),
    (["thủy điện", "thuỷ điện"], {"hoa"}),
    (["kỹ sư", "kĩ sư"], {"ky"}),
    (["lý lịch", "lí lịch"], {"ky"}),
    (["sang Mỹ", "sang Mĩ"], {"ky"}),
]


@pytest.mark.parametrize(("typed", "ids"), [(one, ids) for group, ids in SAME for one in group])
def test_spellings_and_names_find_the_same_articles(
    reader: Reader, typed: str, ids: set[str]
) -> None:
    assert set(found(reader, typed)) == ids


@pytest.mark.parametrize(("typed", "ids"), [(group[0], ids) for group, ids in SAME])
def test_decomposed_letters_find_the_same_articles(
    reader: Reader, typed: str, ids: set[str]
) -> None:
    assert set(found(reader, unicodedata.normalize("NFD", typed))) == ids


@pytest.mark.parametrize(
    ("typed", "first", "second"),
    [("túi", "tui", "tuy"), ("tai", "tui", "tuy"), ("tay", "tuy", "tui")],
)
def test_letters_that_only_look_alike_are_not_the_same(
    reader: Reader, typed: str, first: str, second: str
) -> None:
    assert found(reader, typed)[:1] == [first]
    assert second not in found(reader, typed)


def test_an_abbreviation_ranks_below_what_was_typed(reader: Reader) -> None:
    assert found(reader, "UBND tỉnh họp")[0] == "ubnd"
    assert found(reader, "Ủy ban nhân dân tỉnh họp")[0] == "uyban"


@pytest.mark.parametrize("typed", ["UYR ban nhaan daan", "uyr ban nhaan daan tinhr"])
def test_raw_telex_is_read_as_what_it_stands_for(reader: Reader, typed: str) -> None:
    query = parse_query(typed, per_page=1)
    assert query.guessed is not None
    assert {"uyban"} <= set(reader.search(query, 100).ids)
    assert parse_query(typed, verbatim=True).guessed is None
