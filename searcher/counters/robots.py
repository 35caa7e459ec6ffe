"""Requests that no reader makes: robots, monitors, libraries, and pages fetched before anyone asked."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

_NEGOTIATING = ("accept", "accept-language", "accept-encoding")
"""A browser sends all of these with a page; what names a browser and sends none is a program."""
_AHEAD = ("sec-purpose", "purpose", "x-purpose", "x-moz")
_LONGEST = 2_000
"""Code points of a User-Agent that are looked at; browsers send about a hundred."""


def is_robot(headers: Mapping[str, str]) -> bool:
    """Tell whether a request with these headers (names in lower case) comes from a program."""
    return (
        _names_robot(headers.get("user-agent", "")[:_LONGEST])
        or not any(headers.get(name) for name in _NEGOTIATING)
        or any("prefetch" in headers.get(name, "") for name in _AHEAD)
        or any("preview" in headers.get(name, "") for name in _AHEAD)
    )


@lru_cache(4096)
def _names_robot(agent: str) -> bool:
    return not agent.strip() or _robots().search(agent.lower()) is not None


@cache
def _robots() -> re.Pattern[str]:
    lines = Path(__file__).with_name("robots.txt").read_text(encoding="utf-8").splitlines()
    names = (line.strip() for line in lines if line.strip() and not line.startswith("#"))
    return re.compile("|".join(names))
