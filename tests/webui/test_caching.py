"""What may be kept, by whom and for how long."""

import pytest
from flask.testing import FlaskClient

from webui.keeping import caching


@pytest.mark.parametrize(
    "address", ["/api/search?q=hue", "/api/suggest?q=le", "/api/days?month=2024-03", "/sitemap.xml", "/openapi.json"]
)  # fmt: skip
def test_what_programs_ask_may_be_shared_for_some_seconds(
    client: FlaskClient, address: str
) -> None:
    said = client.get(address).headers["Cache-Control"]
    assert said == caching.SHARED or "max-age" in said


@pytest.mark.parametrize("address", ["/", "/tim?q=hue", "/thong-ke", "/nhom"])
def test_pages_are_asked_for_each_time_because_they_are_counted(
    client: FlaskClient, address: str
) -> None:
    assert client.get(address).headers["Cache-Control"] == caching.ASKED


@pytest.mark.parametrize("address", ["/healthz", "/api/search?page=0", "/khong-co", "/?lang=en"])
def test_health_errors_and_answers_with_cookies_are_never_kept(
    client: FlaskClient, address: str
) -> None:
    assert client.get(address).headers["Cache-Control"] == caching.NEVER


def test_files_with_a_version_are_kept_for_good(client: FlaskClient) -> None:
    page = client.get("/").text
    address = next(piece.split('"')[0] for piece in page.split('href="') if ".css" in piece.split('"')[0])  # fmt: skip
    with client.get(address) as answer:
        assert "immutable" in answer.headers["Cache-Control"]
