"""What programs read: the search description of browsers, the map of the site, the rules for robots."""

import json
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Blueprint, Response, jsonify, request, url_for
from werkzeug.exceptions import NotFound

from searcher import Browse, Sort, parse_page
from webui.language import gettext as _
from webui.portal.frame import absolute
from webui.site import site

blueprint = Blueprint("machines", __name__)

_OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
IN_PART = 5_000
"""Articles of one part of the map; 50,000 addresses and 50 MB are allowed, but nobody shall wait for them."""
_MOST_COMPLETIONS = 8
_AS_IT_IS = "!$&'()*+,/:;=@"
"""What `url_for` leaves as it is in a path."""


@blueprint.get("/opensearch.xml")
def opensearch() -> Response:
    """Describe the search, so that a browser can add it; see OpenSearch 1.1, draft 6."""
    root = Element("OpenSearchDescription", xmlns=_OPENSEARCH)
    name = site().looks.name
    SubElement(root, "ShortName").text = name[:16]
    SubElement(root, "LongName").text = name[:48]
    SubElement(root, "Description").text = (
        site().looks.description or _("Tìm tin tức tiếng Việt")
    )[:1024]
    SubElement(root, "Language").text = "vi"
    SubElement(root, "InputEncoding").text = "UTF-8"
    SubElement(root, "OutputEncoding").text = "UTF-8"
    SubElement(root, "Image", width="16", height="16", type="image/svg+xml").text = absolute(
        url_for("static", filename="icon.svg")
    )
    for kind, path in (
        ("text/html", url_for("pages.results")),
        ("application/rss+xml", url_for("feeds.rss")),
        ("application/x-suggestions+json", url_for("machines.completions")),
    ):
        SubElement(root, "Url", type=kind, template=f"{absolute(path)}?q={{searchTerms}}")
    return _xml(root, "application/opensearchdescription+xml")


@blueprint.get("/goi-y")
def completions() -> Response:
    """Complete what is typed in the form that browsers want: [typed, [completions]]."""
    typed = request.args.get("q", "")
    advice = site().archive.suggest(typed, limit=_MOST_COMPLETIONS)
    response = jsonify([typed, [way.text for way in advice.completions]])
    response.content_type = "application/x-suggestions+json; charset=utf-8"
    return response


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Let robots read the articles and lists, and keep them from asking searches without end."""
    lines = (
        "User-agent: *",
        *(
            f"Disallow: {path}"
            for path in ("/tim", "/api/", "/ban-thao", "/quan-tri", "/goi-y", "/ngay?", "/*?lang=")
        ),
        f"Sitemap: {absolute(url_for('machines.sitemap'))}",
    )
    return Response("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    """Name every page worth finding: at once, or as an index of parts where the articles are many."""
    part = request.args.get("part")
    total = site().archive.statistics().articles
    if part is not None:
        return _part(parse_page(part, parameter="part"), total)
    if total <= IN_PART:
        return _urlset([*_lists(), *_articles(1)])
    root = Element("sitemapindex", xmlns=_SITEMAP)
    for number in range(1, -(-total // IN_PART) + 1):
        place = url_for("machines.sitemap", part=number)
        SubElement(SubElement(root, "sitemap"), "loc").text = absolute(place)
    return _xml(root)


def _part(number: int, total: int) -> Response:
    if (number - 1) * IN_PART >= max(total, 1):
        raise NotFound
    return _urlset([*(_lists() if number == 1 else []), *_articles(number)])


def _lists() -> list[str]:
    facets = site().shelf.facets()
    return [
        url_for("pages.home"),
        *(url_for("lists.group", name=one.value) for one in facets.category),
        *(url_for("lists.source", name=one.value) for one in facets.source),
        *(url_for("lists.day", day=one.value) for one in facets.month),
    ]


def _articles(number: int) -> list[str]:
    """Return the addresses of a part of the articles, the oldest first: what is new does not move them."""
    asked = Browse(sort=Sort.OLDEST)
    ids = site().archive.listed_ids(asked, number * IN_PART)[(number - 1) * IN_PART :]
    place = url_for("pages.article", article_id="0").removesuffix("0")
    return [place + quote(id_, safe=_AS_IT_IS) for id_ in ids]


def _urlset(paths: list[str]) -> Response:
    root = Element("urlset", xmlns=_SITEMAP)
    for path in paths:
        SubElement(SubElement(root, "url"), "loc").text = absolute(path)
    return _xml(root)


def _xml(root: Element, kind: str = "application/xml") -> Response:
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(written, content_type=f"{kind}; charset=utf-8")


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """Describe the JSON interface in OpenAPI 3.1."""
    return jsonify({**_description(), "servers": [{"url": absolute("")}]})


@cache
def _description() -> dict[str, Any]:
    path = Path(__file__).with_name("openapi.json")
    described: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return described
