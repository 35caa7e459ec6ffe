"""What is told of one article beside its text: its picture, and the facts that machines read."""

from dataclasses import dataclass
from typing import Any

from searcher import Article
from webui.present import host

_LEAD = 300
"""Characters of a description."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The picture of an article, and what it shows; not `at_once`, it is loaded when a reader asks for it."""

    address: str
    text: str
    host: str
    at_once: bool


def picture_of(article: Article, own_hosts: tuple[str, ...]) -> Picture | None:
    """Return the picture of an article that has one at an https address."""
    address = (article.image or "").strip()
    place = host(address)
    if not place or not address.startswith("https://") or not address.isprintable():
        return None
    return Picture(
        address=address,
        text=article.title or article.source or place,
        host=place,
        at_once=any(_is_on(place, own) for own in own_hosts),
    )


def _is_on(place: str, own: str) -> bool:
    """Tell whether a host is an own one: `*.hue.example` are all hosts under `hue.example`."""
    wanted = own.lower()
    if wanted.startswith("*."):
        return place.endswith(wanted[1:]) or place == wanted[2:]
    return place == wanted.removeprefix("www.")


def lead_of(article: Article) -> str:
    """Return the first words of an article, in one line."""
    text = " ".join((article.summary or article.body).split())
    return text if len(text) <= _LEAD else f"{text[: _LEAD - 1].rstrip()}…"


def open_graph(article: Article, address: str, site_name: str) -> list[tuple[str, str]]:
    """Return the description and the OpenGraph properties of an article; see https://ogp.me."""
    picture = picture_of(article, ())
    every = [
        ("description", lead_of(article)),
        ("og:type", "article"),
        ("og:title", article.title),
        ("og:description", lead_of(article)),
        ("og:url", address),
        ("og:site_name", site_name),
        ("og:locale", "vi_VN"),
        ("og:image", picture.address if picture else ""),
        ("article:published_time", article.published.isoformat() if article.published else ""),
        ("article:modified_time", article.updated.isoformat() if article.updated else ""),
        ("article:author", article.author or ""),
        ("article:section", article.category or ""),
        *(("article:tag", tag) for tag in article.tags),
    ]
    return [(name, content) for name, content in every if content]


def json_ld(article: Article, address: str) -> dict[str, Any]:
    """Return an article as schema.org's NewsArticle; what is unknown is left out."""
    picture = picture_of(article, ())
    original = article.url if article.url and host(article.url) else None
    every: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "description": lead_of(article),
        "datePublished": article.published.isoformat() if article.published else None,
        "dateModified": article.updated.isoformat() if article.updated else None,
        "author": {"@type": "Person", "name": article.author} if article.author else None,
        "publisher": {"@type": "Organization", "name": article.source} if article.source else None,
        "articleSection": article.category,
        "keywords": list(article.tags),
        "image": [picture.address] if picture else None,
        "inLanguage": "vi",
        "mainEntityOfPage": address,
        "url": address,
        "isBasedOn": original,
    }
    return {name: value for name, value in every.items() if value}
