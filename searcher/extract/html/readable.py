"""The main text of a page that no rule knows, as trafilatura finds it."""

import copy
import logging
from functools import cache
from types import ModuleType

from searcher.extract.cleaning import lines
from searcher.extract.html.tree import Element

_MOST_ELEMENTS = 50_000
"""Ten times what the largest pages have; trafilatura takes minutes beyond."""


def readable(root: Element) -> list[str]:
    """Return the paragraphs of a page's main text, best effort; none where there is none."""
    if sum(1 for _ in root.iter()) > _MOST_ELEMENTS:
        return []
    try:
        text = _trafilatura().extract(
            copy.deepcopy(root),
            include_comments=False,
            include_tables=True,
            favor_precision=True,
            output_format="txt",
        )
    except (ValueError, TypeError, AttributeError, AssertionError, RecursionError):
        return []  # on trees that no page has; then there is no text either
    return [bare for line in lines(text or "") if (bare := line.strip("| "))]


@cache
def _trafilatura() -> ModuleType:
    """Import trafilatura, which takes 0.6 s, and keep it from writing to the log of the job."""
    import trafilatura

    for name in ("trafilatura", "htmldate", "courlan", "justext"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return trafilatura
