"""Pages that are kept: the same bytes as those made anew, what changes by the moment aside."""

import re
from pathlib import Path

import pytest
from flask import Flask, template_rendered
from flask.testing import FlaskClient

from searcher import Settings
from tests.webui.conftest import Seen, publish
from tests.webui.news import FLOODS
from webui import create_app
from webui.keeping.kept import Kept

PAGES = ("/", "/tim?q=lũ", "/tim?q=lu&page=2", "/tin/lu-01", "/tin/lu-01?q=nuoc", "/su-kien/lu-01")

NEVER_READ = "Thời gian: 07:30 - 01/10/2024"


@pytest.fixture
def own(tmp_path: Path) -> Settings:
    """Make settings of an index that a test may change, with counts."""
    counters = f"sqlite:///{tmp_path}/counts.sqlite3"
    settings = Settings(home=tmp_path / "indexes", workers=1, counters=counters)
    publish(settings, tmp_path, *FLOODS)
    return settings


@pytest.fixture
def app(own: Settings) -> Flask:
    """Make a site that keeps pages."""
    return create_app(own)


def written(app: Flask) -> list[str]:
    """Return the names of the pages that templates write from now on."""
    names: list[str] = []

    def note(_app: Flask, template: object, **_: object) -> None:
        names.append(str(getattr(template, "name", "")))

    template_rendered.connect(note, app, weak=False)
    return names


def opened(client: FlaskClient, path: str, reader: int = 1) -> bytes:
    agent = f"Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.{reader}"
    answer = client.get(path, headers={"User-Agent": agent, "Accept-Language": "vi"})
    assert answer.status_code == 200
    return answer.data


def without_reads(page: bytes) -> str:
    """Return a page without the number that rises with each reader."""
    return re.sub(r"(<span>Lượt đọc: \d+</span>)?\n", "", page.decode())


@pytest.mark.parametrize("path", PAGES)
def test_a_page_that_is_asked_again_is_not_written_again(app: Flask, path: str) -> None:
    client, names = app.test_client(), written(app)
    first = opened(client, path)
    assert len(names) == 1
    assert without_reads(opened(client, path)) == without_reads(first)
    assert len(names) == 1
    assert b"<!--live" not in first


def test_the_turn_of_a_minute_gives_another_tag_but_the_same_page(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webui.keeping.unchanged._MINUTE", 1e-6)
    client, names = app.test_client(), written(app)
    tags = [client.get("/tim?q=lũ").headers["ETag"] for _ in range(3)]
    assert len(set(tags)) == 3
    assert len(names) == 1


def test_readers_of_another_language_have_their_own(app: Flask) -> None:
    vietnamese, english = app.test_client(), app.test_client()
    english.get("/?lang=en")
    assert "Kết quả cho" in opened(vietnamese, "/tim?q=lũ").decode()
    assert "Results for" in opened(english, "/tim?q=lũ").decode()
    assert "Kết quả cho" in opened(vietnamese, "/tim?q=lũ").decode()


def test_visits_and_reads_are_told_as_they_are_now(app: Flask) -> None:
    client = app.test_client()
    told = []
    for reader in (1, 2, 3):
        page = Seen(opened(client, "/tin/lu-01", reader))
        told.append(
            (page.texts("//*[@class='visits']//dd")[0], page.text("//article/p[1]/span[1]"))
        )
        app.extensions["timtin"].counting.flush()
    assert told == [("1", NEVER_READ), ("2", "Lượt đọc: 1"), ("3", "Lượt đọc: 2")]


def test_a_new_edition_ends_what_was_kept(app: Flask, own: Settings, tmp_path: Path) -> None:
    client = app.test_client()
    assert "Mưa lớn dần".encode() not in opened(client, "/tin/lu-01")
    publish(own, tmp_path, {**FLOODS[0], "id": "lu-01", "title": "Mưa lớn dần"})
    assert "Mưa lớn dần".encode() in opened(client, "/tin/lu-01")


def test_no_text_of_an_article_or_a_reader_makes_a_hole(app: Flask) -> None:
    page = opened(app.test_client(), "/tim?q=<!--live:visits-->")
    assert b"&lt;!--live:visits--&gt;" in page


def test_questions_are_counted_where_the_page_is_kept(app: Flask) -> None:
    client = app.test_client()
    for reader in (1, 2, 3):
        opened(client, "/tim?q=lũ", reader)
    counting = app.extensions["timtin"].counting
    counting.flush()
    assert [(one.text, one.asked) for one in counting.counted(1).asked] == [("lũ", 3)]


def test_the_least_recently_asked_pages_go_first() -> None:
    kept = Kept(most=160)
    for tag in "abcdefghijklmnop":
        kept.keep(tag, tag.encode() * 10)
    assert kept.find("a") == b"a" * 10
    kept.keep("q", b"q" * 10)
    assert kept.find("b") is None
    assert kept.find("a") == b"a" * 10


def test_a_page_that_would_throw_out_many_is_not_kept() -> None:
    kept = Kept()
    kept.keep("long", b"x" * (4 << 20))
    assert kept.find("long") is None
