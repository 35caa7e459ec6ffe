"""What an answer says beside its hits: suggestions, copies, parts that are missing."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from searcher import Archive, Results, Settings, Suggestion, Tier
from tests.webui.conftest import Seen
from webui import create_app


class _Retold(Archive):
    """The real archive, its answers changed as a larger one would give them."""

    def __init__(self, settings: Settings, change: Callable[[Results], Results]) -> None:
        super().__init__(settings)
        self._change = change

    def search(self, typed: str, **options: Any) -> Results:
        return self._change(super().search(typed, **options))


def _page(settings: Settings, change: Callable[[Results], Results]) -> Seen:
    client = create_app(settings, _Retold(settings, change)).test_client()
    return Seen(client.get("/tim?q=nuoc+lu&sort=newest&page=2").data)


def test_a_suggestion_is_one_click_and_keeps_the_order(settings: Settings) -> None:
    suggestion = Suggestion(text="nước <lũ>", kind="restore")
    page = _page(settings, lambda found: replace(found, suggestion=suggestion))
    link = page.links()["nước <lũ>"]
    assert link == "/tim?q=n%C6%B0%E1%BB%9Bc+%3Cl%C5%A9%3E&sort=newest"


def test_copies_are_counted_beside_their_hit(settings: Settings) -> None:
    page = _page(
        settings,
        lambda found: replace(found, hits=tuple(replace(hit, copies=1234) for hit in found.hits)),
    )
    assert "1.234 bài gần giống" in page.texts("//ol/li//*[@class='copies']")


def test_hits_of_a_long_query_keep_their_order(settings: Settings) -> None:
    def change(found: Results) -> Results:
        tiers = (Tier.MOST, Tier.EXACT, Tier.MOST)
        hits = tuple(replace(hit, tier=tier) for hit, tier in zip(found.hits, tiers, strict=False))
        return replace(found, query=replace(found.query, mixed=True), hits=hits, complete=1)

    page = _page(settings, change)
    numbers = [int(title.split()[-1]) for title in page.texts("//ol/li//h2")]
    assert numbers == sorted(numbers, reverse=True)
    assert len(page.all("//ol")) == 1
    assert "1 bài có đủ các từ đã gõ, các bài khác" in page.text("//p[@role='status']")


def test_a_partial_answer_says_so(settings: Settings) -> None:
    page = _page(settings, lambda found: replace(found, partial=True))
    assert "kết quả có thể còn thiếu" in page.text("//p[contains(@class, 'warning')]")


@pytest.mark.parametrize(
    ("begins", "ends", "shown"),
    [
        (False, False, "… dân …"),
        (True, False, "dân …"),
        (False, True, "… dân"),
        (True, True, "dân"),
    ],
)
def test_a_passage_shows_where_its_text_goes_on(
    settings: Settings, begins: bool, ends: bool, shown: str
) -> None:
    cut: dict[str, Any] = {"snippet_begins": begins, "snippet_ends": ends, "snippet_marks": ()}

    def change(found: Results) -> Results:
        return replace(found, hits=tuple(replace(hit, snippet="dân", **cut) for hit in found.hits))

    assert _page(settings, change).texts("//p[@class='snippet']")[0] == shown
