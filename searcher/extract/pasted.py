"""Text that was pasted: plain, or HTML as browsers and word processors put it on the clipboard."""

import re

from searcher.extract.cleaning import join, lines
from searcher.extract.markup import has_markup, paragraphs_of_markup

_HIDDEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|template|noscript|svg|head|title)\b.*?(?:</\1\s*>|\Z)",
    re.I | re.S,
)
"""What a page does not show: comments (Word's conditional ones too), scripts, styles and the head."""
_TAG = re.compile(r"<(?:/?[a-z][a-z0-9:]*(?:\s[^<>]*)?/?|[?!][^<>]*)>", re.I)


def plain_of(pasted: str) -> str:
    """Return the visible text of what was pasted, paragraphs set apart by blank lines.

    Scripts, styles, comments and tags are gone; a `<` that begins no tag stays what it is.
    """
    shown = _HIDDEN.sub(" ", pasted)
    if has_markup(shown):
        return join(paragraphs_of_markup(shown))
    return join(lines(_TAG.sub(" ", shown)))
