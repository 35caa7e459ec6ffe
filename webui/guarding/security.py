"""What browsers and foreign hosts may do with the site: nothing that its own pages do not need.

The headers are those of Flask-Talisman; see https://owasp.org/www-project-secure-headers/.
"""

from typing import cast

from flask import Flask, Response, request
from flask_talisman import Talisman  # type: ignore[import-untyped]
from werkzeug.exceptions import BadRequest, SecurityError

from webui.site import Site

CONTENT = {
    "default-src": "'none'",
    "object-src": "'none'",
    "style-src": "'self'",
    "script-src": "'self'",
    "img-src": "'self' https:",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
"""Only the site's own files run and style; pictures of articles come from anywhere, by TLS."""
FEATURES = dict.fromkeys(
    ("browsing-topics", "camera", "geolocation", "microphone", "payment", "usb"), "()"
)
"""What pages may use of a device: none of these."""
OWN_NAMES = ["localhost", "127.0.0.1", "[::1]"]
"""Names under which a site may always be asked, by probes of its own machine."""
EMBEDDED = frozenset({"static", "own.picture"})
"""Files that stand on other sites' pages too: the search box, and logos."""
_TOLD = (
    "Trang này không có ở tên máy đó; xin kiểm tra lại địa chỉ.\n"
    "There is no site under this host name; please check the address.\n"
)


def install(app: Flask) -> None:
    """Put the headers on every answer, error pages and files included, and answer to the site's own names only."""
    settings = cast(Site, app.extensions[Site.NAME]).settings.security
    Talisman(
        app,
        content_security_policy=CONTENT,
        force_https=False,  # the proxy that speaks TLS redirects; the site itself has no port for it
        frame_options="DENY",
        permissions_policy=FEATURES,
        referrer_policy="strict-origin-when-cross-origin",
        session_cookie_secure=settings.secure_cookies,
        strict_transport_security=settings.hsts > 0,
        strict_transport_security_include_subdomains=settings.hsts_subdomains,
        strict_transport_security_max_age=settings.hsts,
    )
    if settings.hosts:
        app.config["TRUSTED_HOSTS"] = [*settings.hosts, *OWN_NAMES]
    app.before_request(_check_host)
    app.register_error_handler(SecurityError, _foreign)
    app.after_request(_apart)


def _check_host() -> None:
    """Raise SecurityError for a host that is no host, before anything is made of it."""
    if isinstance(request.routing_exception, SecurityError):
        raise request.routing_exception
    if request.headers.get("Host") and not request.host:
        raise SecurityError


def _foreign(_error: BadRequest) -> tuple[str, int, dict[str, str]]:
    """Answer in plain text: a page would have addresses, and there is no host to write into them."""
    return _TOLD, 400, {"Content-Type": "text/plain; charset=utf-8"}


def _apart(response: Response) -> Response:
    """Keep windows and files of other sites apart from this one's."""
    embedded = request.endpoint in EMBEDDED
    policy = "cross-origin" if embedded else "same-origin"
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    response.headers.setdefault("Cross-Origin-Resource-Policy", policy)
    return response
