"""The bars of an answer over time."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from searcher import Facet
from webui.asking.histogram import HEIGHT, STEP, Bar, histogram
from webui.asking.params import Question

MONTHS = st.dictionaries(
    st.dates(min_value=date(1990, 1, 1), max_value=date(2030, 1, 1)).map(lambda on: f"{on:%Y-%m}"),
    st.integers(1, 10_000),
    max_size=20,
)


def _bars(app: Flask, counts: dict[str, int]) -> list[Bar]:
    facets = [Facet(value=value, count=count) for value, count in sorted(counts.items())]
    with app.test_request_context("/tim?q=lu"):
        return histogram(Question(typed="lu"), facets)


def test_months_without_articles_are_gaps(app: Flask) -> None:
    bars = _bars(app, {"2024-01": 4, "2024-03": 2})
    assert [bar.label for bar in bars] == [
        "Tháng 1/2024: 4 bài",
        "Tháng 2/2024: 0 bài",
        "Tháng 3/2024: 2 bài",
    ]
    assert [bar.height for bar in bars] == [HEIGHT, 0, HEIGHT / 2]
    assert bars[1].address == "/tim?q=lu&from=2024-02-01&to=2024-02-29"


def test_a_long_time_is_told_by_years(app: Flask) -> None:
    bars = _bars(app, {"2006-11": 1, "2006-12": 2, "2025-01": 1})
    assert len(bars) == 20
    assert bars[0].label == "2006: 3 bài"
    assert bars[0].address == "/tim?q=lu&from=2006-01-01&to=2006-12-31"


@pytest.mark.parametrize("counts", [{}, {"2024-03": 7}])
def test_one_month_is_no_picture(app: Flask, counts: dict[str, int]) -> None:
    assert _bars(app, counts) == []


def test_no_article_is_lost_in_the_picture(shared_client: FlaskClient) -> None:
    app = shared_client.application

    @given(MONTHS)
    def law(counts: dict[str, int]) -> None:
        bars = _bars(app, counts)
        told = [int(bar.label.split(": ")[1].split()[0].replace(".", "")) for bar in bars]
        assert not bars or sum(told) == sum(counts.values())
        assert [bar.x for bar in bars] == list(range(0, STEP * len(bars), STEP))
        assert all(0 <= bar.y <= HEIGHT for bar in bars)

    law()
