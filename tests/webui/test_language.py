"""Vietnamese first, English one click away, nothing left untranslated."""

import ast
from pathlib import Path

from flask import Flask

import webui
from tests.webui.conftest import Visitor
from webui.language import catalogue

FOLDER = Path(webui.__file__).parent


def test_english_is_one_click_away_and_stays(visitor: Visitor) -> None:
    page = visitor.open("/tim?q=nuoc+lu&page=2")
    assert page.all("/html")[0].get("lang") == "vi"
    english = visitor.open(page.links("//header//a")["English"])
    assert english.all("/html")[0].get("lang") == "en"
    assert "Found 25 articles" in english.text("//p[@role='status']")
    assert visitor.open("/tin/lu-01").texts("//aside/h2")[0] == "More from this group"
    back = english.links("//header//a")["Tiếng Việt"]
    assert "Tìm thấy 25 bài" in visitor.open(back).text("//p[@role='status']")
    assert visitor.open("/").all("/html")[0].get("lang") == "vi"


def test_news_stays_marked_as_vietnamese_on_english_pages(visitor: Visitor) -> None:
    page = visitor.open("/tim?q=nuoc+lu&lang=en")
    assert {article.get("lang") for article in page.all("//ol//article")} == {"vi"}


def test_errors_speak_english_too(visitor: Visitor) -> None:
    page = visitor.open("/tim?q=hue&page=0&lang=en", status=400)
    assert "a number from 1" in page.text("//p[@id='wrong']")
    assert visitor.open("/nope?lang=en", status=404).text("//h1") == "Page not found"


def test_a_language_that_nobody_speaks_here_is_vietnamese(visitor: Visitor) -> None:
    assert visitor.open("/?lang=xx").all("/html")[0].get("lang") == "vi"


def test_catalogue_has_every_message_and_no_other(app: Flask) -> None:
    assert set(catalogue()) == _in_templates(app) | _in_code()


def test_translations_keep_their_placeholders() -> None:
    for message, translated in catalogue().items():
        for form in [translated] if isinstance(translated, str) else translated:
            names = {part.split(")")[0] for part in message.split("%(")[1:]}
            assert names == {part.split(")")[0] for part in form.split("%(")[1:]}


def _in_templates(app: Flask) -> set[str]:
    found = set()
    for template in sorted((FOLDER / "templates").glob("*.html")):
        text = template.read_text(encoding="utf-8")
        for _line, _function, message in app.jinja_env.extract_translations(text):  # type: ignore[attr-defined]
            found.add(message if isinstance(message, str) else message[0])
    return found


def _in_code() -> set[str]:
    return {
        str(call.args[0].value)
        for module in sorted(FOLDER.glob("*.py"))
        for call in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in {"_", "gettext"}
        and isinstance(call.args[0], ast.Constant)
    }
