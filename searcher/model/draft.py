"""A text that is not published: what an editor holds against the archive."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What there is of an article so far, as plain text or as HTML; any part may be empty."""

    title: str = ""
    summary: str = ""
    body: str = ""
