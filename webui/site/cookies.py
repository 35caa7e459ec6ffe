"""What every cookie of this site has in common."""

from flask import request

from webui.site import site


def is_by_tls() -> bool:
    """Tell whether a cookie may travel by TLS only: it came so, or the settings say that a proxy speaks it."""
    return request.is_secure or site().settings.security.secure_cookies


def cookie_name(name: str) -> str:
    """Return the name of a cookie; behind TLS one that browsers take from this very host only (RFC 6265bis)."""
    return f"__Host-{name}" if is_by_tls() else name
