"""The second factor: asked for at each login, set up at the first one, and set up anew by who is logged in."""

from flask import Response, redirect, request, session, url_for
from werkzeug.wrappers import Response as Answer

from searcher import FactorMade, Half, LoginRefused, TimTinError, TooManyFailures, Wanted
from webui.admin.access import (
    accounts,
    admitted,
    blueprint,
    by,
    everybody,
    give,
    is_way_in,
    origin,
    say,
    token,
)
from webui.admin.own import own_page
from webui.admin.refusals import answered
from webui.guarding.forgery import PLACE
from webui.language import gettext as _


def way() -> str:
    """Return the page that was wanted before the login, or the first of the administration."""
    wanted = request.values.get("den", "")
    return wanted if is_way_in(wanted) else PLACE


def typed_code() -> str:
    """Return the code that was typed: of the app, or for who lost it."""
    return request.form.get("code", "") or request.form.get("recovery", "")


@blueprint.get("/vao/ma")
@everybody
def code() -> Answer:
    """Ask for a code of who typed the right password."""
    if accounts().half(token(), Wanted.CODE) is None:
        return _from_the_start()
    return _code_form()


@blueprint.post("/vao/ma")
@everybody
def pass_code() -> Answer:
    """Let somebody in whose code is right."""
    if accounts().half(token(), Wanted.CODE) is None:
        return _from_the_start()
    try:
        fresh = accounts().pass_code(token(), typed_code(), origin())
    except (LoginRefused, TooManyFailures) as error:
        return _code_form(error)
    session.clear()
    give(fresh)
    return redirect(way())


def _code_form(error: TimTinError | None = None) -> Response:
    return answered("admin/code.html", error, way=way())


def _from_the_start() -> Answer:
    say(_("Bước đăng nhập này không còn hiệu lực; xin đăng nhập lại từ đầu."))
    return redirect(url_for("admin.enter", den=way()))


@blueprint.get("/vao/lop-hai")
@everybody
def set_up() -> Answer:
    """Show the secret of the second factor that a login wants."""
    half = accounts().half(token(), Wanted.FACTOR)
    return _from_the_start() if half is None else _set_up_form(half)


@blueprint.post("/vao/lop-hai")
@everybody
def finish_set_up() -> Answer:
    """Make the second factor of who typed its first code, and let him in."""
    half = accounts().half(token(), Wanted.FACTOR)
    if half is None:
        return _from_the_start()
    try:
        made = accounts().set_up(token(), typed_code(), origin())
    except LoginRefused as error:
        return _set_up_form(half, error)
    return _made(made)


def _set_up_form(half: Half, error: TimTinError | None = None) -> Response:
    place = url_for("admin.finish_set_up")
    return answered("admin/factor.html", error, half=half, place=place, step="", way=way())


@blueprint.post("/tai-khoan/lop-hai")
def renew_factor() -> Answer:
    """Show the secret of another second factor to who proved all that he has."""
    try:
        password = request.form.get("old", "")
        step = accounts().renew(password, typed_code(), by(), origin())
    except (LoginRefused, TooManyFailures) as error:
        return own_page(error)
    return _renewal_form(step)


@blueprint.post("/tai-khoan/lop-hai/xong")
def finish_renewal() -> Answer:
    """Make the second factor of who typed its first code; every other session ends."""
    step = request.form.get("step", "")
    try:
        made = accounts().finish_renewal(step, typed_code(), by(), origin())
    except LoginRefused as error:
        return _renewal_form(step, error)
    return _made(made)


def _renewal_form(step: str, error: TimTinError | None = None) -> Answer:
    half = accounts().half(step, Wanted.RENEWAL)
    if half is None or half.user != admitted().user.name:
        say(_("Bước này không còn hiệu lực; xin làm lại."))
        return redirect(url_for("admin.own"))
    place = url_for("admin.finish_renewal")
    return answered("admin/factor.html", error, half=half, place=place, step=step, way="")


def _made(made: FactorMade) -> Response:
    """Show the recovery codes, this once."""
    session.clear()
    give(made.token)
    return answered("admin/recovery.html", None, codes=made.recovery, way=way())
