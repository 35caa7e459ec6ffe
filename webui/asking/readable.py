"""Addresses that can be read in one way only: UTF-8, not too many parameters, none of them twice."""

from urllib.parse import unquote_to_bytes

from flask import Flask, request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict

from searcher import ParameterError
from webui.asking.params import PARAMETERS
from webui.site import site

SINGLE = (*PARAMETERS, "lang", "tag", "month", "limit", "part", "days", "ngay", "thang")
"""Parameters that say one thing. Unknown ones are ignored, however often they come."""
DECORATED = frozenset({"pages.article"})
"""Endpoints whose parameters ask nothing: there they only mark words."""


def install(app: Flask) -> None:
    """Refuse addresses that one reader would take for something else than another."""
    app.before_request(_check)


def _check() -> None:
    """Raise ParameterError for a query string that is no UTF-8, too long, or says a thing in two ways."""
    asked = request.query_string
    most = site().settings.limits.parameters
    if asked.count(b"&") >= most:
        _forget()
        raise _refused(
            f"Địa chỉ này có quá {most} tham số.", f"This address has more than {most} parameters."
        )
    if asked and request.endpoint not in DECORATED and not _is_text(asked):
        _forget()
        raise _refused(
            "Địa chỉ này không viết bằng UTF-8.", "This address is not written in UTF-8."
        )
    refuse_repeated(request.args)


def _forget() -> None:
    """Let nobody read the parameters any more: the page that refuses them shows none."""
    request.args = ImmutableMultiDict()


def _is_text(asked: bytes) -> bool:
    try:
        unquote_to_bytes(asked).decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def refuse_repeated(given: MultiDict[str, str]) -> None:
    """Raise ParameterError for a parameter that comes with two values; twice the same is one."""
    for name in SINGLE:
        if len(set(given.getlist(name))) > 1:
            raise ParameterError(
                f"Tham số “{name}” có nhiều giá trị khác nhau; chỉ được một.",
                f"The parameter “{name}” has several different values; it may have one.",
                parameter=name,
            )


def _refused(vi: str, en: str) -> ParameterError:
    return ParameterError(vi, en, parameter="")
