"""Words that a phrase neither begins nor ends with."""

from functools import cache

_WORDS = """
    của và các là có được trong cho với này đã những một không để khi tại về từ người đến ra vào bị cũng
    như thì mà ở đó trên theo sau phải còn nhiều do nếu nên vì hay hoặc rất lại đang sẽ ông bà anh chị
    nói biết hơn mới chỉ gì ai nào sao thế vẫn rồi chưa bởi cùng tới dưới giữa trước đây kia ấy mỗi mọi
    làm việc số năm ngày tháng hai ba lên xuống qua nhưng tuy dù vừa đều cả quá lần điều bằng
"""


@cache
def fillers() -> frozenset[str]:
    """Return the words, as accented keys."""
    return frozenset(_WORDS.split())
