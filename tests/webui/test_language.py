"""Vietnamese first, English one click away, nothing left untranslated."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from flask import Flask
from jinja2 import nodes

import webui
from tests.webui.conftest import Visitor
from webui.language import ENGLISH

FOLDER = Path(webui.__file__).parent
CATALOGUES = sorted((FOLDER / "catalogues" / ENGLISH).glob("*.po"))
PAGES = (
    "/",
    "/tim",
    "/tim?q=nuoc+lu&explain=1",
    "/tim?q=xyzzy",
    "/tin/thi-dua-2024?q=hue",
    "/tin/tran",
    "/ngay/2024-10",
    "/ngay/2024-10-30",
    "/nhom",
    "/nhom/V%C4%83n%20h%C3%B3a",
    "/nhung",
    "/thong-ke",
    "/ban-thao",
    "/su-kien/lu-01",
)
TROUBLE = ("/nope", "/ngay/2024-02-30", "/nhom/xyzzy", "/tim?q=hue&page=0", "/tim?from=31/02/2024")
_VIETNAMESE = re.compile("[À-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ]")
"""A letter that English has not."""


def test_english_is_one_click_away_and_stays(visitor: Visitor) -> None:
    page = visitor.open("/tim?q=nuoc+lu&page=2")
    assert page.all("/html")[0].get("lang") == "vi"
    english = visitor.open(page.links("//header//a")["English"])
    assert english.all("/html")[0].get("lang") == "en"
    assert "Found 25 articles" in english.text("//p[@role='status']")
    assert visitor.open("/tin/lu-01").texts("//aside/h2")[1] == "More from this group"
    back = english.links("//header//a")["Tiếng Việt"]
    assert "Tìm thấy 25 bài" in visitor.open(back).text("//p[@role='status']")
    assert visitor.open("/").all("/html")[0].get("lang") == "vi"


def test_one_and_many_are_told_apart_in_english(visitor: Visitor) -> None:
    page = visitor.open("/tim?q=tieu+de&category=V%C4%83n+h%C3%B3a&lang=en")
    assert "article " in page.text("//p[@role='status']") + " "


def test_news_stays_marked_as_vietnamese_on_english_pages(visitor: Visitor) -> None:
    page = visitor.open("/tim?q=nuoc+lu&lang=en")
    assert {article.get("lang") for article in page.all("//ol//article")} == {"vi"}


def test_errors_speak_english_too(visitor: Visitor) -> None:
    page = visitor.open("/tim?q=hue&page=0&lang=en", status=400)
    assert "a number from 1" in page.text("//p[@id='wrong']")
    assert visitor.open("/nope?lang=en", status=404).text("//h1") == "Page not found"


def test_a_language_that_nobody_speaks_here_is_vietnamese(visitor: Visitor) -> None:
    assert visitor.open("/?lang=xx").all("/html")[0].get("lang") == "vi"


@pytest.mark.parametrize("address", [*PAGES, *TROUBLE])
def test_an_english_page_has_vietnamese_only_where_it_says_so(
    visitor: Visitor, address: str
) -> None:
    joined = f"{address}{'&' if '?' in address else '?'}lang=en"
    page = visitor.open(joined, status=_status(visitor, address))
    assert [text for text in map(str, page.all(_UNSAID)) if _VIETNAMESE.search(text)] == []


_OUTSIDE = "ancestor-or-self::*[@lang][1]/@lang = 'en'"
_UNSAID = (
    f"//body//text()[{_OUTSIDE}] | //body//@aria-label[../{_OUTSIDE}] | //body//@title[../{_OUTSIDE}]"
    f" | //body//@placeholder[../{_OUTSIDE}] | //body//@alt[../{_OUTSIDE}]"
)


def _status(visitor: Visitor, address: str) -> int:
    return visitor.client.get(address).status_code


def test_catalogues_have_every_message_once_and_no_other(app: Flask) -> None:
    listed = [_written(message) for path in CATALOGUES for message in _messages(path)]
    assert sorted(listed) == sorted(_in_templates(app) | _in_code())


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: str(path.name))
def test_every_message_is_translated_with_its_placeholders(path: Path) -> None:
    for message in _messages(path):
        forms = [message.string] if isinstance(message.string, str) else list(message.string)
        assert all(forms), message.id
        assert not message.fuzzy, message.id
        assert {tuple(sorted(_names(form))) for form in forms} == {
            tuple(sorted(_names(_written(message))))
        }


def test_no_vietnamese_stands_in_a_template_without_a_mark(app: Flask) -> None:
    for template in _templates():
        tree = app.jinja_env.parse(template.read_text(encoding="utf-8"))
        written = "".join(part.data for part in tree.find_all(nodes.TemplateData))
        assert _VIETNAMESE.findall(_SAID.sub("", written)) == [], template.name


_SAID = re.compile(r'lang="vi"[^>]*>[^<]*<')
"""What a template says in Vietnamese to every reader, and says that it is Vietnamese."""


def _names(text: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)", text))


def _messages(path: Path) -> list[Message]:
    with path.open("rb") as file:
        return [message for message in read_po(file, locale=ENGLISH) if message.id]


def _written(message: Message) -> str:
    return str(message.id if isinstance(message.id, str) else message.id[0])


def _templates() -> list[Path]:
    return sorted((FOLDER / "templates").rglob("*.html"))


def _in_templates(app: Flask) -> set[str]:
    found = set()
    for template in _templates():
        text = template.read_text(encoding="utf-8")
        for _line, _function, message in app.jinja_env.extract_translations(text):  # type: ignore[attr-defined]
            found.add(message if isinstance(message, str) else message[0])
    return found


def _in_code() -> set[str]:
    return {
        str(call.args[0].value)
        for module in sorted(FOLDER.rglob("*.py"))
        for call in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in {"_", "gettext", "ngettext"}
        and isinstance(call.args[0], ast.Constant)
    }
