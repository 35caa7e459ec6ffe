"""What the page itself shows, by the rules of its newspaper: title, sapo, author, path, date."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from searcher.extract.byline import author_in
from searcher.extract.cleaning import http_url, same_text
from searcher.extract.found import Found
from searcher.extract.html.blocks import blocks, text_of
from searcher.extract.html.newspapers import Rules
from searcher.extract.html.nobody import is_somebody
from searcher.extract.html.selectors import select
from searcher.extract.html.tree import Element, attribute
from searcher.extract.markers import has_day, without_date

_HOME = ("trang chủ", "trang nhất", "home", "tin tức", "")


def find(root: Element, rules: Rules, url: str | None, known: Found) -> Found:
    """Return title and sapo as a page shows them, and what of the rest is not `known` yet."""
    heading = title(root, rules)
    near = [] if known.author and known.published else _near(root, heading)
    return Found(
        title=heading,
        summary=_first_text(root, rules.sapo),
        author="" if known.author else _author(root, rules, url) or _author_near(near),
        category="" if known.category else _category(root, rules, url, heading),
        published=() if known.published else (*_dates(root, rules.date), *near),
    )


def _category(root: Element, rules: Rules, url: str | None, heading: str) -> str:
    named = _first_text(root, rules.category) or _last_crumb(root, rules, heading)
    return named or _section_of(root, url)


def title(root: Element, rules: Rules) -> str:
    """Return the heading that a page shows above its article."""
    return _first_text(root, rules.title)


def _elements(root: Element, selectors: Iterable[str]) -> Iterator[Element]:
    for selector in selectors:
        yield from select(root, selector)


def _first_text(root: Element, selectors: Iterable[str]) -> str:
    texts = (text_of(element) for element in _elements(root, selectors))
    return next((text for text in texts if text), "")


def _author(root: Element, rules: Rules, url: str | None) -> str:
    texts = (text_of(element) for element in _elements(root, rules.author))
    names = (author_in(text) for text in texts)
    return next((name for name in names if name and is_somebody(name, rules.name, url)), "")


def _last_crumb(root: Element, rules: Rules, title: str) -> str:
    for selector in rules.crumbs:
        texts = [text_of(element) for element in select(root, selector)]
        inner = [text for text in texts if text.lower() not in _HOME and not same_text(text, title)]
        if inner and len(inner) <= 5:
            return inner[-1]
    return ""


def _dates(root: Element, selectors: Iterable[str]) -> Iterator[str]:
    """Yield what may be the date: the machine's reading of an element before its text."""
    for selector in selectors:
        for element in select(root, selector)[:3]:
            yield from filter(None, (attribute(element, name) for name in _MACHINE_READABLE))
            yield text_of(element)[:100]


_MACHINE_READABLE = ("datetime", "content", "title")


def _section_of(root: Element, url: str | None) -> str:
    """Return how the page's menu calls the folder that its address lies in: `/giao-duc/bai.htm`."""
    folders = urlsplit(url).path.split("/")[1:-1] if url else []
    names = {f"/{folder}" for folder in folders if not folder.isdigit()}
    for link in root.iter("a") if names else ():
        path = re.sub(r"\.\w{2,5}$|/$", "", urlsplit(_href(link)).path)
        text = text_of(link) if path in names else ""
        if 1 < len(text) < _LONGEST_SECTION:
            return text
    return ""


_LONGEST_SECTION = 40


def _href(link: Element) -> str:
    return http_url(attribute(link, "href"), "http://site.invalid/") or ""


def _near(root: Element, heading: str) -> list[str]:
    """Return the lines with a date just below the title, then those just above it."""
    seen = [block.text for block in blocks(root)] if heading else []
    place = next((index for index, text in enumerate(seen) if text == heading), None)
    if place is None:
        return []
    around = seen[place + 1 : place + 5] + seen[max(place - 3, 0) : place]
    return [text for text in around if len(text) < _LONGEST_LINE and has_day(text)]


_LONGEST_LINE = 80


def _author_near(lines: Iterable[str]) -> str:
    """Return the name that shares a line with the date: `Hà Anh - 04/03/2024 16:16`."""
    names = (author_in(without_date(text)) for text in lines)
    return next((name for name in names if name), "")
