"""A web page -> its article.

Every reader says what it found (JSON-LD, the head, the page by its newspaper's rules, the labels of a
portal); the first that knows a field decides it. `listing` decides whether there is an article at all.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from searcher.extract.cleaning import key, lines, same_text, unwrapped
from searcher.extract.closing import closed
from searcher.extract.failures import no_article
from searcher.extract.found import Found, article, first_moment, merge
from searcher.extract.html import jsonld, listing, meta, visible
from searcher.extract.html.blocks import Block, blocks
from searcher.extract.html.body import body_blocks, densest, without
from searcher.extract.html.newspapers import Rules, newspapers
from searcher.extract.html.readable import readable
from searcher.extract.html.tree import Element, parse
from searcher.extract.markers import is_imprint
from searcher.extract.portal import find as find_labelled
from searcher.model import Article, Extracted, Page
from searcher.vietnamese.dates import from_cms_url

_SHORT = 200
"""A body of fewer letters, or of less than half the densest element of the page, may be a rule that
caught the wrong element: trafilatura is asked too."""

_SAPO = 60
"""A first paragraph in bold of at least so many letters is the summary."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Web:
    """A parsed page and what is known of it before its article is looked for."""

    root: Element
    head: meta.Values
    url: str | None
    described: jsonld.Described
    rules: Rules
    now: datetime


def extract_html(page: Page, now: datetime) -> Extracted:
    """Return the article of a web page.

    Raises NoArticle for a list page or an empty one, BrokenText, InputTooLarge.
    """
    web = _web(page, now)
    labelled = _labelled(web)
    found = _fields(web, labelled)
    certain = labelled is not None and labelled.reads is not None
    if not certain and listing.is_list(web.root, web.head, web.described, web.url):
        raise no_article(page.place, "trang danh sách", "a list page")
    body = _body(web, labelled, found)
    if not certain and listing.is_thin(web.root, web.described, _letters(body)):
        raise no_article(page.place, "trang danh sách", "a list page")
    finished = merge(_with_body(found, body), Found(source=_host(web.url)))
    if not finished.title or not (finished.body or finished.summary):
        raise no_article(page.place, "không có tiêu đề hay nội dung", "no title or no text")
    return Extracted(article=_dated(article(finished, now=now), now))


def _dated(found: Article, now: datetime) -> Article:
    """Return an article with the date that its address tells, where the page tells none."""
    if found.published or not found.url:
        return found
    return replace(found, published=from_cms_url(found.url, now=now))


def _web(page: Page, now: datetime) -> _Web:
    root = parse(page)
    head = meta.values(root)
    url = meta.address(root, head, page)
    rules = newspapers().at(url)
    described = jsonld.described(root, url, visible.title(root, rules))
    return _Web(root=root, head=head, url=url, described=described, rules=rules, now=now)


def _labelled(web: _Web) -> Found | None:
    """Return the article that a portal's labels point out, where JSON-LD describes none.

    A read count below a title is found on articles only; a label of time alone counts where it
    stands below the page's title, and says nothing of where the text ends.
    """
    if web.described.main:
        return None
    seen = list(blocks(web.root))
    found = find_labelled([block.text for block in seen], wrapped=False)
    if found is None:
        return None
    if found.reads is None:
        title = visible.title(web.root, web.rules)
        return replace(found, summary="", body=()) if same_text(found.title, title) else None
    links = {block.text for block in seen if block.is_link}
    body = [text for text in found.body if text not in links]
    first = next((block for block in seen if body and block.text == body[0]), None)
    return _sapo_taken(replace(found, body=tuple(body)), first)


def _sapo_taken(found: Found, first: Block | None) -> Found:
    """Return `found` with its first paragraph as summary where that stands in bold."""
    if first is None or found.summary or len(found.body) < 2:
        return found
    if not first.is_bold or len(first.text) < _SAPO:
        return found
    return replace(found, summary=first.text, body=found.body[1:])


def _fields(web: _Web, labelled: Found | None) -> Found:
    """Return all fields but the body."""
    counted = labelled and labelled.reads is not None
    said = merge(
        (counted and labelled) or Found(),
        Found(source=web.rules.name),
        jsonld.find(web.described, web.url),
        meta.find(web.head, web.url),
    )
    dated = said.published if first_moment(said.published, web.now) else ()
    seen = visible.find(web.root, web.rules, web.url, replace(said, published=dated))
    found = merge(said, seen, labelled or Found(), Found(title=_head_title(web.root)))
    return replace(
        found,
        url=web.url or found.url,
        tags=() if counted else found.tags,  # a portal's keywords are those of the whole site
        title=_whole(found.title, seen.title),
        summary=_whole(found.summary, seen.summary),
        body=(),
    )


def _whole(said: str, seen: str) -> str:
    """Return what the page shows where what it says is that cut short, or has the site's name on it."""
    cut, shown = key(said), key(seen)
    shortened = said.endswith(("…", "...")) and cut in shown and not shown.endswith(cut)
    if shortened or (
        shown and (shown.startswith(cut) or (cut.startswith(shown) and _named(said, seen)))
    ):
        return seen
    return said


def _named(said: str, seen: str) -> bool:
    return said[len(seen) :].lstrip()[:1] in {"-", "|", "–", "—", "·", "»"}


def _host(url: str | None) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.") if url else ""


def _head_title(root: Element) -> str:
    return next((_tab(one) for one in root.iter("title")), "")


def _tab(element: Element) -> str:
    """Return the page's title as its tab shows it."""
    return " ".join(str(element.text_content()).split())


def _body(web: _Web, labelled: Found | None, found: Found) -> list[Block]:
    """Return the paragraphs of the body from the reader that knows best where it is."""
    if labelled and labelled.body:
        return [Block(text) for text in labelled.body]
    known = without(body_blocks(web.root, web.rules), found.title, found.summary)
    if _letters(known) >= max(_SHORT, densest(web.root) // 2):
        return known
    described = unwrapped(lines(jsonld.body_of(web.described)))
    guesses = [_cleaned(described, found), _guessed(web, found)]
    best = max(guesses, key=_letters)
    return best if _letters(known) * 3 < _letters(best) * 2 else known


def _cleaned(texts: list[str], found: Found) -> list[Block]:
    return without([Block(text) for text in texts], found.title, found.summary)


def _letters(found: list[Block]) -> int:
    return sum(len(block.text) for block in found)


def _guessed(web: _Web, found: Found) -> list[Block]:
    text = readable(web.root)
    imprint = next((i for i, one in enumerate(text) if i and is_imprint(one)), len(text))
    return _cleaned(text[:imprint], found)


def _with_body(found: Found, body: list[Block]) -> Found:
    """Return `found` with its body; the lines at its end give author and source if none is known."""
    end = closed([block.text for block in body])
    text = end.body
    if len(text) > 1 and same_text(text[-1], found.author):
        text = text[:-1]
    whole = merge(replace(found, body=text), replace(end, body=()))
    first = next((block for block in body if text and block.text == text[0]), None)
    return _sapo_taken(whole, first)
