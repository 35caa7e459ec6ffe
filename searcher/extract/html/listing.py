"""Whether a page is an article or a list of articles (front page, section, search results).

What a page says of itself is believed first. The rest is told by its text: in an article, paragraphs
follow one another; on a list, every paragraph has a link to its own article above it.
"""

import copy
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from searcher.extract.html.blocks import Block, blocks
from searcher.extract.html.jsonld import Described
from searcher.extract.html.meta import Values, has_date
from searcher.extract.html.tree import Element, attribute

_PROSE = 80
_TEASER = 20
_FEW_TEASERS = 5
_RUN = 400
_THIN = 200
_AROUND = re.compile(
    r"(?<![\w-])(?:footer|popup|modal|newsletter|cookie|hidden|comment|binhluan)", re.I
)


def is_list(root: Element, meta: Values, described: Described, url: str | None) -> bool:
    """Say whether the page at `url` has no article of its own."""
    if described.main:
        return False
    dated = has_date(meta) and not described.is_list
    if dated and meta.get("og:type", [""])[0].lower() == "article":
        return False
    seen = list(blocks(_inner(root)))
    return _is_crowded(seen) and (_is_front(url) or _longest_run(seen) < _RUN)


def is_thin(root: Element, described: Described, letters: int) -> bool:
    """Say whether a page has so few `letters` of text beside its teasers that it is no article."""
    return letters < _THIN and not described.main and _is_crowded(list(blocks(root)))


def _is_crowded(seen: list[Block]) -> bool:
    return sum(map(_is_teaser, seen)) >= _FEW_TEASERS


def _is_front(url: str | None) -> bool:
    return url is not None and urlsplit(url).path.strip("/").lower() in _FRONTS


_FRONTS = frozenset(
    {"", "index.html", "index.htm", "index.php", "home", "trang-chu", "default.aspx"}
)


def _inner(root: Element) -> Element:
    """Return a copy of the page without what stands around the content of every page of a site."""
    own = copy.deepcopy(root)
    around = [one for one in own.iterdescendants() if isinstance(one.tag, str) and _is_around(one)]
    for element in around:
        if element.getparent() is not None:
            element.drop_tree()
    return own


def _is_around(element: Element) -> bool:
    if element.tag in ("footer", "header", "nav"):
        return True
    names = f"{attribute(element, 'class')} {attribute(element, 'id')}"
    return element.tag != "body" and bool(_AROUND.search(names))


def _longest_run(seen: Iterable[Block]) -> int:
    """Return the most letters of paragraphs that follow one another without a teaser between."""
    longest = run = 0
    for block in seen:
        if _is_teaser(block):
            run = 0
        elif len(block.text) >= _PROSE:
            run += len(block.text)
        longest = max(longest, run)
    return longest


def _is_teaser(block: Block) -> bool:
    """Say whether a block is the title of another article, perhaps with its date behind it."""
    return block.linked >= _TEASER and block.linked * 5 >= len(block.text) * 3
