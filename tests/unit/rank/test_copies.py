"""Near-copies in an answer: one hit stands for all of them, on every page the same way."""

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from searcher.engines import Reader
from searcher.engines.memory import MemoryEngine
from searcher.engines.signatures import BINS, signature
from searcher.engines.whoosh.columns import ColumnsEngine
from searcher.model import COLLAPSED, Article, Results, Showing, Sort
from searcher.parse import parse_query
from searcher.rank.copies import LEAST_BINS, LIKENESS, likeness, standing_behind
from searcher.searching import rank_ids, search
from tests.corpus import article, indexed

SYLLABLES = "ba bốn chợ cầu dân gió hoa kênh lúa mưa nhà nước ông phố quê sông tàu thuyền vườn xã"


def sentence(seed: int) -> str:
    """Return eight syllables that no other seed has in this order."""
    return " ".join(random.Random(seed).choices(SYLLABLES.split(), k=8)) + "."  # noqa: S311


def text(*seeds: int) -> str:
    return " ".join(map(sentence, seeds))


def news(id_: str, *seeds: int, title: str = "Chợ quê", **rest: str) -> Article:
    return article(id_, title, f"Bão lũ. {text(*seeds)}", **rest)  # type: ignore[arg-type]


STORY = range(20)
ARCHIVE = [
    news("goc", *STORY, title="Bão lũ ở chợ quê", day="2024-03-01"),
    news("chep", *STORY, title="Một tên khác hẳn", day="2024-03-03"),
    news("them", *STORY, 900, 901, day="2024-03-02"),
    news("bot", *STORY[:-3], day="2024-02-01"),
    news("nua", *STORY[:10], *range(100, 110), day="2024-01-01"),
    news("khac", *range(200, 220), day="2024-03-04"),
    article("ngan", "Bão lũ", "Bão lũ về."),
    article("ngan2", "Bão lũ nữa", "Bão lũ về."),
]
COPIES = {"goc", "chep", "them", "bot"}


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    return indexed(MemoryEngine(), tmp_path, [ARCHIVE])


def ask(reader: Reader, showing: Showing = COLLAPSED, **options: object) -> Results:
    return search(parse_query("bão lũ", **options), reader, showing)  # type: ignore[arg-type]


def ids(results: Results) -> list[str]:
    return [hit.article.id for hit in results.hits]


def test_copies_stand_behind_the_best_of_them(reader: Reader) -> None:
    found = ask(reader)
    (leader,) = [hit for hit in found.hits if hit.copies]
    assert leader.article.id == "goc"
    assert (leader.copies, set(leader.copy_ids)) == (3, COPIES - {"goc"})
    assert set(ids(found)) == {"goc", "nua", "khac", "ngan", "ngan2"}


def test_the_total_counts_articles_and_says_how_many_stand_behind(reader: Reader) -> None:
    found = ask(reader)
    assert (found.total, found.collapsed) == (len(ARCHIVE), 3)


def test_sorted_by_date_the_first_of_the_copies_stands_for_them(reader: Reader) -> None:
    assert ids(ask(reader, sort=Sort.NEWEST))[:3] == ["khac", "chep", "nua"]
    assert ids(ask(reader, sort=Sort.OLDEST))[:3] == ["nua", "bot", "khac"]


def test_copies_may_stand_apart(reader: Reader) -> None:
    found = ask(reader, Showing(apart=True))
    assert sorted(ids(found)) == sorted(one.id for one in ARCHIVE)
    assert (found.total, found.collapsed) == (len(ARCHIVE), 0)


@pytest.mark.parametrize("id_", sorted(COPIES))
def test_any_of_the_copies_names_them_all(reader: Reader, id_: str) -> None:
    found = ask(reader, Showing(copies_of=id_))
    assert (set(ids(found)), found.total, found.complete) == (COPIES, 4, 4)


def test_an_article_that_was_not_found_has_no_copies_to_show(reader: Reader) -> None:
    assert ask(reader, Showing(copies_of="khong-co")).total == 0


def test_a_run_for_evaluation_does_not_collapse(reader: Reader) -> None:
    ranked, total = rank_ids(parse_query("bão lũ"), reader)
    assert sorted(one.id for one in ranked) == sorted(one.id for one in ARCHIVE)
    assert total == len(ARCHIVE)


@pytest.mark.parametrize("sort", Sort)
def test_pages_hold_every_hit_once_and_every_article_somewhere(reader: Reader, sort: Sort) -> None:
    whole = ask(reader, sort=sort)
    pages = [ask(reader, sort=sort, page=page, per_page=2) for page in (1, 2, 3)]
    assert [id_ for page in pages for id_ in ids(page)] == ids(whole)
    behind = [id_ for hit in whole.hits for id_ in hit.copy_ids]
    assert sorted(ids(whole) + behind) == sorted(one.id for one in ARCHIVE)


def test_a_page_is_full_however_many_copies_there_are(tmp_path: Path) -> None:
    flood = [news(f"c{n:03d}", *STORY) for n in range(320)]
    others = [news(f"k{n:02d}", *range(300 + 20 * n, 320 + 20 * n)) for n in range(12)]
    reader = indexed(ColumnsEngine(), tmp_path, [[*flood, *others]])
    found = ask(reader)
    assert len(found.hits) == 10
    assert found.total == 332


def signatures(*texts: str) -> NDArray[np.uint8]:
    signed = [signature([one.replace(".", "").split()]) for one in texts]
    return np.array(signed, np.uint8).reshape(-1, BINS)


def test_half_a_text_is_no_copy_and_news_with_its_own_words_neither() -> None:
    whole, half, other = signatures(
        text(*STORY), text(*STORY[:10], *range(50, 60)), text(*range(60, 80))
    )
    assert likeness(whole, half) < LIKENESS
    assert likeness(whole, other) < 0.2
    assert likeness(whole, whole) == 1.0


def test_the_order_of_sentences_hardly_matters() -> None:
    one, other = signatures(text(*STORY), text(*reversed(STORY)))
    assert likeness(one, other) > LIKENESS


def test_bulletins_of_a_series_are_no_copies() -> None:
    """Short texts that say the same beside another title or date."""
    monday, tuesday = signatures(
        *(
            f"bản tin sáng {day} giá vàng và thời tiết: {text(*extra)} {text(1, 2)}"
            for day, extra in (("thứ hai", (3, 4)), ("thứ ba", (5, 6)))
        )
    )
    assert standing_behind(np.array([monday, tuesday])).tolist() == [0, 1]


def test_texts_too_short_to_tell_stand_for_themselves() -> None:
    short = signatures(*[text(1)] * 3)
    assert np.count_nonzero(short[0]) < LEAST_BINS
    assert standing_behind(short).tolist() == [0, 1, 2]


@given(st.lists(st.integers(0, 4), max_size=12))
@settings(max_examples=30)
def test_each_stands_behind_the_first_with_its_text(kinds: list[int]) -> None:
    signed = signatures(*(text(*range(100 * kind, 100 * kind + 20)) for kind in kinds))
    expected = [kinds.index(kind) for kind in kinds]
    assert standing_behind(signed).tolist() == expected
