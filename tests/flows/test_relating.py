"""What was already published on this? Asked from an article and from a draft, in every way there is."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from unidecode import unidecode

from searcher import (
    Archive,
    ArticleNotFound,
    Draft,
    DraftTooLarge,
    Filters,
    ParameterError,
    Report,
    Settings,
    Showing,
    parse_filters,
)
from tests.flows.test_commands import Command, command

__all__ = ["command"]

CÔNG_ĐIỆN = (
    "Bão số 9 giật cấp 14 đổ bộ Quảng Ngãi chiều 28/10. Lực lượng biên phòng kêu gọi 2.300 tàu cá vào "
    "bờ, sơ tán 12.000 hộ dân ven biển Bình Sơn và Mộ Đức. Công điện 1470/CĐ-TTg yêu cầu cấm biển từ trưa. "
    "Thủy điện Đăk Mi xả lũ, hồ Nước Trong đã đầy, thủy triều dâng cao nhất trong mười năm."
)
NEWS: tuple[dict[str, object], ...] = (
    {
        "id": "bao",
        "title": "Bão số 9 đổ bộ Quảng Ngãi",
        "body": CÔNG_ĐIỆN,
        "published": "2020-10-28",
    },
    {
        "id": "bao-1",
        "title": "Quảng Ngãi: bão số 9 đổ bộ, giật cấp 14",
        "body": f"{CÔNG_ĐIỆN} Tin của phóng viên.",
        "source": "Báo Sông",
    },
    {"id": "bao-2", "title": "Bão số 9 vào Quảng Ngãi", "body": f"Mới nhất. {CÔNG_ĐIỆN}"},
    {
        "id": "sau-bao",
        "title": "Quảng Ngãi khắc phục sau bão số 9",
        "body": "Sau bão, Bình Sơn và Mộ Đức dựng lại 900 mái nhà; thủy điện Đăk Mi ngừng xả lũ, tàu cá ra khơi.",
        "published": "2020-10-30",
    },
    {
        "id": "vang",
        "title": "Giá vàng tăng",
        "body": "Giá vàng trong nước tăng theo thế giới, người mua xếp hàng ở các tiệm vàng Hà Nội.",
    },
    {
        "id": "bong",
        "title": "Đội tuyển thắng trận",
        "body": "Đội tuyển bóng đá thắng ba bàn không gỡ trên sân Mỹ Đình, cổ động viên ăn mừng.",
    },
)


@pytest.fixture
def archive(settings: Settings, run: Callable[..., Report], write: Callable[..., str]) -> Archive:
    run(write(*NEWS))
    return Archive(settings)


def ids(found: object) -> list[str]:
    return [hit.article.id for hit in found.hits]  # type: ignore[attr-defined]


def test_an_article_is_related_to_its_story_and_never_to_itself(archive: Archive) -> None:
    found = archive.related("sau-bao")
    assert ids(found)[0] in {"bao", "bao-1", "bao-2"}
    assert "sau-bao" not in ids(found)
    assert "vang" not in ids(found)
    assert found.query.typed == "Quảng Ngãi khắc phục sau bão số 9"
    assert found.hits[0].snippet_marks


def test_near_copies_stand_behind_the_best_of_them(archive: Archive) -> None:
    found = archive.related("sau-bao")
    (first,) = (hit for hit in found.hits if hit.copies)
    assert {first.article.id, *first.copy_ids} == {"bao", "bao-1", "bao-2"}
    assert (found.collapsed, found.total) == (2, len(found.hits) + 2)


def test_near_copies_can_stand_apart(archive: Archive) -> None:
    found = archive.related("sau-bao", showing=Showing(apart=True))
    assert {"bao", "bao-1", "bao-2"} <= set(ids(found))
    ranked, total = archive.related_ids("sau-bao", limit=3)
    assert {hit.id for hit in ranked} == {"bao", "bao-1", "bao-2"}
    assert total >= 3


def test_scores_fall_and_the_limit_holds(archive: Archive) -> None:
    ranked, _ = archive.related_ids("bao", limit=4)
    scores = [hit.score for hit in ranked]
    assert scores == sorted(scores, reverse=True)
    assert len(archive.related("bao", limit=1).hits) == 1


def test_filters_hold_for_related_articles(archive: Archive) -> None:
    assert ids(archive.related("sau-bao", filters=Filters(source="bao song"))) == ["bao-1"]
    day = parse_filters(from_="30/10/2020", to=None, source=None, category=None, author=None)
    assert ids(archive.related("bao", filters=day)) == ["sau-bao"]


def test_an_article_can_be_left_out(archive: Archive) -> None:
    ranked, _ = archive.related_ids("sau-bao", exclude=frozenset({"bao"}))
    assert not {"bao", "sau-bao"} & {hit.id for hit in ranked}


DRAFT = Draft(
    title="Quảng Ngãi dọn dẹp sau bão số 9", body="Bình Sơn, Mộ Đức dựng lại nhà, tàu cá ra khơi."
)


@pytest.mark.parametrize("typed", [lambda text: text, unidecode, str.upper])
def test_a_draft_finds_its_story_however_it_was_typed(
    archive: Archive, typed: Callable[[str], str]
) -> None:
    found = archive.related(Draft(title=typed(DRAFT.title), body=typed(DRAFT.body)))
    assert ids(found)[0] == "sau-bao"
    assert found.query.typed == typed(DRAFT.title)


def test_what_is_pasted_from_a_word_processor_is_read_as_text(archive: Archive) -> None:
    html = (
        "<!--[if gte mso 9]><xml>Giá vàng</xml><![endif]--><style>p {color: red} vàng</style>"
        f"<p class=MsoNormal><b>{DRAFT.title}</b><o:p></o:p></p><script>alert('vàng')</script><p>{DRAFT.body}</p>"
    )
    plain = archive.related(Draft(body=f"{DRAFT.title}\n\n{DRAFT.body}"))
    pasted = archive.related(Draft(body=html))
    assert [hit.article.id for hit in pasted.hits] == ids(plain)
    assert pasted.query.understood == plain.query.understood
    assert "alert" not in pasted.query.understood


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        (Draft(), "chưa có chữ"),
        (Draft(title=" \n\t", body="…!?"), "chưa có chữ"),
        (Draft(title="bão"), "một từ"),
        (Draft(body="123 456 7,8 2020"), "chỉ có số"),
        (Draft(body="<script>alert('bão số 9 Quảng Ngãi')</script>"), "chưa có chữ"),
    ],
)
def test_a_draft_that_says_too_little_is_refused_with_the_reason(
    archive: Archive, draft: Draft, said: str
) -> None:
    with pytest.raises(ParameterError) as refused:
        archive.related(draft)
    assert said in refused.value.vi
    assert refused.value.en


def test_a_draft_has_a_largest_size(archive: Archive) -> None:
    almost = ("bão số 9 " * 30_000).encode()[:199_990].decode(errors="ignore")
    assert archive.related(Draft(title="Bão", body=almost)).hits
    with pytest.raises(DraftTooLarge, match="kB"):
        archive.related(Draft(body="bão " * 40_000))


def test_an_english_draft_is_compared_by_its_names_and_says_so(archive: Archive) -> None:
    text = "The typhoon made landfall in Quảng Ngãi on Wednesday, officials of the province said in the morning"
    found = archive.related(Draft(title="Typhoon hits Quảng Ngãi", body=text))
    assert [note.code for note in found.notes] == ["foreign"]
    assert {"bao", "sau-bao"} & set(ids(found))


def test_a_draft_on_something_new_has_nothing_related(samples: Settings) -> None:
    text = "Khai cuộc Sicilia, biến Najdorf, mã đen bắt tốt e4 rồi chiếu hậu trắng"
    found = Archive(samples).related(Draft(title="Ván cờ vua Kasparov", body=text))
    assert (found.hits, found.total) == ((), 0)


@pytest.mark.parametrize(
    "text", ["\ud800 bão số 9", "\x00bão\x00số", "🌀" * 50 + " bão lũ", "ậ" * 9_000]
)
def test_strange_characters_are_read_or_refused(archive: Archive, text: str) -> None:
    try:
        archive.related(Draft(title=text, body=text))
    except ParameterError as refused:
        assert refused.vi  # noqa: PT017 - either is an answer


def test_all_of_a_draft_may_stand_in_its_title(archive: Archive) -> None:
    text = f"{DRAFT.title} {DRAFT.body} " + " ".join(f"chữ{at}" for at in range(600))
    ranked, _ = archive.related_ids(Draft(title=text))
    assert "sau-bao" in {hit.id for hit in ranked}


def test_an_unknown_article_is_an_error(archive: Archive) -> None:
    with pytest.raises(ArticleNotFound, match="khong-co"):
        archive.related("khong-co")


def test_a_title_alone_has_related_articles(
    settings: Settings, run: Callable[..., Report], write: Callable[..., str]
) -> None:
    run(write({"id": "a", "title": "Tin"}, {"id": "b", "title": "Tin"}, {"id": "c", "body": "Bão"}))
    archive = Archive(settings)
    assert ids(archive.related("a")) == ["b"]
    assert ids(archive.related("c")) == []


def test_the_command_answers_in_the_shape_of_a_search(
    command: Command, samples: Settings, tmp_path: Path
) -> None:
    home = ("--home", str(samples.home))
    found = command("related", "songhuong-0001", "--json", "--limit", "2", *home)
    answer = json.loads(found.stdout)
    assert {"query", "total", "partial", "took_ms", "hits", "facets", "suggestion"} <= set(answer)
    assert {hit["id"] for hit in answer["hits"]} == {"dothi-0001", "mientrung-0001"}
    (tmp_path / "nhap.txt").write_text("Le hoi ao dai\n\nAo dai tren song Huong", encoding="utf-8")
    assert command("related", "--draft", "nhap.txt", *home).stdout.startswith("  1. ")
    (tmp_path / "nhap.html").write_text("<p>Lễ hội áo dài<p>Sông Hương", encoding="utf-8")
    assert command("related", "--draft", "nhap.html", *home).returncode == 0
    record = json.dumps({"title": "Lễ hội áo dài", "body": "Trên sông Hương"})
    (tmp_path / "nhap.json").write_text(record, encoding="utf-8")
    assert command("related", "--draft", "nhap.json", *home).returncode == 0
    assert command("related", "--draft", "-", *home, typed="Lễ hội áo dài").returncode == 0


@pytest.mark.parametrize(
    ("words", "code", "named"),
    [
        (["related"], 2, "--draft"),
        (["related", "songhuong-0001", "--draft", "-"], 2, "--draft"),
        (["related", "khong-co"], 3, "khong-co"),
        (["related", "songhuong-0001", "--limit", "0"], 2, "limit"),
        (["related", "--draft", "khong-co.txt"], 2, "khong-co.txt"),
        (["related", "--draft", "-"], 2, "chưa có chữ"),
    ],
)
def test_a_wrong_command_ends_with_its_code_and_a_sentence(
    command: Command, samples: Settings, words: list[str], code: int, named: str
) -> None:
    found = command(*words, "--home", samples.home, typed="")
    assert found.returncode == code
    assert named in found.stderr


def test_a_batch_of_related_articles_is_a_run(
    command: Command, samples: Settings, tmp_path: Path
) -> None:
    lines = [
        {"id": "q1", "article": "songhuong-0001"},
        {
            "id": "q2",
            "text": "Lễ hội áo dài\n\nÁo dài trên sông Hương",
            "exclude": ["songhuong-0001"],
        },
        {"id": "q3", "article": "khong-co"},
        {"id": "q4", "text": ""},
    ]
    queries = "".join(json.dumps(line) + "\n" for line in lines)
    (tmp_path / "q.jsonl").write_text(queries, encoding="utf-8")
    found = command(
        "batch", "q.jsonl", "--related", "--run", "run.trec", "--limit", "5", "--times", "t.jsonl",
        "--home", samples.home,
    )  # fmt: skip
    rows = [line.split() for line in (tmp_path / "run.trec").read_text().splitlines()]
    assert {row[0] for row in rows} == {"q1", "q2"}
    assert "songhuong-0001" not in {row[2] for row in rows}
    assert [int(row[3]) for row in rows[:5]] == [1, 2, 3, 4, 5]
    assert len((tmp_path / "t.jsonl").read_text().splitlines()) == 4
    assert found.returncode == 1
    assert "q3: Không có bài" in found.stderr
    assert "q4: " in found.stderr


def test_a_batch_line_needs_an_article_or_a_text(
    command: Command, samples: Settings, tmp_path: Path
) -> None:
    (tmp_path / "q.jsonl").write_text('{"id": "q1"}\n', encoding="utf-8")
    found = command("batch", "q.jsonl", "--related", "--run", "r", "--home", samples.home)
    assert found.returncode == 2
    assert "“article”" in found.stderr
