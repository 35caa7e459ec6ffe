"""Who may see which page of the administration."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar, cast
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, current_app, flash, g, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from searcher import AccessError, Accounts, Admitted, By, Origin, Role
from webui.guarding.forgery import PLACE, cookie_options, is_guarded
from webui.language import gettext as _
from webui.periods import ZONE
from webui.site import Site
from webui.site.cookies import cookie_name

blueprint = Blueprint("admin", __name__, url_prefix=PLACE)

View = TypeVar("View", bound=Callable[..., object])

_ACCOUNTS = "timtin-accounts"
_COOKIE = "timtin-admin"
_LONGEST_WAY = 2_000
_OPEN: set[str] = set()
_ADMINISTRATORS: set[str] = set()


def install(app: Flask) -> None:
    """Make the users ready, opening nothing; keep every page below `/quan-tri` out of caches and indexes."""
    settings = cast(Site, app.extensions[Site.NAME]).settings
    app.extensions[_ACCOUNTS] = Accounts(settings)
    app.after_request(_kept_nowhere)


def accounts() -> Accounts:
    """Return the users of the site that answers the current request."""
    return cast(Accounts, current_app.extensions[_ACCOUNTS])


def everybody(view: View) -> View:
    """Let a view be seen by who is not logged in."""
    _OPEN.add(f"{blueprint.name}.{view.__name__}")
    return view


def administrators(view: View) -> View:
    """Let a view be seen by administrators only."""
    _ADMINISTRATORS.add(f"{blueprint.name}.{view.__name__}")
    return view


def admitted() -> Admitted:
    """Return who is logged in; pages that everybody sees must not ask."""
    return cast(Admitted, g.admitted)


def origin() -> Origin:
    """Return where the current request comes from."""
    agent = request.headers.get("User-Agent", "")
    return Origin(address=request.remote_addr or "", agent=agent)


def by() -> By:
    """Return who is logged in, for the log."""
    return By(who=admitted().user.name, address=request.remote_addr or "")


def token() -> str:
    """Return the token that the browser sent; empty where it sent none."""
    return request.cookies.get(cookie_name(_COOKIE), "")


def give(token: str) -> None:
    """Let the answer give the browser a token; an empty one takes its token away."""
    g.given = token


def say(sentence: str) -> None:
    """Show a sentence on the next page."""
    flash(sentence)


@blueprint.before_request
def _guard() -> Answer | None:
    g.admitted = accounts().admit(token()) if token() else None
    if request.endpoint in _OPEN:
        return None
    if g.admitted is None:
        return redirect(url_for("admin.enter", den=way_back()))
    if g.admitted.token:
        give(g.admitted.token)
    if request.endpoint in _ADMINISTRATORS and g.admitted.user.role is not Role.ADMINISTRATOR:
        accounts().note(by(), "denied", request.path, result="refused")
        raise AccessError(
            "Trang này chỉ dành cho người quản trị.", "This page is for administrators only."
        )
    return None


def way_back() -> str:
    """Return the page that a reader wanted, for after the login; of a form the page that it stands on."""
    wanted = request.full_path.rstrip("?") if request.method == "GET" else _referring()
    return wanted if is_way_in(wanted) else PLACE


def _referring() -> str:
    try:
        parts = urlsplit(request.referrer or "")
    except ValueError:
        return ""
    return parts.path if parts.netloc == request.host else ""


def is_way_in(way: str) -> bool:
    """Tell whether an address leads to a page of this administration, and nowhere else."""
    if len(way) > _LONGEST_WAY or not way.isprintable() or "\\" in way or "//" in way or " " in way:
        return False
    try:
        parts = urlsplit(way)
    except ValueError:
        return False
    return not parts.scheme and not parts.netloc and is_guarded(parts.path) and ".." not in way


@blueprint.after_request
def _give(response: Response) -> Response:
    given = g.get("given")
    if given:
        response.set_cookie(cookie_name(_COOKIE), given, **cookie_options())
    elif given == "":
        response.delete_cookie(cookie_name(_COOKIE), **cookie_options())
    return response


@blueprint.context_processor
def _shown() -> dict[str, object]:
    user = g.admitted.user if g.get("admitted") else None
    return {"user": user, "ways": _ways(user.role) if user else [], "when": when}


def _ways(role: Role) -> list[tuple[str, str]]:
    """Return the pages that a role may see: their endpoints and names."""
    ways = [
        ("admin.overview", _("Tổng quan")),
        ("admin.figures", _("Số liệu")),
        ("admin.unanswered", _("Tìm không thấy")),
        ("admin.synonyms", _("Từ đồng nghĩa")),
    ]
    if role is Role.ADMINISTRATOR:
        ways += [
            ("admin.generations", _("Thế hệ")),
            ("admin.people", _("Người dùng")),
            ("admin.log", _("Nhật ký")),
        ]
    return [*ways, ("admin.own", _("Tài khoản"))]


def when(seconds: float) -> datetime:
    """Return a time, seconds since 1970, as it is in Việt Nam."""
    return datetime.fromtimestamp(seconds, ZONE)


def _kept_nowhere(response: Response) -> Response:
    if is_guarded(request.path):
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
