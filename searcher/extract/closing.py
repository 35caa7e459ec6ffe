"""The last lines of an article, which say who wrote it and after whom."""

import re
from collections.abc import Sequence

from searcher.extract.byline import author_in
from searcher.extract.cleaning import known
from searcher.extract.found import Found

_SOURCE = re.compile(
    r"[(\[]?\s*(?:nguồn(?: tin)?\s*:|theo\s*:?(?=\s+(?-i:[A-ZĐÀ-Ý])))\s*([^,:;]{2,60}?)\s*[)\]]?\.?",
    re.I,
)
_PHOTOGRAPHER = re.compile(r"(?:ảnh|video|clip|đồ họa|đồ hoạ)\s*:\s*\S.{0,60}", re.I)
_MOST_LINES = 3
_LONGEST_SOURCE_WORDS = 6


def closed(paragraphs: Sequence[str]) -> Found:
    """Return paragraphs as body, author and source.

    At the end may stand a name alone, `Nguồn: ...` or `(Theo ...)`, and whose the pictures are; at
    least one paragraph is left. A name alone on the first line is an author too, where the end has none.
    """
    body, author, source = list(paragraphs), "", ""
    for _ in range(min(_MOST_LINES, len(body) - 1)):
        agency = _source(body[-1])
        author = (not agency and author_in(body[-1])) or ""
        if not (agency or author or _PHOTOGRAPHER.fullmatch(body[-1])):
            break
        source = agency or source
        body.pop()
        if author:
            break
    if not author and len(body) > 2 and (first := author_in(body[0])):
        author, body = first, body[1:]
    return Found(body=tuple(body), author=author, source=source)


def _source(line: str) -> str:
    found = _SOURCE.fullmatch(line.strip("* "))
    if not found or len(found[1].split()) > _LONGEST_SOURCE_WORDS:
        return ""
    return known(found[1]) or ""
