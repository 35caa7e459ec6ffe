"""No form is taken that another site sent: Flask-WTF's tokens, checked for every request that may change something.

The token is bound to a signed cookie that holds nothing else. It is set by pages with such a form only, which all
stand under `/quan-tri`. What changes nothing (drafts to compare, questions of programs) is exempt, by name.
"""

from typing import Any

from flask import Blueprint, Flask, Request, Response, current_app, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface

from searcher import UsageError, signing_key
from webui.site import site
from webui.site.cookies import cookie_name, is_by_tls

PLACE = "/quan-tri"
"""Everything with forms that change something stands below this path."""
_NAME = "timtin-form"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})


def is_guarded(path: str) -> bool:
    """Tell whether an address stands below the place of such forms."""
    return path == PLACE or path.startswith(f"{PLACE}/")


def cookie_options() -> dict[str, Any]:
    """Return how such a cookie is set: not read by scripts, not sent by other sites, behind TLS by TLS only."""
    return {
        "path": "/" if is_by_tls() else PLACE,  # `__Host-` demands the whole host
        "secure": is_by_tls(),
        "httponly": True,
        "samesite": "Lax",
    }


class _FormSessions(SecureCookieSessionInterface):
    """Flask's signed cookie, read where forms stand; its key is read when it is first needed."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Return what the cookie holds, an empty session where no form stands."""
        if request.method in _SAFE and not is_guarded(request.path):
            return self.session_class()
        if app.secret_key is None:
            app.secret_key = signing_key(site().settings)
        return super().open_session(app, request)

    def get_cookie_name(self, app: Flask) -> str:  # noqa: ARG002 - Flask asks so
        """Return the name of the cookie for this request."""
        return cookie_name(_NAME)

    def get_cookie_path(self, app: Flask) -> str:  # noqa: ARG002
        """Return where browsers send the cookie."""
        return str(cookie_options()["path"])

    def get_cookie_secure(self, app: Flask) -> bool:  # noqa: ARG002
        """Tell whether browsers send the cookie by TLS only."""
        return bool(cookie_options()["secure"])

    def get_cookie_samesite(self, app: Flask) -> str:  # noqa: ARG002
        """Return that other sites' forms come without the cookie."""
        return "Lax"


def install(app: Flask, exempt: tuple[Blueprint, ...]) -> None:
    """Check every request that may change something, but those to the `exempt` blueprints."""
    app.session_interface = _FormSessions()
    app.config.from_mapping(
        WTF_CSRF_METHODS=_CHANGING,
        WTF_CSRF_FIELD_NAME="csrf_token",
        WTF_CSRF_HEADERS=["X-CSRFToken", "X-CSRF-Token"],
        WTF_CSRF_TIME_LIMIT=None,  # a page may lie open as long as its session holds
        WTF_CSRF_SSL_STRICT=True,
    )
    app.jinja_env.globals["csrf_token"] = _token
    names = frozenset(one.name for one in exempt)
    app.before_request(lambda: None if request.blueprint in names else _checked())


def _token() -> str:
    """Return the token that a form sends back."""
    from flask_wtf.csrf import generate_csrf  # type: ignore[import-untyped]

    return str(generate_csrf())


def _checked() -> Response | None:
    """Check a request that may change something; Flask-WTF is loaded for the first of them: readers send none."""
    if request.method not in _CHANGING or not request.endpoint:
        return None
    from flask_wtf.csrf import CSRFError, CSRFProtect

    try:
        CSRFProtect().protect()
    except CSRFError:
        return _refused()
    return None


def _refused() -> Response:
    refused = UsageError(
        "Biểu mẫu này đã cũ hoặc không do trang này gửi; xin quay lại, tải lại trang rồi gửi lần nữa.",
        "This form is too old, or was not sent by this site; please go back, reload the page and send it again.",
    )
    return current_app.make_response(current_app.handle_user_exception(refused))
