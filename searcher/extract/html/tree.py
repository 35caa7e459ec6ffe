"""The tree of a page: decoded first, then parsed, within bounds and without the network."""

import re
from typing import TypeAlias

from lxml import etree, html

from searcher.extract.decoding import decoded
from searcher.extract.failures import no_article, too_deep, too_many
from searcher.model import Page

_INLINE = re.compile(r"</?(?:font|span|b|i|u|em|strong|small|big|center|o:p)\b[^<>]{0,2000}>", re.I)
"""Formatting that old editors open again and again and never close."""

_MOST_ELEMENTS = 100_000
"""Twenty times what the largest news pages have, and half a minute of work."""

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

Element: TypeAlias = html.HtmlElement


def parse(page: Page) -> Element:
    """Return the root of a page.

    libxml2 stops at 256 nested elements; a page beyond that is parsed again without formatting, and
    raises InputTooLarge when that does not help, or for more than `_MOST_ELEMENTS`. Raises BrokenText for bytes that are no text and
    NoArticle for a page without any element.
    """
    text = decoded(page)
    root, cut = tree_of(text)
    if cut:
        root, cut = tree_of(_INLINE.sub("", text))
    if cut:
        raise too_deep(page.place)
    if root is not None and sum(1 for _ in root.iter()) > _MOST_ELEMENTS:
        raise too_many(page.place, _MOST_ELEMENTS)
    if root is None:
        raise no_article(page.place, "trang trống", "empty page")
    return root


def tree_of(text: str) -> tuple[Element | None, bool]:
    """Return the root of the HTML in `text`, and whether it was cut off for being too deep.

    The root is None where the text has no element. Comments and processing instructions are left
    out; nothing is fetched, and no entity but HTML's own is known.
    """
    parser = html.HTMLParser(
        encoding="utf-8",
        huge_tree=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = html.document_fromstring(_NOT_XML.sub(" ", text).encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None, False
    return root, any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)


def attribute(element: Element, name: str) -> str:
    """Return an attribute as text, empty where there is none."""
    return str(element.get(name) or "")
