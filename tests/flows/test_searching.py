"""Searching the samples: from the typed string to hits, marks and facets."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import chain
from pathlib import Path

import pytest

from searcher import (
    Archive,
    ArticleNotFound,
    IndexMissing,
    Order,
    ParameterError,
    Report,
    Results,
    Settings,
    SettingsError,
    Sort,
    Tier,
    answer,
    parse_filters,
    reindex,
)
from searcher.vietnamese.abbreviations import load_abbreviations

ROOT = Path(__file__).resolve().parent.parent.parent
EVENTS = {
    "lễ hội áo dài trên sông Hương": {"songhuong-0001", "dothi-0001", "mientrung-0001"},
    "khánh thành cầu Hạc Giang": {"portal-0001", "mientrung-0002", "dothi-0002"},
    "sốt xuất huyết Khánh Hòa": {"portal-0113", "songhuong-0114", "dothi-0115"},
    "thuyền cổ Trà Bồng": {"mientrung-0110", "dothi-0111", "songhuong-0112"},
}


@pytest.fixture(scope="module")
def archive(samples: Settings) -> Archive:
    return Archive(samples)


def ids(results: Results) -> list[str]:
    return [hit.article.id for hit in results.hits]


@pytest.mark.parametrize("query", EVENTS)
def test_an_event_is_found_with_and_without_diacritics(archive: Archive, query: str) -> None:
    from unidecode import unidecode

    assert set(ids(archive.search(query))[:3]) == EVENTS[query]
    assert set(ids(archive.search(unidecode(query)))[:4]) >= EVENTS[query]


def test_the_samples_are_as_their_readme_says(archive: Archive) -> None:
    found = archive.statistics()
    assert (found.articles, found.undated) == (132, 10)
    facets = archive.search("").facets
    assert len(facets.category) == 10
    assert len(facets.source) == 4
    assert len(facets.month) == 18


def test_marks_lie_on_the_words_also_where_the_query_had_none(archive: Archive) -> None:
    hit = archive.search("le hoi ao dai").hits[0]
    marked = {hit.snippet[start:end].lower() for start, end in hit.snippet_marks}
    assert "lễ hội áo dài" in marked


def test_pages_follow_each_other_without_gap_or_overlap(archive: Archive) -> None:
    whole = ids(archive.search("", per_page=50))
    pages = [ids(archive.search("", page=page, per_page=10)) for page in range(1, 6)]
    assert list(chain.from_iterable(pages)) == whole


def test_a_page_after_the_last_is_refused(archive: Archive) -> None:
    with pytest.raises(ParameterError, match="results") as raised:
        archive.search("thuyền cổ Trà Bồng", page=90)
    assert raised.value.parameter == "page"


def test_paging_ends_somewhere(archive: Archive) -> None:
    with pytest.raises(ParameterError, match="10000"):
        archive.search("", page=1000, per_page=100)


def test_days_limit_the_hits_and_the_facets(archive: Archive) -> None:
    march = parse_filters(from_="01/03/2024", to="31/03/2024")
    results = archive.search("", filters=march, per_page=100)
    days = [hit.article.published.date() for hit in results.hits if hit.article.published]
    assert len(days) == results.total > 0
    assert date(2024, 3, 1) <= min(days) <= max(days) <= date(2024, 3, 31)
    assert [facet.value for facet in results.facets.month] == ["2024-03"]


def test_newest_first_is_newest_first(archive: Archive) -> None:
    found = [hit.article.published for hit in archive.search("tỉnh", sort=Sort.NEWEST).hits]
    dated = [when for when in found if when]
    assert dated == sorted(dated, reverse=True)


def test_scores_fall_with_the_rank(archive: Archive) -> None:
    scores = [hit.score for hit in archive.search("du lịch biển", per_page=50).hits]
    assert scores == sorted(scores, reverse=True)


def test_articles_with_most_words_come_below_and_are_counted_apart(archive: Archive) -> None:
    results = archive.search("lễ hội áo dài trên sông ở sao Hỏa", per_page=50)
    tiers = [hit.tier for hit in results.hits]
    assert tiers == sorted(tiers, reverse=True)
    assert results.complete == sum(tier is not Tier.MOST for tier in tiers) < results.total


def test_an_answer_has_the_keys_of_the_contract(archive: Archive) -> None:
    record = answer(archive.search("sông Hương", filters=parse_filters(from_="2023-01-01")))
    assert (
        record["query"] | {"typed": "sông Hương", "from": "2023-01-01", "to": None}
        == record["query"]
    )
    assert set(record) >= {"query", "total", "partial", "took_ms", "hits", "facets", "suggestion"}
    assert set(record["hits"][0]) >= {
        "id", "url", "title", "summary", "source", "category", "author", "published", "score", "copies",
        "snippet", "marks",
    }  # fmt: skip
    assert set(record["facets"]) == {"source", "category", "author", "month", "undated"}


def test_a_query_without_marks_is_offered_with_them(archive: Archive) -> None:
    suggestion = archive.search("le hoi ao dai").suggestion
    assert suggestion is not None
    assert (suggestion.text, suggestion.kind) == ("lễ hội áo dài", "restore")
    assert archive.search("lễ hội áo dài").suggestion is None
    assert archive.search("wifi facebook").suggestion is None


def test_a_keyboard_guess_is_used_shown_and_can_be_taken_back(archive: Archive) -> None:
    results = archive.search("leex hooij aos daif")
    assert results.suggestion is not None
    assert (results.suggestion.text, results.suggestion.kind) == ("lễ hội áo dài", "keyboard")
    assert ids(results) == ids(archive.search("lễ hội áo dài"))
    assert archive.search("leex hooij aos daif", verbatim=True).total == 0


def test_diacritics_are_restored_as_the_archive_writes_them(archive: Archive) -> None:
    typed = ["Le hoi ao dai tren song Huong", "", "wifi 123 !", "Lễ hoi ao dai"]
    assert list(archive.restore(typed)) == [
        "Lễ hội áo dài trên sông Hương",
        "",
        "wifi 123 !",
        "Lễ hội áo dài",
    ]


def test_a_deployment_has_abbreviations_of_its_own(samples: Settings, tmp_path: Path) -> None:
    own = tmp_path / "own.tsv"
    header = (ROOT / "searcher/vietnamese/abbreviations.tsv").read_text(encoding="utf-8")
    columns = next(line for line in header.splitlines() if line.startswith("viết tắt"))
    row = ["viết tắt", "LHADZ", "lễ hội áo dài", *[""] * (columns.count("\t") - 2)]
    own.write_text("\t".join(row) + "\n", encoding="utf-8")
    assert Archive(samples).search("LHADZ").total == 0
    assert Archive(replace(samples, abbreviations=own)).search("LHADZ").total >= 3
    own.write_text("nonsense\n", encoding="utf-8")
    load_abbreviations.cache_clear()
    with pytest.raises(SettingsError, match=r"own\.tsv"):
        Archive(replace(samples, abbreviations=own)).search("LHADZ")


def test_a_spoken_month_limits_the_hits(archive: Archive) -> None:
    results = archive.search("lễ hội tháng 3/2024")
    assert {f"{hit.article.published:%Y-%m}" for hit in results.hits} == {"2024-03"}
    assert results.query.spoken == ("tháng 3/2024",)


def test_a_spoken_date_that_finds_nothing_is_taken_as_words(archive: Archive) -> None:
    results = archive.search("lễ hội áo dài năm 2009")
    assert results.total > 0
    assert results.query.spoken == ()


@pytest.mark.parametrize("query", ["   ", "🙂🙂", "\x00", "?!…"])
def test_a_query_without_words_is_one_clear_sentence(archive: Archive, query: str) -> None:
    with pytest.raises(ParameterError, match="word"):
        archive.search(query)


def test_words_that_nobody_wrote_find_nothing(archive: Archive) -> None:
    results = archive.search("xyzzyq")
    assert (results.total, results.hits) == (0, ())


def test_an_unknown_article_is_named(archive: Archive) -> None:
    with pytest.raises(ArticleNotFound, match="khong-co"):
        archive.article("khong-co")


def test_an_index_that_does_not_exist_says_how_to_make_it(settings: Settings) -> None:
    with pytest.raises(IndexMissing, match="reindex"):
        Archive(settings).search("huế")
    assert not settings.home.exists()


def test_readers_never_fail_while_generations_change(
    settings: Settings, run: Callable[..., Report], write: Callable[..., str]
) -> None:
    """Every answer belongs wholly to one generation: its title and its total change together."""
    run(write({"id": "a", "title": "Tin bản 0"}))
    archive, wrong, stop = Archive(settings), list[object](), threading.Event()

    def read() -> None:
        while not stop.is_set():
            try:
                results = archive.search("tin bản")
                version = int(results.hits[0].article.title.split()[-1])
                if results.total != version + 1:
                    wrong.append((version, results.total))
            except Exception as error:
                wrong.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for version in range(1, 9):
        records = [{"id": f"{n}", "title": f"Tin bản {version}"} for n in range(version)]
        run(write({"id": "a", "title": f"Tin bản {version}"}, *records))
    deadline = time.monotonic() + 30
    while archive.search("tin bản").total != 9 and time.monotonic() < deadline:
        time.sleep(0.01)
    stop.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    assert archive.search("tin bản").total == 9


def test_a_broken_new_generation_leaves_the_old_one_in_use(
    settings: Settings, run: Callable[..., Report], write: Callable[..., str]
) -> None:
    run(write({"id": "a", "title": "Tin cũ"}))
    archive = Archive(settings)
    assert archive.search("tin").total == 1
    run(write({"id": "a", "title": "Tin mới"}))
    (settings.folder / "000002" / "manifest.json").write_text("{")
    assert archive.article("a").title == "Tin cũ"
    (settings.folder / "CURRENT").write_text("nonsense")
    assert archive.article("a").title == "Tin cũ"


@pytest.mark.shared
def test_the_portal_article_is_found_as_the_portal_shows_it(
    settings: Settings, shared_data: Path
) -> None:
    reindex(Order(places=(str(shared_data / "seed"),)), settings)
    day = parse_filters(from_="04/03/2024", to="04/03/2024")
    (hit,) = Archive(settings).search("khoi thi dua", filters=day).hits
    assert hit.article.reads == 567
    assert hit.article.author == "Hà Anh"
    assert hit.article.published is not None
    assert hit.article.published.isoformat() == "2024-03-04T16:16:00+07:00"
