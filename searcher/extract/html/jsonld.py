"""What a page says about itself in JSON-LD (schema.org): NewsArticle and its kin, BreadcrumbList."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from searcher.extract.cleaning import http_url, known, one_line, same_text, unescaped
from searcher.extract.found import Found
from searcher.extract.html.nobody import is_somebody
from searcher.extract.html.tree import Element, attribute

Node = dict[str, Any]

_MOST_NODES = 2_000
_LONGEST_SCRIPT = 2_000_000
_NESTING = ("@graph", "mainEntity", "mainEntityOfPage")
_HOME = re.compile(r"trang chủ|home|trang nhất|tin tức", re.I)
_LIST_KINDS = frozenset({"CollectionPage", "SearchResultsPage", "ItemList"})


@dataclass(frozen=True, slots=True)
class Described:
    """All nodes that a page describes itself with, and the one that is its article, if any."""

    nodes: tuple[Node, ...]
    main: Node | None

    @property
    def is_list(self) -> bool:
        """Say whether the page calls itself a list."""
        return any(_LIST_KINDS & _kinds(node) for node in self.nodes)


def described(root: Element, url: str | None, heading: str) -> Described:
    """Return what the JSON-LD scripts of the page at `url` hold, its visible title being `heading`.

    Broken scripts give what can be read of them.
    """
    nodes = tuple(node for script in _scripts(root) for node in _flat(_read(script)))[:_MOST_NODES]
    return Described(nodes, _main(nodes, url, heading))


def find(page: Described, url: str | None) -> Found:
    """Return the article that the page at `url` describes; empty if it describes none."""
    node = page.main
    crumbs = _crumbs(page.nodes)
    if node is None:
        return Found(category=_section(crumbs, ""))
    title = _headline(node)
    return Found(
        url=_url(node),
        title=title,
        summary=_text(node.get("description")),
        author=_people(node, page.nodes, url),
        source=_name(node.get("publisher"), page.nodes),
        category=_text(_first(node.get("articleSection"))) or _section(crumbs, title),
        tags=_keywords(node),
        published=_texts(node.get("datePublished"), node.get("dateCreated")),
        updated=_texts(node.get("dateModified")),
        image=_image(node.get("image")) or _text(node.get("thumbnailUrl")),
        reads=_reads(node),
    )


def body_of(page: Described) -> str:
    """Return the text that the article carries in its description (articleBody), as it stands."""
    body = (page.main or {}).get("articleBody")
    return unescaped(body) if isinstance(body, str) else ""


def _main(nodes: Iterable[Node], url: str | None, heading: str) -> Node | None:
    """Return the article a page is about: the only one, or that of its address or its heading."""
    articles = [node for node in nodes if _is_article(node) and _headline(node)]
    if len(articles) == 1:
        return articles[0]
    here = (node for node in articles if url and _url(node).rstrip("/") == url.rstrip("/"))
    named = (node for node in articles if same_text(_headline(node), heading))
    return next(here, None) or next(named, None)


def _scripts(root: Element) -> Iterator[str]:
    for script in root.iter("script"):
        if "ld+json" in attribute(script, "type").lower() and script.text:
            yield str(script.text)[:_LONGEST_SCRIPT]


def _read(script: str) -> object:
    for text in (script, _repaired(script)):
        try:
            return json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
    return _by_pattern(script)


def _repaired(script: str) -> str:
    """Return the script without what scripts are wrapped in, and without commas before an end."""
    text = re.sub(r"<!\[CDATA\[|\]\]>|<!--|-->|/\*.*?\*/", "", script, flags=re.S)
    text = re.sub(r",(\s*[}\]])", r"\1", text).strip().strip(";/").strip()
    return re.sub(r"\\(?![\"\\/bfnrtu])", r"\\\\", text)


_PAIR = re.compile(
    r'"(headline|description|datePublished|dateModified|articleSection)"\s*:\s*"((?:[^"\\]|\\.){0,4000})"'
)
_PERSON = re.compile(r'"author"\s*:\s*[\[{][^{}\]]{0,200}?"name"\s*:\s*"((?:[^"\\]|\\.){0,200})"')


def _by_pattern(script: str) -> Node:
    """Return the plain values of an article in a script that is no JSON."""
    kind = re.search(r'"@type"\s*:\s*"(\w*Article|BlogPosting)"', script)
    if not kind:
        return {}
    node: Node = {"@type": kind[1]}
    for name, value in _PAIR.findall(script):
        node.setdefault(name, _unquoted(value))
    person = _PERSON.search(script)
    return {**node, "author": _unquoted(person[1])} if person else node


def _unquoted(value: str) -> str:
    try:
        return str(json.loads(f'"{value}"', strict=False))
    except ValueError:
        return value


def _flat(value: object) -> Iterator[Node]:
    """Yield the nodes of a JSON-LD value, level by level, at most `_MOST_NODES`."""
    waiting, given = [value], 0
    while waiting and given < _MOST_NODES:
        one = waiting.pop(0)
        given += 1
        if isinstance(one, list):
            waiting[:0] = one[:_MOST_NODES]
        elif isinstance(one, dict):
            yield one
            waiting += [one[key] for key in _NESTING if isinstance(one.get(key), dict | list)]


def _kinds(node: Node) -> set[str]:
    kinds = node.get("@type")
    values = kinds if isinstance(kinds, list) else [kinds]
    return {kind.rsplit("/", 1)[-1] for kind in values if isinstance(kind, str)}


def _is_article(node: Node) -> bool:
    return any(kind.endswith("Article") or kind in _POSTINGS for kind in _kinds(node))


_POSTINGS = frozenset({"BlogPosting", "LiveBlogPosting", "Report", "NewsPosting"})


def _headline(node: Node) -> str:
    return _text(node.get("headline")) or _text(node.get("name"))


def _url(node: Node) -> str:
    page = node.get("mainEntityOfPage")
    named = page.get("@id") or page.get("url") if isinstance(page, dict) else page
    candidates = (named, node.get("url"), node.get("@id"))
    return next((url for text in candidates if (url := http_url(_text(text)))), "")


def _text(value: object) -> str:
    return one_line(unescaped(value)) if isinstance(value, str) else ""


def _texts(*values: object) -> tuple[str, ...]:
    return tuple(text for value in values if (text := _text(value)))


def _first(value: object) -> object:
    return value[0] if isinstance(value, list) and value else value


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _name(value: object, nodes: Iterable[Node]) -> str:
    """Return the name of a person or an organisation: written out, or referred to by @id."""
    value = _first(value)
    if not isinstance(value, dict):
        return known(_text(value)) or ""
    name = _text(_first(value.get("name")))
    if name or "@id" not in value:
        return known(name) or ""
    referred = (node for node in nodes if node.get("@id") == value["@id"])
    return next((name for node in referred if (name := _text(node.get("name")))), "")


def _people(node: Node, nodes: tuple[Node, ...], url: str | None) -> str:
    """Return the names of the authors; an author that is the site itself is nobody."""
    publisher = _name(node.get("publisher"), nodes)
    names = [_name(one, nodes) for one in _list(node.get("author"))]
    people = [name for name in names if is_somebody(name, publisher, url)]
    return ", ".join(dict.fromkeys(people))


def _keywords(node: Node) -> tuple[str, ...]:
    words = _list(node.get("keywords"))
    texts = [part for word in words for part in _text(word).split(",")]
    return tuple(filter(None, map(known, texts)))


def _image(value: object) -> str:
    one = _first(value)
    if isinstance(one, dict):
        return _text(_first(one.get("url") or one.get("contentUrl")))
    return _text(one)


def _crumbs(nodes: Iterable[Node]) -> list[str]:
    """Return the names on the path to the page, the outermost first."""
    for node in nodes:
        if "BreadcrumbList" in _kinds(node):
            items = _list(node.get("itemListElement"))
            flat = [one for item in items for one in _list(item) if isinstance(one, dict)]
            return [name for item in flat if (name := _crumb(item))]
    return []


def _crumb(item: Node) -> str:
    inner = item.get("item")
    return _text(item.get("name")) or (_text(inner.get("name")) if isinstance(inner, dict) else "")


def _section(crumbs: list[str], title: str) -> str:
    """Return the innermost crumb that is neither the front page nor the article itself."""
    inner = [crumb for crumb in crumbs if not (title and same_text(crumb, title))]
    named = [crumb for crumb in inner if not _HOME.fullmatch(crumb)]
    return named[-1] if named else ""


def _reads(node: Node) -> int | None:
    """Return how often the article was read, where schema.org's counter says it."""
    for one in _list(node.get("interactionStatistic")):
        kind = str(one.get("interactionType")) if isinstance(one, dict) else ""
        count = one.get("userInteractionCount") if isinstance(one, dict) else None
        if re.search(r"(?:Read|View)Action", kind) and str(count).isdecimal():
            return int(str(count)[:18])
    return None
