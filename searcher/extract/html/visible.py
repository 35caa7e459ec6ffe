"""What the page itself shows, by the rules of its newspaper: title, sapo, author, path, date."""

from collections.abc import Iterable, Iterator

from searcher.extract.byline import author_in
from searcher.extract.cleaning import same_text
from searcher.extract.found import Found
from searcher.extract.html.blocks import text_of
from searcher.extract.html.newspapers import Rules
from searcher.extract.html.nobody import is_somebody
from searcher.extract.html.selectors import select
from searcher.extract.html.tree import Element, attribute

_HOME = ("trang chủ", "trang nhất", "home", "tin tức", "")


def find(root: Element, rules: Rules, url: str | None) -> Found:
    """Return the fields that stand on a page where `rules` say."""
    title = _first_text(root, rules.title)
    return Found(
        title=title,
        summary=_first_text(root, rules.sapo),
        author=_author(root, rules, url),
        source=rules.name,
        category=_first_text(root, rules.category) or _last_crumb(root, rules, title),
        published=tuple(_dates(root, rules.date)),
    )


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
            yield from filter(None, (attribute(element, "datetime"), attribute(element, "content")))
            yield text_of(element)[:100]
