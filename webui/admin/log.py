"""The log of what was done: read here, changed nowhere."""

from datetime import datetime, time, timedelta
from urllib.parse import urlencode

from flask import render_template, request

from searcher import Sought, parse_filters, parse_page
from webui.admin.access import accounts, administrators, blueprint
from webui.asking.paging import pages
from webui.language import gettext as _
from webui.periods import ZONE

_SHOWN, _MOST_PAGES = 50, 200


@blueprint.get("/nhat-ky")
@administrators
def log() -> str:
    """Show who did what, when, from where, and how it ended; the newest first."""
    form = {name: request.args.get(name, "").strip() for name in ("who", "what", "from", "to")}
    page = _page_number()
    found, total = accounts().deeds(_sought(form), first=(page - 1) * _SHOWN, limit=_SHOWN)
    kept = urlencode({name: text for name, text in form.items() if text})
    return render_template(
        "admin/log.html",
        form=form,
        names=_names(),
        results=_results(),
        deeds=found,
        total=total,
        paging=pages(page, total, _SHOWN, lambda number: f"?{kept}&page={number}"),
    )


def _page_number() -> int:
    typed = request.args.get("page")
    return parse_page(typed, most=_MOST_PAGES) if typed else 1


def _sought(form: dict[str, str]) -> Sought:
    """Return which lines are sought; raises ParameterError for a day that is none."""
    since, until = _start_of(form["from"], "from", 0), _start_of(form["to"], "to", 1)
    return Sought(who=form["who"], what=form["what"], since=since, until=until)


def _start_of(typed: str, parameter: str, days: int) -> float | None:
    """Return when a day begins, or the one so many days after it, in seconds since 1970."""
    if not typed:
        return None
    day = parse_filters(from_=typed).since if parameter == "from" else parse_filters(to=typed).until
    assert day is not None  # noqa: S101 - what is no day was refused
    return datetime.combine(day + timedelta(days=days), time(), ZONE).timestamp()


def _names() -> dict[str, str]:
    """Return what the deeds of the log are called."""
    return {
        "login": _("đăng nhập"),
        "second factor": _("mã lớp thứ hai"),
        "recovery code": _("mã dự phòng"),
        "set factor": _("đặt lớp thứ hai"),
        "remove factor": _("bỏ lớp thứ hai"),
        "logout": _("đăng xuất"),
        "end session": _("kết thúc phiên"),
        "set password": _("đặt mật khẩu"),
        "add user": _("thêm người dùng"),
        "remove user": _("bỏ người dùng"),
        "set role": _("đổi vai trò"),
        "roll back": _("quay lại thế hệ trước"),
        "publish synonyms": _("xuất bản từ đồng nghĩa"),
        "denied": _("mở trang không được phép"),
    }


def _results() -> dict[str, str]:
    return {
        "done": _("xong"),
        "refused": _("bị từ chối"),
        "index-changed": _("người khác vừa đổi"),
        "index-locked": _("một lần nạp tin đang chạy"),
        "index-missing": _("không có gì trước đó"),
        "no-space": _("ổ đĩa đầy"),
    }
