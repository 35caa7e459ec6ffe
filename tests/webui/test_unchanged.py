"""What has not changed is not sent again; what has changed always is."""

from dataclasses import replace
from pathlib import Path

import brotli
import pytest
from flask.testing import FlaskClient

from searcher import Settings
from tests.webui.conftest import publish
from tests.webui.news import ARTICLES
from webui import create_app

PAGES = ("/tim?q=hue", f"/tin/{ARTICLES[0]['id']}", "/nhom", "/api/search?q=hue", "/api/suggest?q=hu", "/sitemap.xml")  # fmt: skip


def again(client: FlaskClient, path: str, tag: str) -> int:
    return client.get(path, headers={"If-None-Match": tag}).status_code


@pytest.mark.parametrize("path", PAGES)
def test_who_has_a_page_gets_304(client: FlaskClient, path: str) -> None:
    # A page of the last second of a minute is another one in the next.
    found = [again(client, path, client.get(path).headers["ETag"]) for _ in range(3)]
    assert 304 in found


def test_another_question_another_language_and_another_site_have_other_tags(
    client: FlaskClient, settings: Settings
) -> None:
    other = create_app(settings).test_client()
    tags = [
        client.get("/api/search?q=hue").headers["ETag"],
        client.get("/api/search?q=le").headers["ETag"],
        client.get("/api/search?q=hue", headers={"Host": "127.0.0.1"}).headers["ETag"],
        other.get("/api/search?q=hue").headers["ETag"],
    ]
    client.set_cookie("timtin-lang", "en")
    tags.append(client.get("/api/search?q=hue").headers["ETag"])
    assert len(set(tags)) == len(tags)


@pytest.mark.parametrize("path", ["/thong-ke", "/ban-thao", "/healthz", "/khong-co", "/api/search?page=0", "/?lang=en"])  # fmt: skip
def test_what_is_new_each_time_or_wrong_has_no_tag(client: FlaskClient, path: str) -> None:
    assert "ETag" not in client.get(path).headers


def test_a_publish_changes_every_tag(tmp_path: Path, settings: Settings) -> None:
    own = replace(settings, home=tmp_path / "indexes", counters="off", engine="memory")
    article = {"id": "a1", "title": "Huế mùa lễ hội", "body": "Lễ hội ở Huế. " * 9}
    publish(own, tmp_path, article)
    client = create_app(own).test_client()
    tag = client.get("/api/search?q=le+hoi").headers["ETag"]
    assert again(client, "/api/search?q=le+hoi", tag) == 304
    publish(own, tmp_path, {**article, "id": "a2", "title": "Lễ hội mới"})
    assert again(client, "/api/search?q=le+hoi", tag) == 200
    assert client.get("/api/search?q=le+hoi&copies=1").json["total"] == 2  # type: ignore[index]


def test_an_answer_kept_in_memory_is_the_answer_again(client: FlaskClient) -> None:
    first, second = (client.get("/api/search?q=hue").json for _ in range(2))
    assert first is not None
    assert second is not None
    assert {**first, "took_ms": 0} == {**second, "took_ms": 0}
    assert second["took_ms"] >= 0


@pytest.mark.parametrize(
    ("taken", "coding"),
    [("br", "br"), ("gzip, br", "br"), ("gzip", "gzip"), ("gzip;q=1, br;q=0.5", "gzip"), ("br;q=0", None),
     ("identity", None), ("*", "gzip"), ("", None)],
)  # fmt: skip
def test_pages_and_files_are_packed_as_the_reader_takes_them(
    client: FlaskClient, taken: str, coding: str | None
) -> None:
    for path in ("/tim?q=hue", "/static/site.css"):
        with client.get(path, headers={"Accept-Encoding": taken}) as answer:
            assert answer.headers.get("Content-Encoding") == coding
            assert "Accept-Encoding" in answer.headers["Vary"]


def test_brotli_says_the_same(client: FlaskClient) -> None:
    with client.get("/static/site.css") as plain:
        whole = plain.data
    with client.get("/static/site.css", headers={"Accept-Encoding": "br"}) as packed:
        assert brotli.decompress(packed.data) == whole


def test_a_file_under_the_digest_of_another_version_is_there_but_not_for_good(
    client: FlaskClient,
) -> None:
    with client.get("/static/site.0123456789ab.css") as old:
        assert old.status_code == 200
        assert "immutable" not in old.headers["Cache-Control"]
    with client.get("/static/nothing.0123456789ab.css") as missing:
        assert missing.status_code == 404
