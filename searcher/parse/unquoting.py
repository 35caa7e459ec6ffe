"""What is asked where quotation marks found nothing: the same words without the marks.

A title that was pasted may quote somebody (`Chấn thương là "định mệnh" của Nadal`); as a demand its marks hide
every article that tells of it. A short query with quotation marks was typed on purpose and stays as it is.
"""

import re
from dataclasses import replace

from searcher.model import Query

_QUOTED = re.compile(r'(?<!\S)["“„«]([^"“”„«»]*)["”»](?=\s|$)')
"""A part in quotation marks that stands by itself: behind `-` or `title:` the marks hold a part together."""


_TITLE = 4
"""Words outside the marks from which on a text with quotation marks may be a pasted title."""


def unquoted(text: str) -> str | None:
    """Return a pasted text without the quotation marks around its parts, None for any other."""
    if len(_QUOTED.sub("", text).split()) < _TITLE:
        return None
    loose = _QUOTED.sub(r"\1", text)
    return None if loose == text else loose


def followed(query: Query, last: Query) -> Query:
    """Return a query that is asked `last` where neither it nor what else it falls back to finds anything."""
    if query.tree == last.tree:
        return query
    behind = last if query.fallback is None else followed(query.fallback, last)
    return replace(query, fallback=behind)
