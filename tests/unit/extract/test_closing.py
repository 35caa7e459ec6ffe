"""The last lines of an article."""

import pytest

from searcher.extract.closing import closed

TEXT = ("Ban tổ chức trao 20 giải.", "Hội thi kết thúc lúc trưa.")


@pytest.mark.parametrize(
    ("end", "author", "source"),
    [
        (["Hà Anh"], "Hà Anh", ""),
        (["Hà Anh", "Ảnh: Minh Đức"], "Hà Anh", ""),
        (["Hà Anh", "Nguồn: Báo Huế"], "Hà Anh", "Báo Huế"),
        (["(Theo TTXVN)"], "", "TTXVN"),
        (["Theo Báo Nhân Dân"], "", "Báo Nhân Dân"),
        (["Nguồn tin: huengaynay.vn", "Hà Anh"], "Hà Anh", ""),
        (["Tin: Hà Anh", "Ảnh: Minh Đức"], "Hà Anh", ""),
        ([], "", ""),
    ],
)
def test_what_the_end_says(end: list[str], author: str, source: str) -> None:
    found = closed([*TEXT, *end])
    assert (found.author, found.source) == (author, source)
    assert found.body[:2] == TEXT


@pytest.mark.parametrize(
    "last", ["Theo kế hoạch, lễ hội kéo dài ba ngày", "Kết luận", "Theo ông Hai, năm nay được mùa."]
)
def test_a_sentence_is_no_end(last: str) -> None:
    assert closed([*TEXT, last]).body == (*TEXT, last)


def test_a_name_on_the_first_line_is_the_author() -> None:
    found = closed(["Hà Anh", *TEXT])
    assert (found.author, found.body) == ("Hà Anh", TEXT)


def test_a_text_of_names_keeps_one_line() -> None:
    assert closed(["Hà Anh"]).body == ("Hà Anh",)
    assert closed([]).body == ()
