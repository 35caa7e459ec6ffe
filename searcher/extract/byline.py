"""The line that names who wrote an article."""

import re

from searcher.extract.cleaning import key, one_line

_LABEL = re.compile(
    r"^(?:tác giả|người viết|bài viết|bài|tin|tin và ảnh|bài và ảnh|tin, ảnh|bài, ảnh|tin ảnh|"
    r"tin, bài|tin bài|thực hiện|biên soạn|by)(?:\s*(?:,|-|và|&)\s*ảnh)?\s*:\s*",
    re.I,
)
_REMARK = re.compile(
    r"\s*[(\[](?:tổng hợp|lược dịch|biên dịch|dịch|ghi|t/h|th|theo [^()]{1,60}|sưu tầm)[)\]]\s*$"
    r"|\s*[/–-]\s*(?:TTXVN|tổng hợp|TH)\s*$",
    re.I,
)
_WORD = re.compile(r"[^\W\d_][^\W\d_.'’-]*\.?(?:[.'’-][^\W\d_]+\.?)*")
_SEPARATOR = re.compile(r"\s+(?:-|–|—|và|&)\s+|\s*[,;/]\s*")
_TITLES = frozenset(
    ["ths", "ts", "pgs", "gs", "bs", "ds", "ks", "ls", "luatsu", "nsnd", "nsut", "pv", "ctv", "btv"]
)
_NOT_NAMES = frozenset(
    [
        "trong",
        "tren",
        "duoi",
        "xem",
        "chi",
        "tiet",
        "phu",
        "luc",
        "thong",
        "bao",
        "ke",
        "hoach",
        "quyet",
        "dinh",
        "tai",
        "day",
        "file",
        "dinh",
        "kem",
        "van",
        "ban",
        "toan",
        "van",
        "nguon",
        "anh",
        "video",
        "clip",
        "het",
        "con",
        "nua",
        "lien",
        "he",
        "dien",
        "thoai",
        "email",
        "hotline",
    ]
)
_LONGEST = 60


def author_in(line: str) -> str | None:
    """Return the author that a line by itself names, without labels and remarks; None if none.

    A name is one to six words, each with a capital (or in capitals), and no sentence; several names
    are divided by commas, dashes or `và`. `Bài và ảnh: Hà Anh` names Hà Anh, `Hà Thu (tổng hợp)` Hà Thu.
    """
    bare = _REMARK.sub("", _LABEL.sub("", one_line(line).strip("* "))).strip(" .*()[]")
    if not bare or len(bare) > _LONGEST or bare.lower().startswith("theo "):
        return None
    names = [name for name in _SEPARATOR.split(bare) if name]
    return ", ".join(names) if names and len(names) <= 4 and all(map(_is_name, names)) else None


def _is_name(name: str) -> bool:
    words = name.split()
    if not 1 <= len(words) <= 6 or not all(_WORD.fullmatch(word) for word in words):
        return False
    if len(words) == 1 and len(key(name)) < 2:
        return False
    if any(not word[0].isupper() for word in words):
        return False
    return not all(key(word) in _NOT_NAMES for word in words)
