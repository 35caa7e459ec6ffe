"""The rules per newspaper, read from `newspapers.toml`."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

Selectors = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Selectors for the parts of a page, the ones to try first first."""

    hosts: tuple[str, ...] = ()
    name: str = ""
    title: Selectors = ()
    sapo: Selectors = ()
    date: Selectors = ()
    author: Selectors = ()
    category: Selectors = ()
    crumbs: Selectors = ()
    body: Selectors = ()
    junk: Selectors = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Newspapers:
    """All rules: those of every page, and those of sites by host."""

    every: Rules
    sites: dict[str, Rules]
    junk_names: re.Pattern[str]

    def at(self, url: str | None) -> Rules:
        """Return the rules for a page at `url`: its site's before everybody's."""
        site = self._site(urlsplit(url).hostname or "") if url else None
        return _joined(site, self.every) if site else self.every

    def _site(self, host: str) -> Rules | None:
        """Return the rules of `host` or of the domain that it belongs to."""
        labels = host.split(".")
        domains = (".".join(labels[start:]) for start in range(len(labels)))
        return next((self.sites[domain] for domain in domains if domain in self.sites), None)


@cache
def newspapers() -> Newspapers:
    """Read the rules, once."""
    text = files("searcher.extract.html").joinpath("newspapers.toml").read_text("utf-8")
    table = tomllib.loads(text)
    words = "|".join(map(re.escape, table["any"].pop("junk_names")))
    sites = [_rules(site) for site in table["site"]]
    return Newspapers(
        every=_rules(table["any"]),
        sites={host: site for site in sites for host in site.hosts},
        junk_names=re.compile(rf"(?<![\w-])(?:{words})", re.I),
    )


def _rules(table: dict[str, str | list[str]]) -> Rules:
    return Rules(**{key: _frozen(value) for key, value in table.items()})  # type: ignore[arg-type]


def _frozen(value: str | Iterable[str]) -> str | Selectors:
    return value if isinstance(value, str) else tuple(value)


def _joined(first: Rules, second: Rules) -> Rules:
    return Rules(
        **{
            one.name: getattr(first, one.name) + getattr(second, one.name)
            for one in fields(Rules)
            if one.name != "name"
        },
        name=first.name,
    )
