"""What timtin.toml says of sources and of the network: values, and how they are read from its tables.

```toml
[[sources.bao]]                      # sources of the index `bao`, in the order they are read
place = "/srv/bao/xuat.csv"          # a file, a folder, rss:URL, sitemap:URL, http(s)://...
columns = { title = "tieu_de", body = "noi_dung", published = "ngay" }
default = { source = "Báo Huế", category = "Thời sự" }
encoding = "windows-1258"            # of a table; found out when it is not told
delimiter = ";"
mode = "snapshot"                    # or "stream"

[[sources.bao]]
sql = "postgresql://bao:${BAO_PASSWORD}@localhost/toasoan"
query = "SELECT id, tieu_de AS title, noi_dung AS body FROM bai"

[http]
user_agent = "baohue (+https://baohue.example/robot)"
delay = 1.0
```
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from searcher.settings.values import (
    Reader,
    number,
    one_of,
    read_over,
    refuse,
    refuse_unknown,
    switch,
    text,
    whole_number,
)

Mode = Literal["snapshot", "stream"]
Pairs = tuple[tuple[str, str], ...]
"""A mapping that can be hashed."""

FIELDS = frozenset(
    {"id", "url", "title", "summary", "body", "author", "source", "category", "tags"}
    | {"published", "updated", "image", "reads", "deleted"}
)
"""Keys of a record that a column may be mapped to; `deleted` marks a tombstone."""
DEFAULTS = frozenset({"source", "category", "author", "tags"})
"""Keys of a record that may have a default."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpSettings:
    """The table `[http]`; seconds and bytes."""

    user_agent: str = "timtin/0.1"
    """Who asks; robots.txt is read for its first word."""
    delay: float = 1.0
    """Seconds between two requests to one host; a longer Crawl-delay of robots.txt wins."""
    timeout: float = 10.0
    """Seconds that a server may be silent."""
    deadline: float = 60.0
    """Seconds that one answer may take from the first byte to the last."""
    tries: int = 3
    """How often a page is asked for that does not come, or comes with 429 or 5xx."""
    backoff: float = 1.0
    """Seconds before the second try; each further one waits twice as long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSettings:
    """One table of `[[sources.INDEX]]`, or a place of the command line with everything else as it is."""

    index: str = ""
    place: str = ""
    sql: str = ""
    """Address of a database as SQLAlchemy writes it; `place` is empty then. In both, `${NAME}` is taken from
    the environment when the source is opened, so that no password need stand in a file."""
    query: str = ""
    mode: Mode | None = None
    """Snapshot: what it no longer has may be pruned. Stream: nothing is deleted. None: by its kind."""
    columns: Pairs = ()
    """Our key, their key."""
    default: Pairs = ()
    """What an article has that does not say it itself."""
    encoding: str = ""
    delimiter: str = ""
    quote: str = '"'
    follow: bool | None = None
    """Whether the pages that a feed names are fetched; None: those of `rss:URL` only."""

    @property
    def name(self) -> str:
        """What the ledger calls the source: its place, or its query without a password."""
        return self.place or f"{re.sub('//.*@', '//', self.sql)} {self.query}"


def read_sources(value: object, place: str) -> tuple[SourceSettings, ...]:
    """Return the sources of all indexes from the table `[sources]`; raises SettingsError."""
    if not isinstance(value, dict):
        refuse(place, "sources", "cần các bảng [[sources.TÊN]]", "needs tables [[sources.NAME]]")
    return tuple(
        _source(index, table, place)
        for index, tables in value.items()
        for table in _tables(index, tables, place)
    )


def read_http(value: object, place: str, before: HttpSettings | None = None) -> HttpSettings:
    """Return the table `[http]` over what was known `before`; raises SettingsError."""
    return read_over(before or HttpSettings(), "http", value, place, _http_reader)


def _http_reader(key: str) -> Reader:
    default = getattr(HttpSettings(), key)
    if isinstance(default, str):
        return text
    return whole_number(1, 1000) if isinstance(default, int) else number(0, 1e6)


def _tables(index: str, tables: object, place: str) -> Sequence[Mapping[str, object]]:
    listed = [tables] if isinstance(tables, dict) else tables
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        refuse(
            place,
            f"sources.{index}",
            "cần các bảng [[sources.TÊN]]",
            "needs [[sources.NAME]] tables",
        )
    return listed


def _source(index: str, table: Mapping[str, object], place: str) -> SourceSettings:
    name = f"sources.{index}"
    refuse_unknown(table, _READERS, place, name)
    found = {key: _READERS[key](f"{name}.{key}", value, place) for key, value in table.items()}
    source = SourceSettings(index=index, **found)
    if bool(source.place) == bool(source.sql):
        refuse(place, name, "cần place hoặc sql (một trong hai)", "needs either place or sql")
    if bool(source.sql) != bool(source.query):
        refuse(place, name, "sql và query đi cùng nhau", "sql and query belong together")
    return source


def _one_character(name: str, value: object, place: str) -> str:
    if not isinstance(value, str) or len(value) != 1 or not value.isascii():
        refuse(place, name, "phải là một ký tự ASCII", "must be one ASCII character")
    return value


def _pairs(allowed: frozenset[str]) -> Reader:
    def _read(name: str, value: object, place: str) -> Pairs:
        if not isinstance(value, dict):
            refuse(place, name, "cần một bảng { khóa = tên }", "needs a table { key = name }")
        refuse_unknown(value, allowed, place, name)
        return tuple((key, text(f"{name}.{key}", one, place)) for key, one in value.items())

    return _read


_READERS: Mapping[str, Reader] = {
    "place": text,
    "sql": text,
    "query": text,
    "mode": one_of(("snapshot", "stream")),
    "columns": _pairs(FIELDS),
    "default": _pairs(DEFAULTS),
    "encoding": text,
    "delimiter": _one_character,
    "quote": _one_character,
    "follow": switch,
}
