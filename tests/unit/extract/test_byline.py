"""Lines that name an author, and lines that do not."""

import pytest

from searcher.extract.byline import author_in


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("Hà Anh", "Hà Anh"),
        ("HÀ ANH", "HÀ ANH"),
        ("Hà Thu (tổng hợp)", "Hà Thu"),
        ("Thanh Tâm (Theo AFP, Reuters)", "Thanh Tâm"),
        ("Bài và ảnh: Hà Anh", "Hà Anh"),
        ("Tin, ảnh: Hà Anh", "Hà Anh"),
        ("Tác giả: Nguyễn Thị Hồng Vân", "Nguyễn Thị Hồng Vân"),
        ("Hà Anh - Minh Đức", "Hà Anh, Minh Đức"),
        ("Hà Anh và Minh Đức", "Hà Anh, Minh Đức"),
        ("Hà Anh/TTXVN", "Hà Anh"),
        ("**Hà Anh**", "Hà Anh"),
        ("N.T.Hà", "N.T.Hà"),
        ("Ths. Lê Văn A", "Ths. Lê Văn A"),
    ],
)
def test_names(line: str, author: str) -> None:
    assert author_in(line) == author


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Ban tổ chức trao 20 giải.",
        "Kế hoạch năm 2024",
        "Xem chi tiết tại đây",
        "Nguồn: TTXVN",
        "Theo TTXVN",
        "(Theo Reuters)",
        "Tài liệu đính kèm",
        "hà anh",
        "Điện thoại: 0234 567",
        "Hội Nghị Sơ Kết Sáu Tháng Đầu Năm Của Tỉnh",
        "- Hỗ trợ 200.000 đồng",
    ],
)
def test_no_names(line: str) -> None:
    assert author_in(line) is None
