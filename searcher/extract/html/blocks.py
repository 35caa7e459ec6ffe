"""An element as blocks of text: what a reader sees as lines and paragraphs."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from searcher.extract.cleaning import one_line
from searcher.extract.html.tree import Element

_UNSEEN = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "object",
        "embed",
        "svg",
        "math",
        "button",
        "select",
        "textarea",
        "video",
        "audio",
        "canvas",
        "map",
        "head",
        "title",
    ]
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
    ]
)
_CELLS = frozenset({"td", "th"})
_BOLD = frozenset({"b", "strong"})
_CELL_GAP = " | "


@dataclass(frozen=True, slots=True)
class Block:
    """One line of text, and how many of its letters (blanks included) are linked or bold."""

    text: str
    linked: int = 0
    bold: int = 0

    @property
    def is_link(self) -> bool:
        """Say whether nearly all of it is a link."""
        return self.linked * 10 >= len(self.text) * 9

    @property
    def is_bold(self) -> bool:
        """Say whether all of it is bold."""
        return self.bold * 20 >= len(self.text) * 19


@dataclass(slots=True)
class _Writer:
    """Collects text until a block ends."""

    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    bold: int = 0

    def add(self, text: str | None, *, linked: bool, bold: bool) -> None:
        """Append text to the block that is being written."""
        if not text:
            return
        self.pieces.append(text)
        length = len(one_line(text)) if linked or bold else 0
        self.linked += length if linked else 0
        self.bold += length if bold else 0

    def gap(self) -> None:
        """Set the cells of a row apart."""
        if self.pieces:
            self.pieces.append(_CELL_GAP)

    def end(self) -> Iterator[Block]:
        """Yield the block, if there is text in it, and begin another."""
        text = one_line("".join(self.pieces)).strip("|").strip()
        if text:
            yield Block(text, min(self.linked, len(text)), min(self.bold, len(text)))
        self.pieces, self.linked, self.bold = [], 0, 0


def blocks(root: Element) -> Iterator[Block]:
    """Yield the blocks of text in `root` in document order, without scripts and controls."""
    writer = _Writer()
    inside = {"a": 0, "bold": 0}
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start" and tag in _UNSEEN:
            walk.skip_subtree()
        elif event == "start":
            yield from _boundary(writer, tag)
            _count(inside, tag, 1)
            writer.add(element.text, linked=inside["a"] > 0, bold=inside["bold"] > 0)
            continue
        if event == "end":
            if tag not in _UNSEEN:
                _count(inside, tag, -1)
                yield from _boundary(writer, tag if tag in _BLOCKS else "")
            if element is not root:
                writer.add(element.tail, linked=inside["a"] > 0, bold=inside["bold"] > 0)
    yield from writer.end()


def _boundary(writer: _Writer, tag: str) -> Iterator[Block]:
    if tag in _BLOCKS:
        yield from writer.end()
    elif tag in _CELLS:
        writer.gap()


def _count(inside: dict[str, int], tag: str, step: int) -> None:
    if tag == "a":
        inside["a"] += step
    elif tag in _BOLD:
        inside["bold"] += step


def text_of(element: Element) -> str:
    """Return the text of `element` as one line."""
    return one_line(" ".join(block.text for block in blocks(element)))
