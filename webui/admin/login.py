"""In and out."""

from flask import Response, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as Answer

from searcher import By, LoginRefused, TimTinError, TooManyFailures, Wanted
from webui.admin.access import (
    accounts,
    admitted,
    blueprint,
    by,
    everybody,
    give,
    origin,
    token,
)
from webui.admin.factor import way
from webui.admin.refusals import answered


@blueprint.get("/vao")
@everybody
def enter() -> Response:
    """Ask for name and password; say how the first user is made where there is none."""
    return _form()


@blueprint.post("/vao")
@everybody
def log_in() -> Answer:
    """Let somebody in and lead to the page that was wanted; the answer to a wrong name is that to a wrong password."""
    name, password = request.form.get("name", ""), request.form.get("password", "")
    try:
        entry = accounts().log_in(name, password, origin())
    except (LoginRefused, TooManyFailures) as error:
        return _form(error)
    _leave_former()
    session.clear()  # another form token: what was known before the login is worth nothing after it
    give(entry.token)
    return redirect(_next(entry.wanted))


def _next(wanted: Wanted) -> str:
    """Return the page that follows the password: what was wanted, or that of the second factor."""
    places = {Wanted.CODE: "admin.code", Wanted.FACTOR: "admin.set_up"}
    return url_for(places[wanted], den=way()) if wanted in places else way()


def _leave_former() -> None:
    """End the session that the browser had before."""
    former = accounts().admit(token()) if token() else None
    if former is not None:
        who = By(who=former.user.name, address=origin().address)
        accounts().log_out(former.session, who)


def _form(error: TimTinError | None = None) -> Response:
    return answered(
        "admin/login.html",
        error,
        way=way(),
        name=request.form.get("name", ""),
        has_users=accounts().has_users(),
        is_plain=not request.is_secure and not _is_here(),
    )


def _is_here() -> bool:
    """Tell whether the browser runs on this machine, where nobody listens on the line."""
    return request.host.partition(":")[0] in {"localhost", "127.0.0.1", "[::1]"}


@blueprint.get("/ra")
def leave() -> str:
    """Ask whether to log out: a link must not do it."""
    return render_template("admin/leave.html")


@blueprint.post("/ra")
def log_out() -> Answer:
    """End the session."""
    accounts().log_out(admitted().session, by())
    session.clear()
    give("")
    return redirect(url_for("admin.enter"))
