"""Markup inside a record: some archives store the body of an article as HTML."""

import re

_MARKUP = re.compile(r"</(?:p|div|li|h[1-6]|td|span|strong|em|a)\s*>|<br\s*/?>", re.I)


def has_markup(text: str) -> bool:
    """Say whether a text is HTML: tags that end or break something, not just a `<`."""
    return bool(_MARKUP.search(text))


def paragraphs_of_markup(text: str) -> tuple[str, ...]:
    """Return the blocks of text in a piece of HTML, all of them."""
    from searcher.extract.html.fragment import paragraphs  # lxml: not for records of plain text

    return paragraphs(text)
