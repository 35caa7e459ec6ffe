"""Which addresses are asked: http and https only, and no public page may lead into a private network.

Trust: a place that the person names is asked wherever it is. What a page, a feed or a sitemap names is
asked too, but not where that document came from a public host and the address is a private one (loopback,
10/8, 192.168/16, link-local, ...). A file on disk may name any address.
"""

import ipaddress
import socket
from urllib.parse import urljoin, urlsplit, urlunsplit

from searcher.sources.web.answers import Unanswered

LONGEST = 4_000


def cleaned(url: str, base: str | None = None) -> str:
    """Return an address made whole, without fragment, name and password; raises Unanswered."""
    try:
        parts = urlsplit(urljoin(base or "", url.strip()))
        port = f":{parts.port}" if parts.port else ""
    except ValueError as error:
        raise _refused(url) from error
    if parts.scheme not in ("http", "https") or not parts.hostname or len(url) > LONGEST:
        raise _refused(url)
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return urlunsplit((parts.scheme, f"{host}{port}", parts.path or "/", parts.query, ""))


def origin(url: str) -> str:
    """Return scheme, host and port of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


class Doors:
    """Remembers which hosts are private."""

    def __init__(self) -> None:
        self._private: dict[str, bool] = {}

    def check(self, url: str, led_by: str | None) -> None:
        """Raise Unanswered where a public page (`led_by`) leads to a private address."""
        if led_by is None or urlsplit(url).hostname == urlsplit(led_by).hostname:
            return
        if self._is_private(url) and not self._is_private(led_by):
            vi, en = (
                "trang công khai trỏ vào mạng nội bộ",
                "a public page leads to a private address",
            )
            raise Unanswered("private-address", vi, en)

    def _is_private(self, url: str) -> bool:
        host = urlsplit(url).hostname or ""
        if host not in self._private:
            self._private[host] = any(not one.is_global for one in _addresses(host))
        return self._private[host]


def _addresses(host: str) -> list[ipaddress.IPv4Address | ipaddress.IPv6Address]:
    try:
        found = socket.getaddrinfo(host, None, proto=socket.IPPROTO_TCP)
    except (OSError, UnicodeError):
        return []  # the request itself will say so
    return [ipaddress.ip_address(str(one[4][0]).partition("%")[0]) for one in found]


def _refused(url: str) -> Unanswered:
    shown = url[:200]
    return Unanswered(
        "not-http", f"“{shown}” không phải địa chỉ http(s)", f"“{shown}” is no http(s) address"
    )
