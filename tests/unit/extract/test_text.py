"""Texts: portal pages as they were copied, and plain ones."""

from datetime import datetime

import pytest

from searcher.errors import BrokenText, NoArticle
from searcher.vietnamese.dates import TIMEZONE
from tests.unit.extract.pages import article, paragraphs, text

HEAD = "Tìm kiếm\n\n \n\nThống kê truy cập\nTruy câp tổng 7.737.917\nTruy câp hiện tại 3.553\n\n"
TAIL = "\nTin cùng nhóm\nTin khác đã đăng trước đó\nCác tin khác\nXem tin theo ngày  \nLiên kết dạng logo\ndi sảnbáo Huế"
BODY = "Sáng nay, lễ khai mạc diễn ra tại nhà văn hóa.\n\nBan tổ chức trao 20 giải.\n"


def portal(labels: str, body: str = BODY, author: str = "\n\nHà Anh") -> str:
    return f"{HEAD}Ngày hội đọc sách ở Bến Đá\n{labels}\n\n{body}{author}{TAIL}"


@pytest.mark.parametrize(
    ("labels", "reads", "minute"),
    [
        ("Lượt đọc: 567Thời gian: 16:16 - 04/03/2024", 567, "16:16"),
        ("Lượt đọc:567   Thời gian:16:16 - 04/03/2024", 567, "16:16"),
        ("Lượt xem: 1.204 | Ngày đăng: 04/03/2024 16:16", 1204, "16:16"),
        ("Ngày đăng: 04/03/2024\nLượt xem: 12", 12, "00:00"),
        ("Cập nhật lúc: 16h16, Thứ Hai, 04/03/2024 (GMT+7) - 88 lượt xem", 88, "16:16"),
        ("Luot doc: 5 Thoi gian: 16:16 04-03-2024", 5, "16:16"),
        ("LƯỢT ĐỌC: 5 THỜI GIAN: 16:16 04.03.2024", 5, "16:16"),
        ("Thời gian: 16:16 - 04/03/2024", None, "16:16"),
        ("04/03/2024 16:16 | Số lượt xem: 9", 9, "16:16"),
        ("Lượt đọc:\n567\nThời gian:\n16:16 - 04/03/2024", 567, "16:16"),
    ],
)
def test_labels_in_many_spellings(labels: str, reads: int | None, minute: str) -> None:
    found = article(text(portal(labels)))
    hour, minutes = map(int, minute.split(":"))
    assert found.title == "Ngày hội đọc sách ở Bến Đá"
    assert found.reads == reads
    assert found.published == datetime(2024, 3, 4, hour, minutes, tzinfo=TIMEZONE)
    assert found.author == "Hà Anh"
    assert found.body == BODY.strip()


def test_controls_between_title_and_labels_are_no_title() -> None:
    given = portal("A- A A+\nIn trang\nLượt đọc: 5Thời gian: 16:16 - 04/03/2024")
    assert article(text(given)).title == "Ngày hội đọc sách ở Bến Đá"


def test_a_title_on_two_lines_is_one_title() -> None:
    given = portal("Lượt đọc: 5").replace(
        "Ngày hội đọc sách ở Bến Đá",
        "Ngày hội đọc sách ở Bến Đá thu hút hơn một nghìn học sinh\nvà phụ huynh",
    )
    found = article(text(given))
    assert found.title == "Ngày hội đọc sách ở Bến Đá thu hút hơn một nghìn học sinh và phụ huynh"


def test_without_an_author_the_last_paragraph_stays() -> None:
    found = article(text(portal("Lượt đọc: 5Thời gian: 16:16 - 04/03/2024", author="")))
    assert found.author is None
    assert found.body == BODY.strip()


def test_an_author_in_the_labels() -> None:
    found = article(
        text(portal("Lượt đọc: 5 | Tác giả: Minh Thư | Ngày đăng: 04/03/2024", author=""))
    )
    assert found.author == "Minh Thư"


def test_the_bold_first_paragraph_is_the_summary() -> None:
    found = article(text(portal("Lượt đọc: 5", body="**Tóm tắt ở đây.**\n\n" + BODY)))
    assert found.summary == "Tóm tắt ở đây."
    assert found.body == BODY.strip()


def test_a_time_in_the_text_is_no_label() -> None:
    body = "Hội nghị bàn kế hoạch năm.\n\nThời gian: từ 8 giờ ngày 4/3/2024 tại hội trường lớn của tỉnh\n"
    found = article(text(f"Giấy mời họp báo quý một\n\n{body}"))
    assert found.title == "Giấy mời họp báo quý một"
    assert "Thời gian: từ 8 giờ" in found.body


def test_labels_above_a_title() -> None:
    given = f"{HEAD}Lượt đọc: 7 Thời gian: 08:00 - 01/02/2024\nTên bài ở dưới nhãn\n{BODY}{TAIL}"
    found = article(text(given))
    assert (found.title, found.reads, found.body) == ("Tên bài ở dưới nhãn", 7, BODY.strip())


def test_a_plain_text_is_title_and_body() -> None:
    found = article(text("Mùa nước nổi\n\nNước về chậm.\n\nCá linh ít."))
    assert (found.title, found.body) == ("Mùa nước nổi", "Nước về chậm.\n\nCá linh ít.")
    assert (found.published, found.author, found.reads) == (None, None, None)


def test_a_date_below_the_title_is_the_date() -> None:
    found = article(text("Mùa nước nổi\nThứ Hai, 14/10/2024, 06:20\n\nNước về chậm."))
    assert found.published == datetime(2024, 10, 14, 6, 20, tzinfo=TIMEZONE)
    assert found.body == "Nước về chậm."


def test_one_long_paragraph_has_its_first_sentence_as_title() -> None:
    given = "Nước về chậm hơn mọi năm gần một tháng. " + "Bà con ngồi vá lưới chờ cá linh. " * 12
    found = article(text(given))
    assert found.title == "Nước về chậm hơn mọi năm gần một tháng."
    assert found.body == given.strip()


@pytest.mark.parametrize("given", ["", " \n\t\n", HEAD, HEAD + TAIL, "\ufeff\n"])
def test_furniture_alone_is_no_article(given: str) -> None:
    with pytest.raises(NoArticle):
        article(text(given))


def test_binary_is_no_text() -> None:
    with pytest.raises(BrokenText) as caught:
        article(text(bytes(range(256)) * 20))
    assert "tin.jsonl:7" in caught.value.vi


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_other_encodings_are_read(encoding: str) -> None:
    given = portal("Lượt đọc: 567Thời gian: 16:16 - 04/03/2024").encode(encoding)
    assert article(text(given)).title == "Ngày hội đọc sách ở Bến Đá"
    assert paragraphs(text(given)) == BODY.strip().split("\n\n")
