"""Who is asking: the peer, or whom a proxy that the settings trust names; the same behind every server.

The last `proxies` entries of X-Forwarded-For were written by proxies of one's own, everything before them by
anybody; see https://werkzeug.palletsprojects.com/middleware/proxy_fix/.
"""

from collections.abc import Iterable, Sequence
from ipaddress import IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING, cast

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from webui.site import Site

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_SAID = ("HTTP_FORWARDED", "HTTP_X_REAL_IP")
_SAID_TOO = "HTTP_X_FORWARDED_"
SPOKEN_FOR = "timtin.spoken_for"
"""In the WSGI environment: somebody who is not trusted spoke for somebody; the address at hand is the wrong one."""
UNIX = "unix"
"""Stands for the peer on the other end of a socket file, which has no address."""


def install(app: Flask) -> None:
    """Let the proxies that the settings trust say who is asking."""
    settings = cast(Site, app.extensions[Site.NAME]).settings
    trusted, count = settings.trusted_proxy, settings.security.proxies
    app.wsgi_app = TrustedProxies(app.wsgi_app, trusted, count)  # type: ignore[method-assign]


class TrustedProxies:
    """WSGI middleware that believes what peers among the `trusted` say, and drops what all others say.

    `count` proxies stand one behind the other, all of them trusted.
    """

    def __init__(self, app: "WSGIApplication", trusted: Sequence[str], count: int) -> None:
        self._app = app
        self._fixed = ProxyFix(app, x_for=count, x_proto=1, x_host=0)
        self._unix = UNIX in trusted
        self._networks = [ip_network(one, strict=False) for one in trusted if one != UNIX]

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer with the address and the scheme of who is asking in `environ`."""
        if self._trusts(environ.get("REMOTE_ADDR", "")):
            return self._fixed(environ, start_response)
        for name in [name for name in environ if name in _SAID or name.startswith(_SAID_TOO)]:
            del environ[name]
            environ[SPOKEN_FOR] = "1"
        return self._app(environ, start_response)

    def _trusts(self, peer: str) -> bool:
        if not peer:
            return self._unix
        try:
            address = ip_address(peer.partition("%")[0])
        except ValueError:
            return False
        mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
        return any((mapped or address) in network for network in self._networks)
