"""The users, as administrators see and change them. Each change asks for the administrator's own password."""

from collections.abc import Callable

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from searcher import (
    LoginRefused,
    Role,
    TimTinError,
    TooManyFailures,
    UserRefused,
)
from webui.admin.access import (
    accounts,
    administrators,
    admitted,
    blueprint,
    by,
    origin,
    say,
)
from webui.admin.refusals import answered
from webui.language import gettext as _

_ROLES = {role.value: role for role in Role}


@blueprint.get("/nguoi-dung")
@administrators
def people() -> Response:
    """List the users, with a form for another one."""
    return _page()


def _page(error: TimTinError | None = None) -> Response:
    return answered(
        "admin/people.html",
        error,
        people=accounts().users(),
        me=admitted().user.name,
        form=request.form,
    )


@blueprint.post("/nguoi-dung")
@administrators
def change_people() -> Answer:
    """Add, change or remove a user, as the button says."""
    deed = _DEEDS.get(request.form.get("deed", ""))
    try:
        if deed is None:
            raise UserRefused("Không rõ phải làm gì.", "It is not clear what to do.")
        accounts().confirm(request.form.get("own", ""), by(), origin())
        say(deed(request.form.get("name", "")))
    except (LoginRefused, TooManyFailures, UserRefused) as error:
        return _page(_told(error))
    return redirect(url_for("admin.people"))


def _told(error: TimTinError) -> TimTinError:
    if isinstance(error, LoginRefused):
        return UserRefused("Mật khẩu của chính bạn không đúng.", "Your own password is wrong.")
    return error


def _add(name: str) -> str:
    user = accounts().add(name, request.form.get("password", ""), _role(), by())
    return _("Đã thêm người dùng %(name)s.") % {"name": user.name}


def _change_role(name: str) -> str:
    _refuse_oneself(name)
    accounts().set_role(name, _role(), by())
    return _("Đã đổi vai trò của %(name)s.") % {"name": name}


def _set_password(name: str) -> str:
    _refuse_oneself(name)
    accounts().set_password(name, request.form.get("password", ""), by())
    return _("Đã đặt lại mật khẩu của %(name)s.") % {"name": name}


def _drop_factor(name: str) -> str:
    _refuse_oneself(name)
    accounts().drop_factor(name, by())
    return _("Đã bỏ lớp thứ hai của %(name)s; lần đăng nhập tới người ấy đặt lớp khác.") % {
        "name": name
    }


def _remove(name: str) -> str:
    _refuse_oneself(name)
    accounts().remove(name, by())
    return _("Đã bỏ người dùng %(name)s.") % {"name": name}


def _role() -> Role:
    role = _ROLES.get(request.form.get("role", ""))
    if role is None:
        raise UserRefused("Không có vai trò này.", "There is no such role.")
    return role


def _refuse_oneself(name: str) -> None:
    """Raise UserRefused for who would shut himself out; the own password has a page of its own."""
    if name.strip().casefold() == admitted().user.name:
        raise UserRefused(
            "Không thể đổi vai trò, đặt lại mật khẩu hay bỏ chính mình ở đây.",
            "You cannot change your own role, reset your own password or remove yourself here.",
        )


_DEEDS: dict[str, Callable[[str], str]] = {
    "add": _add,
    "role": _change_role,
    "password": _set_password,
    "factor": _drop_factor,
    "remove": _remove,
}
