"""Related articles over HTTP: the shapes of the contract, and every draft answered or refused with a sentence."""

import json
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from tests.webui.news import HOSTILE, PORTAL, SISTER, STRANGE_ID

DRAFT = {
    "title": "Khoi Thi dua Van hoa",
    "summary": None,
    "body": "Các đơn vị ký giao ước thi đua tại hội nghị ở Huế.",
}


def refused(answer: TestResponse, status: int, parameter: str | None) -> str:
    """Return the Vietnamese sentence of an answer that is an error as the contract has it."""
    error = answer.get_json()["error"]
    assert answer.status_code == status
    assert set(error) == {"code", "parameter", "vi", "en"}
    assert error["parameter"] == parameter
    assert error["vi"].endswith(".")
    assert error["en"].endswith(".")
    return str(error["vi"])


def test_an_article_has_related_ones_in_the_shape_of_a_search(client: FlaskClient) -> None:
    found = client.get(f"/api/articles/{PORTAL['id']}/related").get_json()
    search = client.get("/api/search?q=giao+uoc").get_json()
    assert set(search) == set(found)
    assert set(search["hits"][0]) == set(found["hits"][0])
    assert found["query"]["typed"] == PORTAL["title"]
    assert found["hits"][0]["id"] == SISTER["id"]
    assert PORTAL["id"] not in {hit["id"] for hit in found["hits"]}


def test_a_draft_has_related_ones_and_is_not_kept(client: FlaskClient) -> None:
    answer = client.post("/api/related", json=DRAFT)
    assert answer.get_json()["hits"][0]["id"] == PORTAL["id"]
    assert answer.get_json()["query"]["typed"] == DRAFT["title"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_limit_and_filters_hold(client: FlaskClient) -> None:
    assert len(client.post("/api/related", json={**DRAFT, "limit": 1}).get_json()["hits"]) == 1
    asked = {**DRAFT, "from": "01/01/2024", "to": "2024-01-31"}
    found = client.post("/api/related", json=asked).get_json()
    assert {hit["id"] for hit in found["hits"]} <= {SISTER["id"]}
    assert found["query"]["from"] == "2024-01-01"
    article = f"/api/articles/{PORTAL['id']}/related"
    assert client.get(f"{article}?to=2024-01-31").get_json()["hits"][0]["id"] == SISTER["id"]
    refused(client.get(f"{article}?limit=0"), 400, "limit")
    refused(client.get(f"{article}?from=31/02/2024"), 400, "from")
    refused(client.post("/api/related", json={**DRAFT, "to": "mai"}), 400, "to")


def test_any_id_can_have_related_articles(client: FlaskClient) -> None:
    answer = client.get(f"/api/articles/{quote(STRANGE_ID, safe='')}/related")
    assert answer.status_code == 200


def test_an_unknown_article_is_404(client: FlaskClient) -> None:
    assert "khong-co" in refused(client.get("/api/articles/khong-co/related"), 404, None)


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        ({}, "chưa có chữ"),
        ({"title": "", "summary": "", "body": "   "}, "chưa có chữ"),
        ({"body": "bão"}, "một từ"),
        ({"title": "12 345", "body": "6.789"}, "chỉ có số"),
        ({"body": "<script>var tin = 'thi đua'</script>"}, "chưa có chữ"),
    ],
)
def test_a_draft_that_says_too_little_is_400(
    client: FlaskClient, draft: dict[str, str], said: str
) -> None:
    assert said in refused(client.post("/api/related", json=draft), 400, "body")


@pytest.mark.parametrize(
    ("sent", "parameter"),
    [
        (b"", "body"),
        (b"{", "body"),
        (b"[]", "body"),
        (b'"thi \xc4\x91ua"', "body"),
        (b"[" * 100_000, "body"),
        (b"\xff\xfe{", "body"),
        (b'{"title": 5}', "title"),
        (b'{"title": "a", "body": ["b"]}', "body"),
    ],
)
def test_what_is_no_draft_is_400(client: FlaskClient, sent: bytes, parameter: str) -> None:
    refused(client.post("/api/related", data=sent), 400, parameter)


def test_a_draft_of_200_kb_is_413(client: FlaskClient) -> None:
    assert "kB" in refused(client.post("/api/related", json={"body": "tin " * 50_000}), 413, "body")
    refused(client.post("/api/related", data=b"x" * 1_500_000), 413, None)


def test_an_english_draft_is_told_so(client: FlaskClient) -> None:
    text = "The conference of the culture ministry was held in Huế with speeches and a signing ceremony"
    found = client.post("/api/related", json={"title": "Signing in Huế", "body": text}).get_json()
    (note,) = found["notes"]
    assert note["code"] == "foreign"
    assert "tiếng Việt" in note["vi"]


def test_markup_is_neither_shown_nor_compared(client: FlaskClient) -> None:
    draft = {"title": f"<b>Thi đua</b> {HOSTILE}", "body": f"<p>Giao ước ở Huế</p>{HOSTILE}"}
    answer = client.post("/api/related", json=draft)
    assert answer.mimetype == "application/json"
    assert "<" not in answer.get_json()["query"]["typed"]
    assert "alert" not in answer.get_json()["query"]["understood"]


def test_other_methods_are_refused(client: FlaskClient) -> None:
    assert client.get("/api/related").status_code == 405


def test_without_an_index_the_answer_is_503(empty_client: FlaskClient) -> None:
    assert empty_client.post("/api/related", json=DRAFT).status_code == 503


TEXT = st.text(max_size=60) | st.sampled_from([HOSTILE, "thi đua Huế", "\ud800", "&#0;", "<p>"])


@settings(max_examples=60, deadline=None)
@given(st.fixed_dictionaries({}, optional={"title": TEXT, "summary": TEXT, "body": TEXT}))
def test_every_draft_is_answered_or_refused(
    shared_client: FlaskClient, draft: dict[str, str]
) -> None:
    answer = shared_client.post("/api/related", data=json.dumps(draft))
    assert answer.status_code in {200, 400}
    assert {"hits", "error"} & set(answer.get_json())
