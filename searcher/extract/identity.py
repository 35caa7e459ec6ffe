"""One address and one id for an article, however it was reached."""

import hashlib
from urllib.parse import SplitResult, urlsplit, urlunsplit

_TRACKING = frozenset({"fbclid", "gclid", "zarsrc", "igshid", "mc_cid", "mc_eid", "gidzl"})
_PORTS = {"http": 80, "https": 443}


def canonical(url: str) -> str:
    """Return `url` (http or https) without fragment and tracking, host in small letters."""
    parts = urlsplit(url)
    query = "&".join(filter(_matters, parts.query.split("&")))
    return urlunsplit((parts.scheme, _host(parts), parts.path or "/", query, ""))


def identify(url: str | None, title: str, body: str) -> str:
    """Return the id of an article without one: from its canonical `url`, else from its content.

    20 hexadecimal digits of SHA-256; the scheme and `www.` make no other article.
    """
    return _digest(_stem(url)) if url else _digest(f"{title}\n{body}")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def _stem(url: str) -> str:
    parts = urlsplit(url)
    query = f"?{parts.query}" if parts.query else ""
    return parts.netloc.removeprefix("www.") + parts.path.rstrip("/") + query


def _matters(pair: str) -> bool:
    name = pair.partition("=")[0].lower()
    return name not in _TRACKING and not name.startswith("utm_")


def _host(parts: SplitResult) -> str:
    """Return host and port; a name and password before `@` are never kept."""
    host = (parts.hostname or "").lower()
    host = f"[{host}]" if ":" in host else host
    return host if parts.port in (None, _PORTS.get(parts.scheme)) else f"{host}:{parts.port}"
