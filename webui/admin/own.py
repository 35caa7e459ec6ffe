"""One's own account: the password, and where one is logged in."""

from flask import Response, redirect, request, session, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as Answer

from searcher import LoginRefused, TimTinError, TooManyFailures, UserRefused
from webui.admin.access import accounts, admitted, blueprint, by, give, origin, say
from webui.admin.refusals import answered
from webui.language import gettext as _


@blueprint.get("/tai-khoan")
def own() -> Response:
    """Show one's sessions, and a form for another password."""
    return own_page()


def own_page(error: TimTinError | None = None) -> Response:
    """Return the page of one's own account, with what went wrong."""
    user = admitted().user.name
    return answered(
        "admin/own.html",
        error,
        sessions=accounts().sessions(user),
        here=admitted().session.number,
        me=next(one for one in accounts().users() if one.name == user),
    )


@blueprint.post("/tai-khoan")
def change_password() -> Answer:
    """Change one's password; every other session ends, and this one goes on with another token."""
    old, new, again = (request.form.get(name, "") for name in ("old", "new", "again"))
    try:
        if new != again:
            raise UserRefused(
                "Hai lần gõ mật khẩu mới không giống nhau.", "The new passwords differ."
            )
        give(accounts().change_password(old, new, by(), origin()))
    except (LoginRefused, TooManyFailures, UserRefused) as error:
        return own_page(error)
    session.clear()
    say(_("Đã đổi mật khẩu; mọi phiên đăng nhập khác đã kết thúc."))
    return redirect(url_for("admin.own"))


@blueprint.post("/tai-khoan/phien/<number>")
def end_session(number: str) -> Answer:
    """End one of one's own sessions."""
    if not accounts().end_session(number, by()):
        raise NotFound
    say(_("Phiên đăng nhập đã kết thúc."))
    return redirect(url_for("admin.own"))
