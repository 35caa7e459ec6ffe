"""Near-copies behind their hit and why a hit is one: on the page and in the interface."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from searcher import Order, Settings, reindex
from tests.webui.conftest import Visitor
from tests.webui.news import HOSTILE
from webui import create_app
from webui.asking import notes

BODY = (
    "Sáng nay nước trên sông Bồ dâng nhanh, tràn qua đoạn đê đang sửa. Hơn hai trăm hộ dân ở vùng trũng "
    "được đưa lên trường học. Lực lượng tại chỗ chở gạo, mì và nước sạch bằng thuyền máy. Bà con cho biết "
    "chưa năm nào lũ về sớm như vậy, lúa chưa kịp gặt. Dự báo mưa còn kéo dài đến hết tuần."
)
NEWS: list[dict[str, Any]] = [
    {"id": "goc", "title": "Lũ sông Bồ tràn đê", "body": BODY, "source": "Báo Gốc", "published": "2024-10-02T08:00:00+07:00"},
    {"id": "chép/1 &", "title": f"Bà con chạy lũ {HOSTILE}", "body": f"{BODY} Ảnh: bạn đọc.", "source": "Báo Chép", "published": "2024-10-03T08:00:00+07:00"},
    {"id": "chep2", "title": "Nước lũ lên nhanh", "body": BODY, "source": "Báo Chép", "published": "2024-10-01T08:00:00+07:00"},
    {"id": "khac", "title": "Đường ven đê", "body": "Xe cộ đi lại bình thường, không còn lũ.", "source": "Báo Khác"},
    {"id": "bay", "title": f"Bẫy lũ {HOSTILE}", "body": f"Nước đường {HOSTILE}"},
]  # fmt: skip


@pytest.fixture(scope="module")
def flooded(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("copies")
    (folder / "news.jsonl").write_text("\n".join(map(json.dumps, NEWS)), encoding="utf-8")
    made = Settings(home=folder / "indexes", workers=1)
    assert reindex(Order(places=(str(folder / "news.jsonl"),)), made).articles == len(NEWS)
    return made


@pytest.fixture
def client(flooded: Settings) -> Iterator[FlaskClient]:
    with create_app(flooded).test_client() as client:
        yield client


def ask(client: FlaskClient, address: str) -> dict[str, Any]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()
    return found


def test_copies_are_behind_a_link_that_lists_them(visitor: Visitor) -> None:
    page = visitor.open("/tim?q=s%C3%B4ng+B%E1%BB%93+tr%C3%A0n+%C4%91%C3%AA")
    assert len(page.texts("//ol/li//h2")) == 1
    copies = visitor.open(page.links("//ol/li//a")["2 bài gần giống"])
    assert copies.text("//h1") == "Các bài gần giống nhau"
    assert len(copies.texts("//ol/li//h2")) == 3
    assert copies.all("//aside") == []
    back = copies.links("//main//a")["← Trở lại kết quả"]
    assert len(visitor.open(back).texts("//ol/li//h2")) == 1


def test_one_click_shows_copies_apart_and_one_puts_them_together(visitor: Visitor) -> None:
    page = visitor.open("/tim?q=l%C5%A9")
    apart = visitor.open(page.links()["Hiện riêng từng bài"])
    assert len(apart.texts("//ol/li//h2")) == len(NEWS)
    together = visitor.open(apart.links()["Gộp các bài gần giống nhau"])
    assert len(together.texts("//ol/li//h2")) == len(NEWS) - 2


def test_the_interface_counts_names_lists_and_parts_copies(client: FlaskClient) -> None:
    found = ask(client, "/api/search?q=l%C5%A9&sort=newest")
    leader = found["hits"][0]
    assert (leader["id"], leader["copies"]) == ("chép/1 &", 2)
    assert leader["copy_ids"] == ["goc", "chep2"]
    assert (found["total"], found["collapsed"], len(found["hits"])) == (5, 2, 3)
    apart = ask(client, "/api/search?q=l%C5%A9&copies=1")
    assert (apart["collapsed"], len(apart["hits"])) == (0, 5)
    group = ask(client, "/api/search?q=l%C5%A9&copies_of=chep2")
    assert {hit["id"] for hit in group["hits"]} == {"goc", "chép/1 &", "chep2"}
    assert group["total"] == 3


@pytest.mark.parametrize("id_", ["khong-co", "%00", "%27%22%3E%3Cscript%3E"])
def test_copies_of_nothing_are_none(visitor: Visitor, id_: str) -> None:
    page = visitor.open(f"/tim?q=l%C5%A9&copies_of={id_}")
    assert page.text("//p[@role='status']") == "Không tìm thấy bài nào."


def test_page_numbers_end_where_the_hits_end(visitor: Visitor) -> None:
    page = visitor.open("/tim?q=l%C5%A9&per_page=1")
    numbers = page.texts("//nav[@class='paging']//a")
    assert numbers[-2:] == ["Trang 3", "Sau →"]
    last = visitor.open("/tim?q=l%C5%A9&per_page=1&page=3")
    assert len(last.texts("//ol/li//h2")) == 1
    assert visitor.client.get("/tim?q=l%C5%A9&per_page=1&page=4").status_code == 400


def test_why_is_said_only_to_those_who_ask(client: FlaskClient) -> None:
    assert "explain" not in ask(client, "/api/search?q=l%C5%A9")["hits"][0]


@pytest.mark.parametrize(
    "typed", ["lũ sông bồ", "lu song bo", '"sông bồ" tràn', "tiêu-đề:lũ", "lu*", "lũ -đường", "nước lũ OR đường"]
)  # fmt: skip
def test_the_parts_of_a_score_add_up(client: FlaskClient, typed: str) -> None:
    found = ask(client, f"/api/search?q={typed}&explain=1&copies=1")
    assert found["hits"]
    for hit in found["hits"]:
        why = hit["explain"]
        assert sum(part["points"] for part in why["parts"]) == pytest.approx(why["first"])
        assert sum(why["shares"].values()) == pytest.approx(why["look"])
        behind_the_point = (1 + why["look"] / (1 + why["look"])) / 2
        assert hit["score"] % 1 == pytest.approx(behind_the_point, abs=1e-6)


def test_a_hit_without_a_second_look_has_the_first_score_only(client: FlaskClient) -> None:
    for hit in ask(client, "/api/search?q=l%C5%A9&sort=newest&explain=1")["hits"]:
        why = hit["explain"]
        assert (why["shares"], why["look"]) == ({}, None)
        assert hit["score"] % 1 == pytest.approx(why["first"] / (1 + why["first"]), abs=1e-6)


def test_a_page_explains_nothing_until_it_is_asked_and_then_the_one_hit(visitor: Visitor) -> None:
    page = visitor.open("/tim?q=du%E1%BB%9Dng+l%C5%A9")
    assert not page.all("//ol/li//details")
    doubts = page.all("//p[@class='why']/a")
    assert len(doubts) == len(page.all("//ol/li"))
    asked = visitor.open(str(doubts[1].get("href")).partition("#")[0])
    (fold,) = asked.all("//ol/li//details")
    assert (fold.get("id"), fold.get("open")) == ("vi-sao", "")
    assert fold is asked.all("//ol/li[2]//details")[0]


def test_every_hit_says_why_in_a_fold_out(visitor: Visitor) -> None:
    page = visitor.open("/tim?q=du%E1%BB%9Dng+l%C5%A9&explain=1")
    folds = page.texts("//ol/li//details")
    assert len(folds) == len(page.all("//ol/li"))
    assert folds[0].startswith("Vì sao? Bài có đủ các từ")
    reasons = page.texts("//ol/li[1]//details/ul[1]/li/span[1]")
    assert any(reason.startswith("lũ – đúng như đã gõ (") for reason in reasons)
    assert reasons[-1] == "Điểm của các từ"
    sums = [float(text.replace(",", ".")) for text in page.texts("//ol/li[1]//details/ul[1]/li/span[@class='sum']")]  # fmt: skip
    assert sum(sums[:-1]) == pytest.approx(sums[-1], abs=0.02)


def test_everything_the_second_look_sees_has_a_name_for_readers(client: FlaskClient) -> None:
    (first, *_) = ask(client, "/api/search?q=l%C5%A9+s%C3%B4ng&explain=1")["hits"]
    assert set(first["explain"]["shares"]) <= set(notes._SHARES)


def test_a_missing_word_is_named(visitor: Visitor) -> None:
    page = visitor.open(
        "/tim?q=n%C6%B0%E1%BB%9Bc+s%C3%B4ng+B%E1%BB%93+g%E1%BA%A1o+m%C3%ACn&explain=1"
    )
    assert "mìn – không có trong bài" in " ".join(page.texts("//ol/li//details"))


def test_why_is_said_in_english_too(visitor: Visitor) -> None:
    page = visitor.open("/tim?q=lu+song&lang=en&explain=1")
    assert page.texts("//ol/li[1]//details")[0].startswith("Why? It has every word")


def test_hostile_words_stay_text(visitor: Visitor) -> None:
    page = visitor.open("/tim?q=l%C5%A9+%3Cscript%3Ealert(1)%3C/script%3E&explain=1")
    assert "alert" in " ".join(page.texts("//ol/li//details"))
    assert page.all("//ol//script | //ol//img") == []


def test_nothing_typed_has_nothing_to_explain(visitor: Visitor) -> None:
    assert visitor.open("/tim?q=").all("//ol/li//details") == []
