"""Lists of articles: a day, a category, a source, an author, a tag, page by page."""

import json

import pytest

from searcher import Archive, Browse, Filters, Order, ParameterError, Settings, Sort, reindex

NEWS = [
    {"id": "a", "title": "Một", "published": "2024-03-04T08:00:00+07:00", "category": "Văn hóa", "tags": ["Huế"]},
    {"id": "b", "title": "Một", "published": "2024-03-04T09:00:00+07:00", "category": "Văn hoá", "author": "Hà Anh"},
    {"id": "c", "title": "Ba", "published": "2024-03-05T00:00:00+07:00", "source": "Báo A", "tags": ["huế", "lũ"]},
    {"id": "d", "title": "Bốn", "published": None, "source": "Báo A", "tags": ["HUẾ"]},
]  # fmt: skip


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder = tmp_path_factory.mktemp("browsing")
    (folder / "news.jsonl").write_text("\n".join(map(json.dumps, NEWS)), encoding="utf-8")
    settings = Settings(home=folder / "indexes", workers=1)
    reindex(Order(places=(str(folder / "news.jsonl"),)), settings)
    return Archive(settings)


def listed(archive: Archive, **asked: object) -> list[str]:
    return [article.id for article in archive.browse(Browse(**asked)).articles]  # type: ignore[arg-type]


def test_everything_is_listed_newest_first_and_undated_articles_last(archive: Archive) -> None:
    assert listed(archive) == ["c", "b", "a", "d"]
    assert listed(archive, sort=Sort.OLDEST) == ["a", "b", "c", "d"]


def test_names_are_compared_without_marks_and_case(archive: Archive) -> None:
    assert listed(archive, filters=Filters(category="van hoa")) == ["b", "a"]
    assert listed(archive, filters=Filters(author="HÀ ANH")) == ["b"]
    assert listed(archive, filters=Filters(source="báo a")) == ["c", "d"]
    assert listed(archive, tag="huế") == ["c", "a", "d"]


def test_near_copies_stay_apart_and_pages_have_neither_gaps_nor_overlaps(archive: Archive) -> None:
    pages = [listed(archive, page=page, per_page=1) for page in range(1, 6)]
    assert pages == [["c"], ["b"], ["a"], ["d"], []]
    assert archive.browse(Browse(per_page=1)).total == 4


def test_ids_and_days_are_those_of_the_list(archive: Archive) -> None:
    assert list(archive.listed_ids(Browse(tag="huế", sort=Sort.OLDEST), 2)) == ["a", "c"]
    days = {
        day.value: day.count for day in archive.days(Browse(filters=Filters(category="van hoa")))
    }
    assert days == {"2024-03-04": 2}


def test_a_page_too_deep_is_refused(archive: Archive) -> None:
    with pytest.raises(ParameterError) as refused:
        archive.browse(Browse(page=1000, per_page=100))
    assert refused.value.parameter == "page"
