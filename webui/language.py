"""The language of the interface: Vietnamese as written in the templates, English one click away.

Messages are marked the way gettext has it, so that a larger translation tool can take over; the
catalogue is one JSON object, Vietnamese -> English, with [one, many] where English has two forms.
"""

import json
from functools import cache
from pathlib import Path

from flask import Flask, Response, g, has_request_context, request, url_for

from searcher import TimTinError

VIETNAMESE, ENGLISH = "vi", "en"
LANGUAGES = (VIETNAMESE, ENGLISH)
COOKIE = "timtin-lang"
_YEAR = 365 * 24 * 3600


@cache
def catalogue() -> dict[str, str | list[str]]:
    """Return the English catalogue."""
    path = Path(__file__).with_name("catalogues") / "en.json"
    messages: dict[str, str | list[str]] = json.loads(path.read_text(encoding="utf-8"))
    return messages


def language() -> str:
    """Return the language of the current request: `vi` or `en`."""
    return str(g.get("language", VIETNAMESE)) if has_request_context() else VIETNAMESE


def gettext(message: str) -> str:
    """Return a message of the interface in the reader's language."""
    found = catalogue().get(message, message) if language() == ENGLISH else message
    return found if isinstance(found, str) else found[-1]


def ngettext(one: str, many: str, count: int) -> str:
    """Return the form of a message that fits the count; Vietnamese has one form only."""
    forms = catalogue().get(one, one) if language() == ENGLISH else many
    return forms if isinstance(forms, str) else forms[count != 1]


def sentence(error: TimTinError) -> str:
    """Return what an error says, in the reader's language."""
    return error.en if language() == ENGLISH else error.vi


def install(app: Flask) -> None:
    """Let templates translate, and remember the language that a reader chose."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    app.before_request(_choose)
    app.after_request(_remember)
    app.context_processor(lambda: {"language": language(), "other_language": _other_language()})


def _choose() -> None:
    wanted = (request.args.get("lang"), request.cookies.get(COOKIE))
    g.language = next((code for code in wanted if code in LANGUAGES), VIETNAMESE)


def _remember(response: Response) -> Response:
    if response.mimetype == "text/html":
        response.headers.add("Vary", "Cookie")
        if request.args.get("lang") in LANGUAGES:
            response.set_cookie(
                COOKIE, language(), max_age=_YEAR, httponly=True, samesite="Lax", path="/"
            )
    return response


def _other_language() -> str:
    """Return the address of this page in the other language; of the home page, where this is none."""
    other = VIETNAMESE if language() == ENGLISH else ENGLISH
    here = {**request.args.to_dict(), **(request.view_args or {}), "lang": other}
    return url_for(request.endpoint or "pages.home", **here)
