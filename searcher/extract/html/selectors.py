"""A little of CSS as XPath, so that rules kept as data can be read by anybody who writes pages.

Known are tag, .class, #id, [name], [name="v"], [name^="v"], [name*="v"] and descendants (a space).
"""

import re
from functools import cache

from lxml import etree

_GAP = re.compile(r"\s+(?![^\[]*\])")
_TAG = re.compile(r"[a-z][a-z0-9]*|")
_CONDITION = re.compile(
    r"""\.(?P<cls>[\w-]+)
      | \#(?P<id>[\w-]+)
      | \[(?P<name>[\w:-]+)(?:(?P<op>[*^]?=)"(?P<value>[^"]*)")?\]""",
    re.X,
)


@cache
def compiled(selector: str) -> etree.XPath:
    """Return `selector` ready to be called on an element; raises ValueError for what is not known."""
    steps = "".join(f"//{_step(compound)}" for compound in _GAP.split(selector))
    return etree.XPath(f".{steps}", smart_strings=False)


def select(root: etree._Element, selector: str) -> list[etree._Element]:
    """Return the elements below `root` that `selector` means, in document order."""
    found = compiled(selector)(root)
    return [one for one in found if isinstance(one, etree._Element)]  # type: ignore[union-attr]


def _step(compound: str) -> str:
    tag = _TAG.match(compound)
    end = tag.end() if tag else 0
    conditions = ""
    for part in _CONDITION.finditer(compound, end):
        if part.start() != end:
            break
        conditions, end = conditions + _condition(part), part.end()
    if end != len(compound):
        raise ValueError(f"not a selector we know: {compound!r}")
    return ((tag and tag[0]) or "*") + conditions


def _condition(part: re.Match[str]) -> str:
    if part["cls"]:
        return f'[contains(concat(" ", normalize-space(@class), " "), " {part["cls"]} ")]'
    if part["id"]:
        return f'[@id="{part["id"]}"]'
    return _attribute(part["name"], part["op"], part["value"])


def _attribute(name: str, operator: str | None, value: str) -> str:
    if operator == "=":
        return f'[@{name}="{value}"]'
    if operator == "^=":
        return f'[starts-with(@{name}, "{value}")]'
    return f'[contains(@{name}, "{value}")]' if operator else f"[@{name}]"
