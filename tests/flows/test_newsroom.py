"""Near-copies and stories of the samples, and of archives made for one question."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from unidecode import unidecode

from searcher import (
    Archive,
    Article,
    ArticleNotFound,
    Draft,
    DraftTooLarge,
    Filters,
    IndexMissing,
    ParameterError,
    Report,
    Settings,
    plain_draft,
    text_of,
)
from searcher.vietnamese import syllables

TICKETS, TWIN = "portal-0162", "mientrung-0163"
FIRE = "mientrung-0101"


@pytest.fixture(scope="module")
def archive(samples: Settings) -> Archive:
    return Archive(samples)


def draft_of(article: Article, **changed: str) -> Draft:
    texts = {"title": article.title, "summary": article.summary, "body": article.body}
    return Draft(**{**texts, **changed})


def test_a_near_copy_is_found_with_the_passages_it_shares(archive: Archive) -> None:
    found = archive.copies(TICKETS)
    (copy,) = found.found
    assert copy.article.id == TWIN
    assert copy.shared.first > 0.8
    for passage in copy.shared.passages:
        ours = found.text[slice(*passage.first)]
        theirs = text_of(copy.article)[slice(*passage.second)]
        assert [s.folded for s in syllables(ours)] == [s.folded for s in syllables(theirs)]


@pytest.mark.parametrize("bare", [False, True])
def test_a_draft_finds_the_article_it_was_taken_from(archive: Archive, bare: bool) -> None:
    article = archive.article(FIRE)
    half = ". ".join(article.body.split(". ")[::2])
    found = archive.copies(Draft(body=unidecode(half) if bare else half)).found
    assert found[0].article.id == FIRE
    assert found[0].shared.first > 0.9


def test_one_paragraph_among_others_is_found(archive: Archive) -> None:
    taken = max(archive.article(FIRE).body.split("\n\n"), key=len)
    own = "Phần mở đầu do tòa soạn tự viết về mùa khô năm nay. " * 2
    found = archive.copies(Draft(title="Mùa khô", body=f"{own}\n\n{taken}")).found
    assert found[0].article.id == FIRE
    (passage,) = found[0].shared.passages
    assert passage.syllables == len(syllables(taken))


def test_news_of_the_same_event_in_other_words_is_no_copy(archive: Archive) -> None:
    assert archive.copies("songhuong-0001").found == ()


def test_a_draft_in_html_is_compared_as_its_text(archive: Archive) -> None:
    body = archive.article(TICKETS).body
    markup = "".join(f"<p class='x'>{part}</p>" for part in body.split("\n\n"))
    found = archive.copies(Draft(body=f"<script>var a = 'không ai thấy'</script>{markup}"))
    assert "không ai thấy" not in found.text
    assert found.found[0].article.id == TICKETS
    assert found.found[0].shared.first == 1.0
    assert plain_draft(Draft(title="<b>Một</b>  hai")).title == "Một hai"


def test_filters_and_the_limit_hold(archive: Archive) -> None:
    draft = draft_of(archive.article(TICKETS))
    assert [one.article.id for one in archive.copies(draft).found] == [TICKETS, TWIN]
    assert [one.article.id for one in archive.copies(draft, limit=1).found] == [TICKETS]
    late = Filters(since=date(2024, 11, 20))
    assert [one.article.id for one in archive.copies(draft, filters=late).found] == [TWIN]


@pytest.mark.parametrize("text", ["", "một", "12 34", "The quick brown fox jumps over the dog."])
def test_a_draft_that_says_little_has_no_copies(archive: Archive, text: str) -> None:
    assert archive.copies(Draft(body=text)).found == ()


@given(st.text(max_size=120), st.text(max_size=120))
@examples(max_examples=40)
def test_any_text_can_be_compared_or_is_refused_in_a_sentence(
    samples: Settings, title: str, body: str
) -> None:
    archive = Archive(samples)
    found = archive.copies(Draft(title=title, body=body))
    assert all(0 <= one.shared.first <= 1 for one in found.found)
    with suppress(ParameterError):
        assert archive.story(Draft(title=title, body=body)).took_ms >= 0


def test_an_unknown_article_and_too_long_a_draft_are_refused(archive: Archive) -> None:
    for ask in (archive.copies, archive.story):
        with pytest.raises(ArticleNotFound):
            ask("không có")
        with pytest.raises(DraftTooLarge):
            ask(Draft(body="x" * 200_000))
    with pytest.raises(ParameterError):
        archive.story(Draft(body="một"))


def test_without_an_index_there_is_nothing_to_compare_with(settings: Settings) -> None:
    for ask in (Archive(settings).copies, Archive(settings).story):
        with pytest.raises(IndexMissing):
            ask(Draft(title="một hai ba bốn năm"))


def test_a_story_runs_from_its_first_day_to_its_last(archive: Archive) -> None:
    story = archive.story(FIRE)
    days = [each.day for each in story.days]
    assert days == sorted(days)
    assert story.total == sum(len(each.told) for each in story.days) + len(story.undated) >= 4
    assert story.first == story.days[0].told[0].article
    ids = {told.article.id for each in story.days for told in each.told}
    assert FIRE in ids
    assert {"songhuong-0102", "mientrung-0006"} <= ids
    assert sum(source.count for source in story.sources) == story.total
    for each in story.days:
        assert {told.article.published.date() for told in each.told if told.article.published} == {each.day}  # fmt: skip


def test_a_draft_has_the_story_of_what_it_is_about(archive: Archive) -> None:
    story = archive.story(draft_of(archive.article(FIRE)))
    assert {told.article.id for each in story.days for told in each.told} >= {
        FIRE,
        "songhuong-0102",
    }


def test_an_article_of_a_story_of_its_own_is_told_alone(archive: Archive) -> None:
    story = archive.story("portal-0002")
    assert [told.article.id for each in story.days for told in each.told] == ["portal-0002"]


RIVER = (
    "Nước sông Lam dâng cao trong đêm, xã Thanh Mỹ huyện Thanh Chương sơ tán bốn trăm hộ dân khỏi bãi bồi. "
    "Chủ tịch xã Lê Văn Hợi nói thuyền cứu hộ trực suốt đêm ở bến đò Rộ."
)
OTHERS = [
    {"id": f"khac-{number}", "title": f"Tin số {number}", "body": f"{name} {place} khai mạc giải {sport}."}
    for number, (name, place, sport) in enumerate(
        (name, place, sport)
        for name in ("Tỉnh Cà Mau", "Thành phố Vinh", "Thị xã Sơn Tây")
        for place in ("sáng qua", "tuần này", "tháng tới")
        for sport in ("cờ vua", "bơi lội", "điền kinh")
    )
]  # fmt: skip


def told(day: str | None, number: int, more: str = "") -> dict[str, object]:
    published = f"2024-{day}T08:00:00+07:00" if day else None
    return {
        "id": f"song-lam-{number}",
        "title": "Sông Lam dâng cao, Thanh Chương sơ tán dân",
        "body": f"{RIVER} {more}",
        "published": published,
        "source": f"Báo {number % 2}",
    }


@pytest.fixture
def river(
    settings: Settings, write: Callable[..., str], run: Callable[..., Report]
) -> Callable[..., Archive]:
    """Index what was told of the river, among other news."""

    def indexed(*records: dict[str, object]) -> Archive:
        run(write(*records, *OTHERS))
        return Archive(settings)

    return indexed


def test_an_article_without_a_date_stands_apart(river: Callable[..., Archive]) -> None:
    archive = river(told("09-10", 1), told("09-11", 2), told(None, 3))
    story = archive.story("song-lam-1")
    assert [str(each.day) for each in story.days] == ["2024-09-10", "2024-09-11"]
    assert [one.article.id for one in story.undated] == ["song-lam-3"]
    assert story.first is not None
    assert story.first.id == "song-lam-1"


def test_a_story_without_any_date_names_nobody_as_the_first(river: Callable[..., Archive]) -> None:
    story = river(told(None, 1), told(None, 2)).story("song-lam-1")
    assert (story.days, story.first, story.total) == ((), None, 2)


def test_the_same_text_on_one_day_is_marked_as_a_copy(river: Callable[..., Archive]) -> None:
    archive = river(told("09-10", 1), told("09-10", 2), told("09-11", 3))
    one, other = archive.story("song-lam-3").days[0].told
    assert (one.copy_of, other.copy_of) == (None, one.article.id)


def test_a_burst_turns_a_story_and_says_what_is_new(river: Callable[..., Archive]) -> None:
    dike = "Đê Nam Trung vỡ một đoạn, quân khu Bốn điều trực thăng."
    archive = river(
        told("09-10", 1), told("09-11", 2), *(told("09-13", number, dike) for number in range(3, 9))
    )
    (turned,) = archive.story("song-lam-1").turns
    assert str(turned.day) == "2024-09-13"
    assert turned.turn is not None
    assert turned.turn.burst
    assert {"quân khu", "Nam Trung", "trực thăng"} & set(turned.turn.words)


def test_an_event_of_another_year_is_another_story(river: Callable[..., Archive]) -> None:
    again = "Giải đua thuyền làng Rộ trên sông Lam thu hút mười hai đội, bến đò kín người xem hội."
    far = {**told("09-10", 9), "id": "hoi", "title": "Hội đua thuyền", "body": again}
    far["published"] = "2019-02-10T08:00:00+07:00"
    archive = river(told("09-10", 1), told("09-11", 2), far)
    story = archive.story("song-lam-1")
    assert [str(each.day) for each in story.days] == ["2024-09-10", "2024-09-11"]


def test_a_paragraph_of_a_long_article_in_a_long_draft_is_shown_apart(archive: Archive) -> None:
    article = archive.article(FIRE)
    taken = max(article.body.split("\n\n"), key=len)
    assert len(syllables(taken)) >= 40
    own = " ".join(
        f"Câu thứ {n} là của riêng tòa soạn, chẳng ai viết thế bao giờ." for n in range(30)
    )
    found = archive.copies(Draft(title="Mùa khô", body=f"{own}\n\n{taken}\n\n{own}"))
    assert found.found == ()
    (part,) = found.parts
    assert part.article.id == FIRE
    assert max(each.syllables for each in part.shared.passages) == len(syllables(taken))
