"""The text of an article as paragraphs: without advertisements, related boxes and captions."""

import copy
import re
from collections.abc import Iterator

from searcher.extract.cleaning import key
from searcher.extract.html.blocks import Block, blocks
from searcher.extract.html.newspapers import Rules, newspapers
from searcher.extract.html.selectors import select
from searcher.extract.html.tree import Element, attribute
from searcher.extract.markers import is_end, is_imprint

_POINTER = re.compile(
    r"^(?:>{1,3}|»|►|\*{0,2}(?:xem thêm|đọc thêm|xem tiếp|mời (?:quý )?(?:bạn|độc giả)|tin liên quan|bài liên quan)\s*:)",
    re.I,
)
_CREDIT = re.compile(
    r"^(?:ảnh|ảnh minh họa|ảnh minh hoạ|video|clip|đồ họa|đồ hoạ|nguồn ảnh)\s*:\s*\S", re.I
)
_ENDS_WITH_CREDIT = re.compile(
    r"[.\s](?:-\s*)?\(?(?:ảnh|video|clip|đồ họa|đồ hoạ)\s*:\s*[^.]{2,50}\)?\.?$", re.I
)
_CAPTION = 300


def body_blocks(root: Element, rules: Rules) -> list[Block]:
    """Return the blocks of the first element that the rules select and that has text."""
    for selector in rules.body:
        for container in sorted(select(root, selector), key=_letters, reverse=True)[:1]:
            found = list(text_blocks(container, rules))
            if sum(len(block.text) for block in found) > 80:
                return found
    return []


def text_blocks(container: Element, rules: Rules) -> Iterator[Block]:
    """Yield the blocks of an element that are an article's text."""
    own = copy.deepcopy(container)
    own.tail = None
    _clear(own, rules)
    yield from blocks(own)


def densest(root: Element) -> int:
    """Return the letters of the paragraphs in the one element that has most of them."""
    letters: dict[Element, int] = {}
    for paragraph in root.iter("p"):
        around = paragraph.getparent()
        if around is not None:
            letters[around] = letters.get(around, 0) + _letters(paragraph)
    return max(letters.values(), default=0)


def without(found: list[Block], *known: str) -> list[Block]:
    """Return the blocks that are text, cut where the text ends.

    Left out are those that only repeat what is `known` (title, summary), and those that lead
    elsewhere or belong to a picture.
    """
    texts = [text for text in known if text]
    kept = [block for block in found if not (_is_pointer(block) or _repeats(block.text, texts))]
    end = next((i for i, block in enumerate(kept) if i and is_end(block.text)), len(kept))
    while end and is_imprint(kept[end - 1].text):
        end -= 1
    return kept[:end]


def _repeats(text: str, known: list[str]) -> bool:
    """Say whether a text is one of those known; of very different lengths they are not compared."""
    near = [one for one in known if abs(len(one) - len(text)) * 5 <= len(text)]
    return bool(near) and key(text) in map(key, near)


def _clear(container: Element, rules: Rules) -> None:
    """Take junk out of an element; what holds most of its text is no junk, whatever its name."""
    whole = _letters(container)
    chosen = [element for selector in rules.junk for element in select(container, selector)]
    for element in [*chosen, *_by_name(container)]:
        if element is not container and _letters(element) * 2 <= max(whole, 1):
            _drop(element)


def _by_name(container: Element) -> list[Element]:
    names = newspapers().junk_names
    return [
        element
        for element in container.iterdescendants()
        if isinstance(element.tag, str)
        and names.search(f"{attribute(element, 'class')} {attribute(element, 'id')}")
    ]


def _drop(element: Element) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _letters(element: Element) -> int:
    return sum(len(text.strip()) for text in element.itertext())


def _is_pointer(block: Block) -> bool:
    """Say whether a block leads elsewhere or belongs to a picture."""
    if block.is_link or _POINTER.match(block.text) or _CREDIT.match(block.text):
        return True
    return len(block.text) < _CAPTION and bool(_ENDS_WITH_CREDIT.search(block.text))
