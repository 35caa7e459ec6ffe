"""Whatever is asked: the right status, a sentence that helps, never a traceback."""

from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from searcher import Settings
from tests.webui.conftest import Seen, Visitor
from webui import create_app

BAD = [
    ("q=%20%20%20", "q"),
    ("q=" + "x" * 10_000, "q"),
    ("q=%F0%9F%98%80", "q"),
    ("q=%00", "q"),
    ("q=hue&from=2024-02-30", "from"),
    ("q=hue&to=khi+n%C3%A0o", "to"),
    ("q=hue&from=2024-03-05&to=2024-03-04", "from"),
    ("q=hue&page=0", "page"),
    ("q=hue&page=-1", "page"),
    ("q=hue&page=abc", "page"),
    ("q=hue&page=1000000000", "page"),
    ("q=hue&page=900", "page"),
    ("q=hue&per_page=0", "per_page"),
    ("q=hue&per_page=101", "per_page"),
    ("q=hue&sort=best", "sort"),
    ("q=hue&source=" + "x" * 1_000, "source"),
]


@pytest.mark.parametrize(("asked", "parameter"), BAD)
def test_a_bad_parameter_is_a_helpful_400(visitor: Visitor, asked: str, parameter: str) -> None:
    page = visitor.open(f"/tim?{asked}", status=400)
    assert page.text("//p[@id='wrong']").endswith(".")
    assert page.all("//form[@role='search']")
    again = [link for text, link in page.links().items() if text.startswith("Tìm lại, bỏ")]
    visitor.open(again[0])


@pytest.mark.parametrize(("asked", "parameter"), BAD)
def test_the_interface_names_the_bad_parameter(
    client: FlaskClient, asked: str, parameter: str
) -> None:
    answer = client.get(f"/api/search?{asked}")
    assert answer.status_code == 400
    error = answer.get_json()["error"]
    assert set(error) == {"code", "parameter", "vi", "en"}
    assert (error["code"], error["parameter"]) == ("parameter", parameter)
    assert error["vi"] != error["en"]


def test_form_keeps_the_good_values_beside_a_bad_one(visitor: Visitor) -> None:
    page = visitor.open("/tim?q=hu%E1%BA%BF&from=2024-02-30&to=2024-03-01&source=A", status=400)
    values = {
        one.get("name"): one.get("value") for one in page.all("//form[@class='full-search']//input")
    }
    assert values == {"q": "huế", "from": "", "to": "2024-03-01", "source": "A"}
    assert page.all("//input[@name='from']")[0].get("aria-invalid") == "true"


@pytest.mark.parametrize("address", ["/nope", "/tin/", "/tim/", "/static/nope.css", "/%FF"])
def test_unknown_addresses_are_404(visitor: Visitor, address: str) -> None:
    assert visitor.open(address, status=404).text("//h1")


@pytest.mark.parametrize("address", ["/tim?q=%FF", "/tim?%FF=%FF", "/tim?q=hue&q=x", "/tim?q"])
def test_odd_addresses_are_pages(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code in (200, 400)
    Seen(answer.data)


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
@pytest.mark.parametrize("address", ["/", "/tim", "/tin/lu-01", "/api/search", "/healthz"])
def test_wrong_methods_are_405_and_say_which_are_right(
    client: FlaskClient, method: str, address: str
) -> None:
    answer = getattr(client, method)(address)
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize("address", ["/", "/tim?q=hue", "/tin/lu-01", "/api/search?q=hue"])
def test_head_answers_like_get_without_a_body(client: FlaskClient, address: str) -> None:
    answer = client.head(address)
    assert answer.status_code == 200
    assert answer.data == b""


def test_without_an_index_pages_say_what_to_do(empty_client: FlaskClient) -> None:
    for address in ("/", "/tim?q=hue", "/tin/1"):
        answer = empty_client.get(address)
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0
        assert "reindex.py" in Seen(answer.data).text()


def test_without_an_index_the_interface_says_so(empty_client: FlaskClient) -> None:
    for address in ("/api/search?q=hue", "/api/articles/1", "/readyz"):
        answer = empty_client.get(address)
        assert answer.status_code == 503
        assert answer.headers["Retry-After"]
        assert answer.get_json()["error"]["code"] == "index-missing"


def test_without_an_index_unknown_addresses_are_404_still(empty_client: FlaskClient) -> None:
    assert empty_client.get("/nope").status_code == 404
    assert empty_client.get("/healthz").get_json() == {"status": "ok"}


def test_an_unexpected_error_is_a_page_without_its_traceback(settings: Settings) -> None:
    app: Flask = create_app(settings)

    @app.get("/fails")
    def fails() -> str:
        raise RuntimeError("secret")

    answer = app.test_client().get("/fails")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "thử lại" in Seen(answer.data).text()


@given(st.text(max_size=60), st.text(max_size=12))
def test_no_text_breaks_the_results_page(
    shared_client: FlaskClient, typed: str, other: str
) -> None:
    address = "/tim?" + "&".join(
        f"{name}={quote(text.encode('utf-8', 'replace'))}"
        for name, text in (("q", typed), ("source", other), ("author", other))
    )
    answer = shared_client.get(address)
    assert answer.status_code in (200, 400)
    Seen(answer.data)
