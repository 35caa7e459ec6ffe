"""The fields that a query may name, in every spelling: `tác-giả:`, `tacgia:`, `author:`."""

from collections.abc import Iterator, Mapping
from functools import cache

from searcher.vietnamese.plain import plain

TEXTS = {"title": "tiêu-đề", "summary": "tóm-tắt", "body": "nội-dung"}
"""The text fields: their words are looked for in that field only. Name and how it is shown."""

KEYWORDS = {
    "source": "nguồn",
    "site": "site",
    "category": "chuyên-mục",
    "author": "tác-giả",
    "tag": "thẻ",
}
"""The fields that name articles as a whole. Name and how it is shown."""

SHOWN = TEXTS | KEYWORDS

MANY_VALUED = frozenset({"tag"})
"""Keywords of which an article may have several: two of them in brackets must both be there."""


@cache
def spellings() -> Mapping[str, str]:
    """Return field name by every way to type it, in lower case.

    The hyphen may be left out or be an underscore, and so may all diacritics: no other name or word
    before a colon is spelled like that.
    """
    return {
        spelled: name for name, shown in SHOWN.items() for spelled in (name, *_spellings(shown))
    }


def _spellings(shown: str) -> Iterator[str]:
    for letters in (shown, plain(shown).text):
        yield from (letters, letters.replace("-", ""), letters.replace("-", "_"))
