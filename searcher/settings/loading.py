"""timtin.toml and the environment, read once into one frozen value."""

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from searcher.settings.admin import AdminSettings, read_admin
from searcher.settings.cluster import ClusterSettings, read_cluster
from searcher.settings.limits import LimitSettings, read_limits
from searcher.settings.security import SecuritySettings, read_security
from searcher.settings.serving import (
    MonitoringSettings,
    ServingSettings,
    read_monitoring,
    read_serving,
)
from searcher.settings.site import SiteSettings, read_site
from searcher.settings.sources import (
    HttpSettings,
    SourceSettings,
    read_http,
    read_sources,
)
from searcher.settings.values import (
    Reader,
    networks,
    number,
    refuse_unknown,
    setting_error,
    text,
    texts,
    whole_number,
)

SETTINGS_FILE = "timtin.toml"
PREFIX = "TIMTIN_"
_MOST = 10**15


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every key of timtin.toml with its default; each is also an environment variable TIMTIN_<KEY>."""

    home: Path = Path("indexes")
    """Folder that holds the indexes, each in a folder of its own."""
    index: str = "tin"
    """Name of the index that is read and written."""
    engine: str = "whoosh"
    """Engine of new indexes: whoosh, opensearch, or memory (for tests and tiny archives)."""
    opensearch: tuple[str, ...] = ()
    """Addresses of the cluster, separated by commas in the environment."""
    cluster: ClusterSettings = field(default_factory=ClusterSettings)
    """Table `[cluster]`: how the cluster is asked; TIMTIN_CLUSTER_<KEY> in the environment."""
    site_name: str = "Tìm Tin"
    """Name that the pages carry."""
    per_page: int = 10
    """Hits on a page of results."""
    keep: int = 3
    """Generations kept on disk, the visible one included."""
    recency: float = 0.05
    """What the newest of the best hits gets before an old one, in shares of the best score, 0 to 1; 0 is off."""
    counters: str = "sqlite"
    """Where visits and reads are counted: sqlite (a file beside the index), any address that SQLAlchemy
    reads (postgresql://...), or off."""
    visits_start: int = 0
    """Visits that the site had before it moved here: counting goes on from them."""
    asked_least: int = 2
    """Times that a text must have been asked before the statistics show it."""
    trusted_proxy: tuple[str, ...] = ()
    """Addresses or networks of the proxies before the site, whose X-Forwarded-For and -Proto are believed; of
    nobody else. `unix` is a proxy that comes through a socket file."""
    workers: int = 0
    """Processes that extract and analyse; 0 means one per processor."""

    abbreviations: Path | None = None
    """A file of abbreviations of one's own, beside the packaged one and in its form."""
    sources: tuple[SourceSettings, ...] = ()
    """Tables `[[sources.NAME]]`: what a run without a place reads into the index of that name."""
    site: SiteSettings = field(default_factory=SiteSettings)
    """Table `[site]`: how the pages look, and what they link to; TIMTIN_SITE_<KEY> in the environment."""
    http: HttpSettings = field(default_factory=HttpSettings)
    """Table `[http]`: how servers are asked; TIMTIN_HTTP_<KEY> in the environment."""
    admin: AdminSettings = field(default_factory=AdminSettings)
    """Table `[admin]`: sessions and waits of the administration; TIMTIN_ADMIN_<KEY> in the environment."""

    limits: LimitSettings = field(default_factory=LimitSettings)
    """Table `[limits]`: what a request and a client may cost; TIMTIN_LIMITS_<KEY> in the environment."""
    security: SecuritySettings = field(default_factory=SecuritySettings)
    """Table `[security]`: names, proxies, TLS and cookies; TIMTIN_SECURITY_<KEY> in the environment."""
    serving: ServingSettings = field(default_factory=ServingSettings)
    """Table `[serving]`: processes, threads and what may wait; TIMTIN_SERVING_<KEY> in the environment."""
    monitoring: MonitoringSettings = field(default_factory=MonitoringSettings)
    """Table `[monitoring]`: metrics, logs and traces; TIMTIN_MONITORING_<KEY> in the environment."""

    @property
    def folder(self) -> Path:
        """The folder of the index."""
        return self.home / self.index

    @property
    def own_sources(self) -> tuple[SourceSettings, ...]:
        """The sources of the index."""
        return tuple(source for source in self.sources if source.index == self.index)


def load_settings(environ: Mapping[str, str] | None = None, folder: Path | None = None) -> Settings:
    """Read the settings file of `folder` (the working folder), then the environment over it.

    `TIMTIN_SETTINGS` names another file. Raises SettingsError for an unknown key, a wrong value, or a
    named file that is not there.
    """
    environ = os.environ if environ is None else environ
    path = Path(environ.get(f"{PREFIX}SETTINGS") or (folder or Path()) / SETTINGS_FILE)
    if f"{PREFIX}SETTINGS" in environ and not path.is_file():
        raise setting_error(str(path), "SETTINGS", "tệp không tồn tại", "the file does not exist")
    settings = replace(Settings(), **_checked(_read(path), str(path)))
    tables = {
        name: read(_table_in(environ, name.upper()), "environment", getattr(settings, name))
        for name, read in _ENVIRONMENT_TABLES.items()
    }
    own = _checked(_from_environment(environ), "environment")
    return replace(settings, **tables, **own)


def _read(path: Path) -> Mapping[str, object]:
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise setting_error(str(path), "", str(error), str(error)) from error


def _from_environment(environ: Mapping[str, str]) -> dict[str, object]:
    known = {f"{PREFIX}{key.name.upper()}": key.name for key in fields(Settings)}
    found = {known[name]: value for name, value in environ.items() if name in known and value != ""}
    return {key: value for key, value in found.items() if key not in _TABLES}


def _table_in(environ: Mapping[str, str], table: str) -> dict[str, object]:
    """Return the keys of a table that the environment holds: TIMTIN_<TABLE>_<KEY>."""
    start = f"{PREFIX}{table}_"
    return {
        name.removeprefix(start).lower(): value
        for name, value in environ.items()
        if name.startswith(start) and value != ""
    }


def _checked(values: Mapping[str, object], place: str) -> dict[str, Any]:
    known = {key.name for key in fields(Settings)}
    refuse_unknown(values, known, place)
    return {
        key: _TABLES[key](value, place) if key in _TABLES else _reader(key)(key, value, place)
        for key, value in values.items()
    }


def _reader(key: str) -> Reader:
    default = getattr(Settings(), key)
    if default is None or isinstance(default, Path):
        return _path
    if isinstance(default, tuple):
        return networks("unix") if key == "trusted_proxy" else texts
    if isinstance(default, float):
        return number(0, 1)
    return whole_number(0, _MOST) if isinstance(default, int) else text


def _path(key: str, value: object, place: str) -> Path:
    return Path(text(key, value, place))


_ENVIRONMENT_TABLES: Mapping[str, Callable[..., Any]] = {
    "http": read_http,
    "cluster": read_cluster,
    "site": read_site,
    "admin": read_admin,
    "limits": read_limits,
    "security": read_security,
    "serving": read_serving,
    "monitoring": read_monitoring,
}
"""Keys that are tables whose keys the environment may hold too, and what reads them over what was read."""
_TABLES: Mapping[str, Callable[[object, str], object]] = {
    "sources": read_sources,
    **_ENVIRONMENT_TABLES,
}
"""Keys that are tables, and what reads them."""
