"""The language of the interface: Vietnamese as written in templates and code, English one click away.

How to write what readers see: in templates `{{ _("Tin mới nhất") }}` and
`{{ ngettext("%(n)s bài", "%(n)s bài", count, n=count|number) }}`; in code `from webui.language import
gettext as _` (or `ngettext`), called when a page is made and never at import. The English goes into a
catalogue of `webui/catalogues/en/`: `site.po`, or a `.po` file of your own beside it (all of them are
read; one message stands in one file). Nothing has to be compiled; `tests/webui/test_language.py` names
every message without English and every Vietnamese sentence that was not marked.
"""

from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, Response, g, has_request_context, request, url_for
from flask_babel import (  # type: ignore[import-untyped]
    Babel,
    Domain,
    get_locale,
    get_translations,
)
from markupsafe import Markup

from searcher import TimTinError
from webui.site import site
from webui.site.cookies import cookie_name, is_by_tls

VIETNAMESE, ENGLISH = "vi", "en"
COOKIE = "timtin-lang"
_YEAR = 365 * 24 * 3600
_FOLDER = Path(__file__).with_name("catalogues")


@cache
def catalogue(code: str) -> Catalog:
    """Return the messages of a language with their translations, from all its `.po` files."""
    whole = Catalog(locale=code)
    for path in sorted((_FOLDER / code).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=code):
                if message.id:
                    whole.add(message.id, message.string)
    return whole


@cache
def translations(code: str) -> NullTranslations:
    """Return a catalogue as gettext reads it; Vietnamese is what is written, and needs none."""
    if code == VIETNAMESE:
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, catalogue(code))
    compiled.seek(0)
    return Translations(compiled)


class _Catalogues(Domain):  # type: ignore[misc] # the library has no types
    """Our catalogues, compiled when first asked for: a compiled file cannot be older than its source."""

    def get_translations(self) -> NullTranslations:
        """Return the catalogue of the language asked for."""
        return translations(str(get_locale() or VIETNAMESE))


def language() -> str:
    """Return the language of the current request: `vi` or `en`."""
    return _spoken()[0] if has_request_context() else VIETNAMESE


def gettext(message: str) -> str:
    """Return a message of the interface in the reader's language."""
    return str(_spoken()[1].ugettext(message)) if has_request_context() else message


def ngettext(one: str, many: str, count: int) -> str:
    """Return the form of a message that fits the count; Vietnamese has one form only."""
    return str(_spoken()[1].ungettext(one, many, count)) if has_request_context() else many


def _shown(message: str, **values: object) -> Markup:
    """Return a message in a page, its values escaped."""
    return Markup(gettext(message)) % values  # noqa: S704 - ours and our translators'


def _counted(one: str, many: str, num: int, **values: object) -> Markup:
    """Return the form of a message in a page that fits the count."""
    return Markup(ngettext(one, many, num)) % {"num": num, **values}  # noqa: S704


def _spoken() -> tuple[str, NullTranslations]:
    """Return the language and its messages, kept for the request: a page has hundreds of them."""
    if "spoken" not in g:
        g.spoken = (str(get_locale()), get_translations())
    spoken: tuple[str, NullTranslations] = g.spoken
    return spoken


def sentence(error: TimTinError) -> str:
    """Return what an error says, in the reader's language."""
    return error.en if language() == ENGLISH else error.vi


def install(app: Flask) -> None:
    """Let templates translate, and remember the language that a reader chose."""
    babel = Babel(
        app,
        configure_jinja=False,
        default_locale=VIETNAMESE,
        default_timezone="Asia/Ho_Chi_Minh",
        locale_selector=_chosen,
    )
    babel.domain_instance = _Catalogues()
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    # Jinja's own would look them up twice for each of the hundreds of messages of a page.
    app.jinja_env.globals.update(_=_shown, gettext=_shown, ngettext=_counted)
    app.after_request(_remember)
    app.context_processor(lambda: {"language": language(), "other_language": _other_language()})


def _chosen() -> str:
    offered = site().looks.languages
    wanted = (request.args.get("lang"), request.cookies.get(cookie_name(COOKIE)))
    return next((code for code in wanted if code in offered), offered[0])


def _remember(response: Response) -> Response:
    if response.mimetype == "text/html":
        response.headers.add("Vary", "Cookie")
        if request.args.get("lang") in site().looks.languages:
            response.set_cookie(
                cookie_name(COOKIE),
                language(),
                max_age=_YEAR,
                httponly=True,
                samesite="Lax",
                path="/",
                secure=is_by_tls(),
            )
    return response


def _other_language() -> str | None:
    """Return the address of this page in the other language (of the home page, where this is none).

    None where the site offers one language only.
    """
    if len(site().looks.languages) < 2:
        return None
    other = VIETNAMESE if language() == ENGLISH else ENGLISH
    here = {**request.args.to_dict(), **(request.view_args or {}), "lang": other}
    return url_for(request.endpoint or "pages.home", **here)
