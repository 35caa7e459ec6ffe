"""A piece of HTML to its paragraphs."""

from searcher.extract.html.blocks import blocks
from searcher.extract.html.tree import tree_of


def paragraphs(text: str) -> tuple[str, ...]:
    """Return the blocks of text in a piece of HTML, all of them."""
    root, _ = tree_of(f"<div>{text}</div>")
    return tuple(block.text for block in blocks(root)) if root is not None else ()
