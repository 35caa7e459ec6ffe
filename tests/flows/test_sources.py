"""Runs over sources of all kinds: what settings say, what is deleted, what servers are asked."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from searcher import Archive, Order, Report, Settings, SourceUnreachable, UsageError, reindex
from searcher.settings.sources import HttpSettings, SourceSettings
from tests.site import Site, article, site

__all__ = ["site"]

Run = Callable[..., Report]
Write = Callable[..., str]
QUICK = HttpSettings(delay=0, timeout=0.5, deadline=1, tries=1, backoff=0)


def news(*numbers: int, word: str = "Tin") -> list[dict[str, object]]:
    return [{"id": f"n{n}", "title": f"{word} số {n}"} for n in numbers]


def ids(settings: Settings) -> list[str]:
    return sorted(one.id for one in Archive(settings).articles())


def source(settings: Settings, place: str, **rest: object) -> SourceSettings:
    return SourceSettings(index=settings.index, place=place, **rest)  # type: ignore[arg-type]


def test_without_a_place_the_sources_of_the_settings_are_read(
    settings: Settings, write: Write, tmp_path: Path
) -> None:
    table = tmp_path / "bai.csv"
    table.write_text("ma;tieu_de\nt1;Bảng\n", encoding="utf-8")
    settings = replace(
        settings,
        sources=(
            source(settings, write(*news(1))),
            source(
                settings,
                str(table),
                columns=(("id", "ma"), ("title", "tieu_de")),
                default=(("source", "Báo Huế"), ("category", "Thời sự")),
            ),
            SourceSettings(index="khac", place="nowhere"),
        ),
    )
    report = reindex(Order(), settings)
    assert report.counts.skipped == []
    assert ids(settings) == ["n1", "t1"]
    found = Archive(settings).article("t1")
    assert (found.title, found.source, found.category) == ("Bảng", "Báo Huế", "Thời sự")


def test_a_named_place_is_read_as_the_settings_say(settings: Settings, tmp_path: Path) -> None:
    table = tmp_path / "bai.csv"
    table.write_text("ma;tieu_de\nt1;Bảng\n", encoding="utf-8")
    columns = (("id", "ma"), ("title", "tieu_de"))
    settings = replace(settings, sources=(source(settings, str(table), columns=columns),))
    reindex(Order(places=(str(table),)), settings)
    assert ids(settings) == ["t1"]


def test_an_article_keeps_what_it_says_itself(settings: Settings, write: Write) -> None:
    place = write({"id": "a", "title": "Tin", "source": "Tuổi Trẻ"}, {"id": "b", "title": "Tin"})
    settings = replace(
        settings, sources=(source(settings, place, default=(("source", "Báo Huế"),)),)
    )
    reindex(Order(), settings)
    archive = Archive(settings)
    assert (archive.article("a").source, archive.article("b").source) == ("Tuổi Trẻ", "Báo Huế")


def test_without_any_source_the_usage_is_wrong(settings: Settings) -> None:
    with pytest.raises(UsageError, match=r"sources\.tin"):
        reindex(Order(), settings)


def test_a_tombstone_deletes(run: Run, write: Write, settings: Settings) -> None:
    run(write(*news(1, 2, 3)))
    report = run(write({"id": "n2", "deleted": True}, {"id": "never", "deleted": True}))
    assert (report.counts.deleted, report.counts.tombstones, report.counts.read) == (1, 2, 0)
    assert ids(settings) == ["n1", "n3"]


@pytest.mark.parametrize("workers", [1, 2])
def test_the_last_word_on_an_id_counts(
    run: Run, write: Write, settings: Settings, workers: int
) -> None:
    before = news(*range(500))
    run(write(*before), workers=workers)
    tombs = [{"id": f"n{n}", "deleted": True} for n in range(0, 500, 2)]
    report = run(write(*before, *tombs, *news(4), {"id": "n5", "deleted": True}, *news(5, word="Sửa")), workers=workers)  # fmt: skip
    expected = {f"n{n}" for n in range(1, 500, 2)} | {"n4"}
    assert set(ids(settings)) == expected
    assert report.articles == len(expected)
    assert Archive(settings).article("n5").title == "Sửa số 5"


@pytest.mark.parametrize("value", [False, None, 0, "false", ""])
def test_an_article_that_is_not_deleted_is_an_article(
    run: Run, write: Write, settings: Settings, value: object
) -> None:
    report = run(write({**news(1)[0], "deleted": value}))
    assert (ids(settings), report.counts.unknown_keys) == (["n1"], {})


def test_a_tombstone_without_an_id_is_broken(run: Run, write: Write) -> None:
    report = run(write(*news(1), {"deleted": True}))
    assert [one.code for one in report.counts.skipped] == ["broken-record"]


def test_an_address_names_an_article_too(run: Run, write: Write, settings: Settings) -> None:
    url = "https://bao.example/a.html?utm_source=x"
    run(write({"url": url, "title": "Tin"}, *news(1)))
    run(write({"url": "https://www.bao.example/a.html", "deleted": True}))
    assert ids(settings) == ["n1"]


def test_pruning_deletes_what_its_own_source_no_longer_has(
    settings: Settings, write: Write
) -> None:
    one = write(*news(*range(20)), name="one.jsonl")
    two = write(*news(*range(20, 40)), name="two.jsonl")
    flow = write(*news(*range(40, 60)), name="flow.jsonl")
    settings = replace(
        settings,
        sources=(
            source(settings, one),
            source(settings, two),
            source(settings, flow, mode="stream"),
        ),
    )
    reindex(Order(places=(write(*news(99), name="once.jsonl"),)), settings)
    reindex(Order(), settings)
    write(*news(*range(1, 20)), name="one.jsonl")
    write(*news(*range(21, 40)), name="two.jsonl")
    write(*news(60), name="flow.jsonl")
    report = reindex(Order(prune=True), settings)
    assert report.counts.deleted == 2
    assert set(ids(settings)) == {f"n{n}" for n in (*range(1, 20), *range(21, 61), 99)}
    alone = reindex(Order(places=(one,), prune=True), settings)
    assert alone.counts.deleted == 0


def test_pruning_is_held_back_where_something_could_not_be_read(
    settings: Settings, run: Run, write: Write, tmp_path: Path
) -> None:
    many = news(*range(20))
    run(write(*many))
    broken = Path(write(*many[:-1]))
    broken.write_text(broken.read_text() + "{oops\n")
    report = run(str(broken), prune=True)
    assert (report.counts.deleted, report.held_back) == (0, ("-",))
    forced = run(str(broken), prune=True, force=True)
    assert (forced.counts.deleted, forced.held_back) == (1, ())


def test_what_is_skipped_without_end_is_counted_to_its_end(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("searcher.indexing.report.MOST_LISTED", 10)
    place = tmp_path / "hong.jsonl"
    place.write_text("{oops\n" * 25)
    counts = run(str(place)).counts
    assert (len(counts.skipped), counts.unlisted, counts.all_skipped) == (10, 15, 25)


def test_a_list_page_holds_nothing_back(run: Run, write: Write, tmp_path: Path) -> None:
    run(write(*news(*range(20))))
    (tmp_path / "list.html").write_text("<html><body></body></html>")
    report = run(write(*news(*range(1, 20))), str(tmp_path / "list.html"), prune=True)
    assert (report.counts.deleted, report.held_back) == (1, ())


def test_a_dry_run_names_every_change(run: Run, write: Write) -> None:
    run(write(*news(*range(10))))
    report = run(write(*news(*range(1, 9)), *news(9, word="Sửa"), *news(10)), dry_run=True, prune=True)  # fmt: skip
    assert {(change.id, change.kind) for change in report.changes} == {
        ("n0", "deleted"),
        ("n9", "updated"),
        ("n10", "new"),
    }
    assert report.record()["dry_run"] is True


def test_rows_of_a_query_are_read(settings: Settings, tmp_path: Path) -> None:
    import sqlite3

    with sqlite3.connect(tmp_path / "a.db") as connection:
        connection.execute("CREATE TABLE bai (id, title)")
        connection.executemany("INSERT INTO bai VALUES (?, ?)", [(n, f"Tin {n}") for n in range(9)])
    connection.close()
    order = Order(sql=f"sqlite:///{tmp_path / 'a.db'}", query="SELECT * FROM bai")
    assert reindex(order, settings).counts.written == 9
    with pytest.raises(UsageError, match="--query"):
        reindex(replace(order, query=None), settings)


def feed_of(site: Site, *numbers: int) -> str:
    items = "".join(
        f"<item><title>Tin {n}</title><link>{site.url(f'/{n}.html')}</link><description>Ngắn {n}.</description></item>"
        for n in numbers
    )
    site.page("/rss", f"<rss><channel>{items}</channel></rss>", content_type="text/xml")
    return f"rss:{site.url('/rss')}"


@pytest.fixture
def web(settings: Settings) -> Settings:
    return replace(settings, http=QUICK)


def test_pages_that_did_not_change_are_not_sent_again(site: Site, web: Settings) -> None:
    for n in range(3):
        site.versioned(f"/{n}.html", article(f"Tin {n}"), f'"{n}"')
    place = feed_of(site, 0, 1, 2)
    first = reindex(Order(places=(place,)), web)
    assert first.counts.written == 3
    site.versioned("/1.html", article("Tin 1 đã sửa"), '"sửa"'.encode().decode("latin-1"))
    site.asked.clear()
    second = reindex(Order(places=(place,)), web)
    assert (second.counts.unchanged, second.counts.updated) == (2, 1)
    asked = {path: headers.get("If-None-Match") for path, headers in site.asked}
    assert (asked["/0.html"], asked["/2.html"]) == ('"0"', '"2"')
    assert any(one.title == "Tin 1 đã sửa" for one in Archive(web).articles())


def test_a_full_run_asks_for_everything(site: Site, web: Settings) -> None:
    site.versioned("/0.html", article("Tin 0"), '"0"')
    place = feed_of(site, 0)
    reindex(Order(places=(place,)), web)
    report = reindex(Order(places=(place,), full=True), web)
    assert (report.counts.written, report.articles) == (1, 1)


def test_a_feed_never_takes_the_body_of_an_article_away(site: Site, web: Settings) -> None:
    site.article("/0.html", "Tin 0")
    place = feed_of(site, 0, 1)
    reindex(Order(places=(place,)), web)
    bodies = {one.title: bool(one.body) for one in Archive(web).articles()}
    assert bodies == {"Tin 0": True, "Tin 1": False}
    del site.routes["/0.html"]
    report = reindex(Order(places=(place,)), web)
    assert {one.code for one in report.counts.skipped} == {"http-status"}
    assert {one.title: bool(one.body) for one in Archive(web).articles()} == bodies


def test_a_feed_forgets_nothing(site: Site, web: Settings) -> None:
    for n in range(4):
        site.article(f"/{n}.html", f"Tin {n}")
    reindex(Order(places=(feed_of(site, 0, 1),)), web)
    report = reindex(Order(places=(feed_of(site, 2, 3),), prune=True, force=True), web)
    assert (report.articles, report.counts.deleted) == (4, 0)


def test_when_nothing_answers_nothing_is_done(site: Site, web: Settings) -> None:
    place = f"rss:{site.hangs('/rss')}"
    with pytest.raises(SourceUnreachable, match="/rss"):
        reindex(Order(places=(place,)), web)
    assert not (web.folder / "CURRENT").exists()


def test_one_source_that_does_not_answer_does_not_stop_the_others(
    site: Site, web: Settings, write: Write
) -> None:
    report = reindex(Order(places=(f"rss:{site.url('/none')}", write(*news(1)))), web)
    assert (report.articles, [one.code for one in report.counts.skipped]) == (1, ["http-status"])


def test_where_articles_are_from_is_kept_with_the_generation(
    settings: Settings, write: Write
) -> None:
    flow = source(settings, write(*news(1)), mode="stream")
    settings = replace(settings, sources=(flow,))
    reindex(Order(), settings)
    kept = json.loads((settings.folder / "000001" / "origins.json").read_text())
    assert kept == {flow.name: ["n1"]}
