"""A portal makes the site its own: name, logo, colours, links, languages, templates; bad values are refused."""

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

import webui
from searcher import Settings, SettingsError, load_settings
from tests.webui.conftest import Visitor
from webui import create_app
from webui.site.looks import DARK, LIGHT, contrast

Open = Callable[[str], Visitor]
STYLES = Path(webui.__file__).parent / "static" / "site.css"


@pytest.fixture
def open_with(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Return a function that opens the site with a settings file."""
    monkeypatch.chdir(tmp_path)

    def opened(text: str) -> Visitor:
        (tmp_path / "timtin.toml").write_text(text, encoding="utf-8")
        own = load_settings({}, tmp_path)
        return Visitor(create_app(replace(own, home=settings.home)).test_client())

    return opened


def test_name_description_and_hits_on_a_page_are_the_portals(open_with: Open) -> None:
    visitor = open_with(
        'per_page = 3\n[site]\nname = "Tìm Tin Huế"\ndescription = "Tin <Huế> \\"hay\\""\n'
    )
    page = visitor.open("/tim?q=nuoc+lu")
    assert page.text("//header//a[@class='brand']") == "Tìm Tin Huế"
    assert page.all("//meta[@name='description']")[0].get("content") == 'Tin <Huế> "hay"'
    assert len(page.all("//ol[@class='hits']/li")) == 3
    assert visitor.client.get("/rss").text.count("<title>Tìm Tin Huế</title>") == 1


def test_logo_and_links_with_logos_are_shown_and_their_files_served(
    open_with: Open, tmp_path: Path
) -> None:
    (tmp_path / "logo.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    visitor = open_with(
        '[site]\nlogo = "logo.svg"\n'
        '[[site.links]]\nname = "Di sản"\naddress = "https://disan.example/"\nimage = "logo.svg"\n'
        '[[site.links]]\nname = "Báo Huế"\naddress = "https://bao.example/"\n'
        '[[site.links]]\nname = "Bộ"\naddress = "https://bo.example/"\nimage = "khong-co.png"\n'
    )
    page = visitor.open("/tin/lu-01")
    logos = page.all("//nav[@class='logos']//a")
    assert [a.get("href") for a in logos] == ["https://disan.example/", "https://bao.example/", "https://bo.example/"]  # fmt: skip
    assert [img.get("alt") for img in page.all("//nav[@class='logos']//img")] == ["Di sản"]
    assert page.texts("//nav[@class='logos']//a") == ["", "Báo Huế", "Bộ"]
    for image in page.all("//img"):
        with visitor.client.get(str(image.get("src"))) as answer:
            assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
    assert visitor.client.get("/hinh/9.svg").status_code == 404


def test_colours_come_after_ours_in_both_themes(open_with: Open) -> None:
    visitor = open_with('[site.colours]\naccent = "#9f1239"\n[site.dark]\naccent = "#fb7185"\n')
    sheets = [str(a.get("href")) for a in visitor.open("/").all("//link[@rel='stylesheet']")]
    assert sheets[1:] == ["/mau.css"]
    sheet = visitor.client.get("/mau.css").text
    assert re.sub(r"\s+", " ", sheet) == (
        ":root { --accent: #9f1239; }"
        " @media (prefers-color-scheme: dark) { :root { --accent: #fb7185; } }"
    )


def test_a_colour_for_the_day_leaves_the_night_as_it_was(open_with: Open) -> None:
    sheet = open_with('[site.colours]\nink = "#000000"\n').client.get("/mau.css").text
    assert f"--ink: {DARK['ink']}" in sheet.splitlines()[1]


def test_the_colours_that_are_checked_are_those_of_the_style_sheet() -> None:
    light, dark = STYLES.read_text(encoding="utf-8").split("prefers-color-scheme: dark", 1)
    for colours, text in ((LIGHT, light), (DARK, dark)):
        declared = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", text))
        assert declared == colours


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_one_language_offers_no_other_and_the_first_is_spoken_first(open_with: Open) -> None:
    page = open_with('[site]\nlanguages = ["vi"]\n').open("/?lang=en")
    assert page.all("/html")[0].get("lang") == "vi"
    assert "English" not in page.links("//header//a")
    english = open_with('[site]\nlanguages = ["en", "vi"]\n')
    assert english.open("/").all("/html")[0].get("lang") == "en"
    assert english.open("/?lang=vi").all("/html")[0].get("lang") == "vi"


def test_a_template_of_the_portal_stands_before_ours(open_with: Open, tmp_path: Path) -> None:
    (tmp_path / "mau").mkdir()
    (tmp_path / "mau" / "_foot.html").write_text("<footer>Chân trang của tỉnh</footer>")
    page = open_with('[site]\ntemplates = "mau"\n').open("/tin/lu-01")
    assert page.text("//footer") == "Chân trang của tỉnh"
    assert page.text("//h1").startswith("Nước lũ")


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "timtin.toml").write_text('[site]\nname = "Một"\nlanguages = ["vi"]\n')
    found = load_settings({"TIMTIN_SITE_NAME": "Hai", "TIMTIN_SITE_LANGUAGES": "en,vi"}, tmp_path)
    assert (found.site.name, found.site.languages) == ("Hai", ("en", "vi"))


BAD = [
    ("site = 3", "site"),
    ("[site]\nnonsense = 1", "site.nonsense"),
    ("[site]\nname = 3", "site.name"),
    ('[site]\nname = "  "', "site.name"),
    ('[site]\naddress = "javascript:alert(1)"', "site.address"),
    ('[site]\nlogo = "javascript:alert(1)"', "site.logo"),
    ('[site]\nlogo = "http://a.example/x.png"', "site.logo"),
    ('[site]\nlogo = "//a.example/x.png"', "site.logo"),
    ('[site]\nlanguages = ["fr"]', "site.languages"),
    ("[site]\nlanguages = []", "site.languages"),
    ('[site]\nlanguages = ["vi", "vi"]', "site.languages"),
    ('[site]\ntemplates = "khong-co"', "site.templates"),
    ('[site]\nimage_hosts = ["*"]', "site.image_hosts"),
    ('[site.colours]\naccent = "red"', "site.colours.accent"),
    ('[site.colours]\naccent = "#12345"', "site.colours.accent"),
    ('[site.colours]\naccent = "#fff; } body { display: none"', "site.colours.accent"),
    ('[site.colours]\npink = "#ffffff"', "site.colours.pink"),
    ('[site.colours]\naccent = "#eeeeee"', "site.colours.accent"),
    ('[site.dark]\nink = "#222222"', "site.colours.ink"),
    ("[site]\nlinks = 3", "site.links"),
    ('[[site.links]]\nname = "A"', "site.links.address"),
    ('[[site.links]]\naddress = "https://a.example"', "site.links.name"),
    ('[[site.links]]\nname = "A"\naddress = "javascript:alert(1)"', "site.links.address"),
    ('[[site.links]]\nname = "A"\naddress = "https://a.example"\nx = 1', "site.links.x"),
    ("per_page = 0", "per_page"),
    ("per_page = 101", "per_page"),
]


@pytest.mark.parametrize(("text", "key"), BAD)
def test_a_bad_value_is_refused_by_name(open_with: Open, text: str, key: str) -> None:
    with pytest.raises(SettingsError) as refused:
        open_with(text)
    assert refused.value.facts["key"] == key
    assert [sentence[-1] for sentence in (refused.value.vi, refused.value.en)] == [".", "."]


def test_serving_with_a_bad_value_ends_with_code_2(tmp_path: Path) -> None:
    (tmp_path / "timtin.toml").write_text('[site.colours]\naccent = "#eeeeee"\n')
    command = [sys.executable, "-m", "timtin", "serve", "--port", "0"]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 2
    assert "tương phản" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_without_settings_nothing_is_added(client: FlaskClient) -> None:
    assert client.get("/mau.css").text == ""
    assert "mau.css" not in client.get("/").text
