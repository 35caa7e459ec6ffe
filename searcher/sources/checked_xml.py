"""XML from anywhere: no entity is defined, none is fetched, nothing grows beyond its bytes."""

import re

from lxml import etree

from searcher.vietnamese.encodings import decode

_DECLARATION = re.compile(r"\s*<\?xml\b[^>]{0,300}\?>")
_ENTITY = re.compile(r"<!ENTITY", re.I)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ROOT = re.compile(r"<(?![?!])\s*(?:[\w.-]+:)?([\w.-]+)")
_MISC = re.compile(r"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.S | re.I)


class UnsafeXml(ValueError):
    """The document defines entities: a bomb, or a way into other files."""


def text_of(content: bytes, charset: str | None = None) -> str:
    """Return XML as text without its declaration; raises UnsafeXml, and BrokenText for no text."""
    text = decode(content, charset).text
    if _ENTITY.search(text):
        raise UnsafeXml("entities are defined")
    return _NOT_XML.sub("", _DECLARATION.sub("", text, count=1))


def root_name(text: str) -> str:
    """Return the name of the root element in small letters, without its prefix; empty where there is none."""
    found = _ROOT.search(_MISC.sub("", text[:65_536]))
    return found[1].lower() if found else ""


def tree_of(text: str) -> etree._Element:
    """Return the root of checked XML; raises etree.XMLSyntaxError."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    return etree.fromstring(text.encode(), parser)
