"""Any search or list as an RSS 2.0 feed; see https://www.rssboard.org/rss-specification."""

import re
from collections.abc import Iterable
from dataclasses import replace
from email.utils import format_datetime
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from flask import Blueprint, Response, request, url_for

from searcher import Article, Browse, Sort
from webui.asking.params import Question, ask, read_question
from webui.language import gettext as _
from webui.portal.frame import absolute
from webui.reading.article_facts import lead_of
from webui.site import Site, site

blueprint = Blueprint("feeds", __name__)

_ITEMS = 30
_ATOM, _DC = "http://www.w3.org/2005/Atom", "http://purl.org/dc/elements/1.1/"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot say, production 2."""
_MINUTES = 5


@blueprint.get("/rss")
def rss() -> Response:
    """Answer with the newest articles of a search (`q`, `from`, `to`, `source` ...) or of a `tag`."""
    asked = read_question(request.args)
    tag = request.args.get("tag", "").strip()
    articles = _tagged(site(), tag) if tag else _found(site(), asked)
    heading = " · ".join(filter(None, (asked.typed.strip(), tag, *_limits(asked))))
    written = feed_of_articles(heading, articles)
    response = Response(written, content_type="application/rss+xml; charset=utf-8")
    response.cache_control.public = True
    response.cache_control.max_age = _MINUTES * 60
    response.add_etag()
    response.make_conditional(request)
    return response


def _tagged(site: Site, tag: str) -> list[Article]:
    return list(site.shelf.listing(Browse(tag=tag, per_page=_ITEMS)).articles)


def _found(site: Site, asked: Question) -> list[Article]:
    """Return what a search finds, newest first unless another order was asked for."""
    sort = asked.sort if request.args.get("sort") else Sort.NEWEST
    showing = replace(asked.showing, marked=False, explain=False)  # a feed tells the articles only
    per_page = asked.per_page or _ITEMS
    found = ask(site, replace(asked, sort=sort, per_page=per_page, showing=showing))
    return [hit.article for hit in found.hits]


def _limits(asked: Question) -> tuple[str, ...]:
    filters = asked.filters
    days = tuple(day.isoformat() for day in (filters.since, filters.until) if day)
    names = (filters.category, filters.source, filters.author)
    return (*(name for name in names if name), " – ".join(dict.fromkeys(days)))


def feed_of_articles(heading: str, articles: Iterable[Article]) -> bytes:
    """Return articles as a feed under a heading; it names the address of the current request as its own."""
    written: bytes = tostring(_feed(heading, articles), encoding="utf-8", xml_declaration=True)
    return written


def _feed(heading: str, articles: Iterable[Article]) -> Element:
    register_namespace("atom", _ATOM)
    register_namespace("dc", _DC)
    feed = Element("rss", version="2.0")
    channel = SubElement(feed, "channel")
    name = site().looks.name
    _add(channel, "title", f"{heading} – {name}" if heading else name)
    _add(channel, "link", absolute("/"))
    _add(channel, "description", site().looks.description or _("Tin mới nhất"))
    _add(channel, "language", "vi")
    here = absolute(request.full_path.rstrip("?"))
    SubElement(
        channel, f"{{{_ATOM}}}link", href=_said(here), rel="self", type="application/rss+xml"
    )
    for article in articles:
        _add_item(channel, article)
    return feed


def _add_item(channel: Element, article: Article) -> None:
    item = SubElement(channel, "item")
    address = absolute(url_for("pages.article", article_id=article.id))
    _add(item, "title", article.title or lead_of(article) or address)
    _add(item, "link", address)
    _add(item, "guid", address)
    _add(item, "description", lead_of(article))
    _add(item, f"{{{_DC}}}creator", article.author)
    for label in (article.category, *article.tags):
        _add(item, "category", label)
    _add(item, "pubDate", format_datetime(article.published) if article.published else None)


def _add(parent: Element, name: str, text: str | None) -> None:
    if text:
        SubElement(parent, name).text = _said(text)


def _said(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
