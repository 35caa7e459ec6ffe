"""A small archive written for these tests: every kind of article that the pages must show."""

from typing import Any

HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>"
STRANGE_ID = "a/b//c ?q=1#x%2F&é'\""

PORTAL: dict[str, Any] = {
    "id": "thi-dua-2024",
    "url": "https://vanhoa.example/tin/thi-dua-2024.html",
    "title": "Khối Thi đua Văn hóa ký kết giao ước năm 2024",
    "summary": "Chín đơn vị cùng ký giao ước.",
    "body": "Chiều 1/3, hội nghị diễn ra tại Huế.\n\nCác đơn vị thống nhất hướng dẫn chấm điểm.",
    "author": "Hà Anh",
    "source": "Cổng thông tin",
    "category": "Văn hóa",
    "tags": ["thi đua", "Huế"],
    "published": "2024-03-04T16:16:00+07:00",
    "reads": 567,
}
SISTER: dict[str, Any] = {
    "id": "thi-dua-2023",
    "title": "Khối Thi đua Văn hóa họp tổng kết",
    "category": "Văn hóa",
    "published": "2024-01-15T08:00:00+07:00",
}
BARE: dict[str, Any] = {"id": "tran", "title": "Tin chỉ có tiêu đề", "published": None}
UNTITLED: dict[str, Any] = {"id": "khong-ten", "body": "Bài này có nội dung mà không có tiêu đề."}
ATTACK: dict[str, Any] = {
    "id": f"doc{HOSTILE}",
    "url": "javascript:alert(1)",
    "title": f"Bẫy {HOSTILE}",
    "summary": f"Tóm tắt {HOSTILE}",
    "body": f"Nội dung bẫy {HOSTILE}\n\n</p></article></main>{HOSTILE}",
    "author": f"Tác giả {HOSTILE}",
    "source": f"Nguồn {HOSTILE}",
    "category": f"Mục {HOSTILE}",
    "tags": [HOSTILE],
    "image": "javascript:alert(1)",
    "published": "2024-05-01T00:00:00+07:00",
}
_ENDLESS = "Ậ" * 150
LONG: dict[str, Any] = {
    "id": "dai",
    "title": f"Tiêu đề dài {_ENDLESS}",
    "summary": f"Tóm tắt dài {_ENDLESS}",
    "body": f"Thân bài dài {_ENDLESS}",
    "author": _ENDLESS,
    "source": _ENDLESS,
    "category": _ENDLESS,
    "tags": [_ENDLESS],
    "published": "2024-04-01T08:00:00+07:00",
}
STRANGE: dict[str, Any] = {
    "id": STRANGE_ID,
    "title": "Tin có mã lạ",
    "body": "Mã của bài này có dấu gạch chéo.",
    "category": "Khoa học & Đời sống",
    "published": "2023-12-31T23:59:00+07:00",
}


def _flood(number: int) -> dict[str, Any]:
    return {
        "id": f"lu-{number:02d}",
        "url": f"https://mua.example/lu/{number}",
        "title": f"Nước lũ trên sông Bồ dâng, ngày thứ {number}",
        "body": f"Mực nước đo được lúc sáng sớm là {number} mét.\n\nNgười dân được đưa lên chỗ cao.",
        "author": f"Phóng viên {number}",
        "source": "Báo Mưa" if number % 2 else "Báo Nắng",
        "category": "Thời tiết",
        "published": f"2024-10-{number:02d}T07:30:00+07:00",
    }


FLOODS = [_flood(number) for number in range(1, 26)]
ARTICLES = [PORTAL, SISTER, BARE, UNTITLED, LONG, ATTACK, STRANGE, *FLOODS]
