"""A file or a text that is not published -> what it says: the same reading as an article's."""

from pathlib import PurePath

from searcher.errors import NoArticle
from searcher.extract import extract
from searcher.extract.decoding import decoded
from searcher.extract.pasted import plain_of
from searcher.model import Draft, Page, PageKind, Place

_KINDS = {
    ".html": PageKind.HTML,
    ".htm": PageKind.HTML,
    ".json": PageKind.RECORD,
    ".jsonl": PageKind.RECORD,
}

LONGEST_TITLE = 200
"""Characters of a first line that may be a title."""


def draft_in(content: bytes, name: str = "") -> Draft:
    """Return the draft in the bytes of a file of this name: a text, a web page or a JSON object.

    The first line of a text is its title. HTML that is no article, or not named so, is read as pasted.
    Raises BrokenText, BrokenRecord.
    """
    kind = _KINDS.get(PurePath(name).suffix.lower(), PageKind.TEXT)
    page = Page(kind=kind, content=content, place=Place(path=name))
    if kind is PageKind.TEXT:
        return draft_said(decoded(page))
    try:
        found = extract(page).article
    except NoArticle:
        return draft_said(decoded(page))
    return Draft(title=found.title, summary=found.summary, body=found.body)


def draft_said(text: str) -> Draft:
    """Return the draft that a text is, plain or HTML: its first line is the title where it is short enough."""
    title, _, body = plain_of(text).strip().partition("\n")
    if len(title) > LONGEST_TITLE:
        return Draft(body=plain_of(text).strip())
    return Draft(title=title, body=body.strip())
