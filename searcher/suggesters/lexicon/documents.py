"""Numbers of official documents in running text, as they are written there."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

_NUMBER = re.compile(
    r"(?<![\w/.,-])\d{1,5}(?:/(?:19|20)\d\d)?[/-][A-ZĐ][A-ZĐ&]{1,7}\d{0,2}(?:[/-][A-ZĐ][A-ZĐ&]{0,9}\d{0,2}){0,3}(?![\w-])"
)
_TYPE = re.compile(
    r"(?i)(nghị quyết|nghị định|quyết định|chỉ thị|thông tư(?: liên tịch)?|công văn|công điện|kết luận"
    r"|kế hoạch|thông báo|hướng dẫn|luật|pháp lệnh|văn bản|báo cáo|tờ trình|quy định) (?:số )?:? ?$"
)
_REACH = 28
"""Characters before a number among which its type stands."""
_SIGN_OF_ONE = re.compile("[/\u2010-\u2015-][A-ZĐ]{2}")
_SIGNS = re.compile("[\u2010-\u2015]")
MOST = 200_000
"""Different documents counted; new ones beyond them are left out."""


def documents_named(text: str) -> Iterator[str]:
    """Yield the documents named in a text (NFC), as often as they are."""
    if not _SIGN_OF_ONE.search(text):
        return
    plain = _SIGNS.sub("-", text)
    for found in _NUMBER.finditer(plain):
        yield _named(plain, found)


class Documents:
    """Counts the documents named in texts: `Nghị quyết 54-NQ/TW`, or the number where no type stands."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def count(self, names: Iterable[str]) -> None:
        """Count documents that were named (`documents_named`)."""
        for name in names:
            if name in self._counts or len(self._counts) < MOST:
                self._counts[name] += 1

    def often(self, least: int) -> list[tuple[str, int]]:
        """Return the documents named at least so often, the most frequent first."""
        return [(name, count) for name, count in self._counts.most_common() if count >= least]


def _named(text: str, number: re.Match[str]) -> str:
    before = text[max(0, number.start() - _REACH) : number.start()]
    kind = _TYPE.search(before)
    return f"{kind[1].capitalize()} {number[0]}" if kind else number[0]
