"""What a small run brings is suggested at once; what it takes away is suggested no more."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from searcher import Archive, IndexDamaged, Order, Report, Settings, reindex
from searcher.publish import FRESH, LEXICON, RESTORATION

Run = Callable[..., Report]
Write = Callable[..., str]
Record = dict[str, object]
PLACES = ("Huế", "Đà Nẵng", "Quảng Trị", "Thừa Thiên", "Cần Thơ")
STORM = "Siêu bão Yagi đổ bộ Quảng Ninh"


def news(number: int) -> Record:
    place = PLACES[number % len(PLACES)]
    return {
        "id": f"n{number}",
        "title": f"Lễ hội áo dài ở {place} lần thứ {number}",
        "body": f"Tỉnh {place} khai mạc lễ hội áo dài.",
        "published": f"2024-03-{number % 27 + 1:02d}T08:00:00+07:00",
    }


def story(number: int, title: str, **rest: object) -> Record:
    return {"id": f"s{number}", "title": title, "body": f"Tin số {number}.", **rest}


@pytest.fixture
def archive(run: Run, write: Write, settings: Settings) -> Archive:
    """Return an archive of eighty articles, learned as a whole."""
    run(write(*map(news, range(80))))
    return Archive(settings)


def texts(archive: Archive, typed: str) -> Sequence[str]:
    return [way.text for way in archive.suggest(typed).completions]


def file(settings: Settings, name: str) -> Path:
    current = (settings.folder / "CURRENT").read_text(encoding="ascii").strip()
    return settings.folder / current / name


@pytest.mark.parametrize("typed", ["Siêu bão", "sieu bao ya", "siêu b", "yagi", "bão Yagi đ"])
def test_a_title_is_completed_as_soon_as_its_article_is_there(
    archive: Archive, run: Run, write: Write, settings: Settings, typed: str
) -> None:
    assert STORM not in texts(archive, typed)
    before = file(settings, LEXICON)
    run(write(story(1, STORM)))
    assert STORM in texts(archive, typed)
    assert file(settings, LEXICON).samefile(before)


def test_titles_stay_through_later_runs_and_those_that_are_gone_do_not(
    archive: Archive, run: Run, write: Write
) -> None:
    run(write(story(1, STORM)))
    run(write(story(2, "Chợ nổi Cái Răng", tags=["miền Tây sông nước"])))
    assert STORM in texts(archive, "sieu bao")
    assert texts(archive, "mien tay") == ["miền Tây sông nước"]
    gone = {number: str(news(number)["title"]) for number in (7, 8)}
    for number, title in gone.items():
        assert title in texts(archive, f"ở {PLACES[number % 5]} lần thứ {number}")
    run(write({**news(7), "title": "Bế mạc mùa thi"}, {"id": "n8", "deleted": True}))
    run(write(story(1, "Bão tan trên biển")))
    assert texts(archive, "sieu bao") == []
    assert texts(archive, "bao tan") == ["Bão tan trên biển"]
    assert texts(archive, "be mac") == ["Bế mạc mùa thi"]
    for number, title in gone.items():
        assert title not in texts(archive, f"ở {PLACES[number % 5]} lần thứ {number}")


def test_titles_without_any_article_leave_their_places_to_others(
    run: Run, write: Write, settings: Settings
) -> None:
    run(write(*map(news, range(400))))
    run(write(*({"id": f"n{number}", "deleted": True} for number in range(1, 191, 5))))
    found = texts(Archive(settings), "lễ hội áo dài ở đà nẵng lần thứ")
    titles = {str(news(number)["title"]) for number in range(191, 400, 5)}
    assert len(found) == 8
    assert titles.issuperset(found)


def test_a_slip_of_a_new_word_is_corrected(archive: Archive, run: Run, write: Write) -> None:
    run(write(*(story(n, f"{STORM} lần {n}") for n in range(1, 5))))
    for typed, meant in (("sieu bao yagj", "sieu bao yagi"), ("siêu bão yagj", "siêu bão yagi")):
        suggestion = archive.suggest(typed).suggestion
        assert suggestion is not None
        assert suggestion.text == meant


def test_the_same_changes_top_up_the_same_in_one_run_or_two(
    archive: Archive, run: Run, write: Write, settings: Settings
) -> None:
    one, two = story(1, STORM), {**news(7), "title": "Bế mạc"}
    run(write(one, two))
    at_once = file(settings, FRESH).read_bytes()
    run(write(*map(news, range(80))), full=True)
    run(write(two))
    run(write(one))
    assert file(settings, FRESH).read_bytes() == at_once


def test_what_is_topped_up_goes_where_models_are_made_anew(
    archive: Archive, run: Run, write: Write, settings: Settings
) -> None:
    run(write(*(story(n, f"{STORM} lần {n}") for n in range(7))))
    learned = file(settings, LEXICON)
    assert file(settings, FRESH).exists()
    run(write(story(8, "Chợ nổi Cái Răng")))
    assert not file(settings, FRESH).exists()
    assert not file(settings, LEXICON).samefile(learned)
    assert texts(archive, "cho noi") == ["Chợ nổi Cái Răng"]


def test_a_full_run_leaves_what_a_first_one_leaves(
    archive: Archive, run: Run, write: Write, settings: Settings, tmp_path: Path
) -> None:
    run(write(story(1, STORM)))
    whole = write(*map(news, range(80)), story(1, STORM), name="whole.jsonl")
    run(whole, full=True)
    other = replace(settings, home=tmp_path / "other")
    reindex(Order(places=(whole,), workers=1), other)
    for name in (LEXICON, RESTORATION):
        assert file(settings, name).read_bytes() == file(other, name).read_bytes()
    assert not file(settings, FRESH).exists()
    assert texts(archive, "sieu bao") == texts(Archive(other), "sieu bao") != []


def test_models_are_made_anew_where_nobody_can_tell_what_came_since(
    archive: Archive, run: Run, write: Write, settings: Settings
) -> None:
    run(write(story(1, STORM)))
    path = file(settings, FRESH)
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content[:-9] + b"!" + content[-8:])
    run(write(story(2, "Chợ nổi Cái Răng")))
    assert not file(settings, FRESH).exists()
    assert texts(Archive(settings), "sieu bao") == [STORM]
    assert texts(Archive(settings), "cho noi") == ["Chợ nổi Cái Răng"]


def test_what_an_earlier_generation_was_topped_up_with_is_not_taken_for_its_own(
    archive: Archive, run: Run, write: Write, settings: Settings
) -> None:
    run(write(story(1, STORM)))
    earlier = file(settings, FRESH).read_bytes()
    run(write(story(1, "Chợ nổi Cái Răng")))
    file(settings, FRESH).unlink()
    file(settings, FRESH).write_bytes(earlier)
    with pytest.raises(IndexDamaged, match=FRESH):
        archive.suggest("sieu bao")
    assert archive.search("sieu bao").total == 0
    assert any(FRESH in sentence for sentence in archive.check())
