"""The JSON interface: the shapes of the contract."""

from urllib.parse import quote

from flask.testing import FlaskClient

from tests.webui.news import ARTICLES, PORTAL, STRANGE_ID


def test_search_answers_in_the_shape_of_the_contract(client: FlaskClient) -> None:
    answer = client.get("/api/search?q=giao+uoc&from=04/03/2024&to=2024-03-04")
    found = answer.get_json()
    assert answer.mimetype == "application/json"
    assert {"query", "total", "partial", "took_ms", "hits", "facets", "suggestion"} <= set(found)
    assert found["query"]["from"] == found["query"]["to"] == "2024-03-04"
    (hit,) = found["hits"]
    assert hit["id"] == PORTAL["id"]
    assert hit["published"] == "2024-03-04T16:16:00+07:00"
    assert [hit["title"][a:b] for a, b in hit["marks"]["title"]] == ["giao ước"]
    assert found["facets"]["category"] == [{"value": "Văn hóa", "count": 1}]
    assert found["facets"]["month"] == [{"value": "2024-03", "count": 1}]


def test_json_is_utf8_and_not_escaped(client: FlaskClient) -> None:
    assert "Khối Thi đua".encode() in client.get("/api/search?q=giao+uoc").data


def test_pages_of_the_interface_follow_one_another(client: FlaskClient) -> None:
    first, second = (
        client.get(f"/api/search?q=nuoc+lu&per_page=20&page={page}").get_json()["hits"]
        for page in (1, 2)
    )
    ids = [hit["id"] for hit in first + second]
    assert (len(first), len(second)) == (20, 5)
    assert len(set(ids)) == 25


def test_nothing_asked_gives_every_article(client: FlaskClient) -> None:
    assert client.get("/api/search").get_json()["total"] == len(ARTICLES)


def test_article_comes_whole(client: FlaskClient) -> None:
    article = client.get("/api/articles/thi-dua-2024").get_json()
    assert {key: article[key] for key in PORTAL} == PORTAL


def test_any_id_can_be_asked_for(client: FlaskClient) -> None:
    answer = client.get(f"/api/articles/{quote(STRANGE_ID, safe='')}")
    assert answer.get_json()["id"] == STRANGE_ID


def test_unknown_article_is_404_in_both_languages(client: FlaskClient) -> None:
    answer = client.get("/api/articles/khong-co")
    assert answer.status_code == 404
    error = answer.get_json()["error"]
    assert error["code"] == "article-not-found"
    assert "khong-co" in error["vi"]
    assert "khong-co" in error["en"]


def test_unknown_address_of_the_interface_is_json(client: FlaskClient) -> None:
    answer = client.get("/api/nope")
    assert answer.status_code == 404
    assert answer.get_json()["error"]["code"] == "not-found"


def test_health_says_alive_and_which_generation_is_ready(client: FlaskClient) -> None:
    assert client.get("/healthz").get_json() == {"status": "ok"}
    ready = client.get("/readyz").get_json()
    assert ready["status"] == "ready"
    assert ready["generation"]
    assert ready["articles"] == len(ARTICLES)
