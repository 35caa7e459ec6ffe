"""Whenever a search runs out of time it answers with some of what it would have answered, never with anything else."""

from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.engines import ENGINES, Reader, engine_named
from searcher.model import Candidates, Facets, Showing, Sort
from searcher.model.limits import LIMITS, Deadline
from searcher.parse import parse_query
from searcher.searching import search
from tests.corpus import article, indexed

WORDS = [
    "lũ",
    "lụt",
    "miền",
    "trung",
    "năm",
    "nay",
    "nam",
    "giới",
    "tỉnh",
    "Huế",
    "huế",
    "hồ",
    "chứa",
    "nước",
    "nước_lên",
    "xả",
]
ARTICLES = [
    article(
        f"n{number}",
        " ".join(WORDS[number % 5 : number % 5 + 3]),
        " ".join(WORDS[at % len(WORDS)] for at in range(number, number + 4 + number % 9)),
        day=f"2024-03-{number % 27 + 1:02d}",
        source=f"Báo {number % 4}",
    )
    for number in range(60)
]
QUERIES = [
    "", "lũ lụt", "nam", "lũ miền trung huế nước", "lũ OR huế OR hồ", '"miền trung"', '"lũ trung"~2', "nu*", "lũ -huế",
    "-lũ", "-(lũ OR -huế)", '-"lũ lụt" nước', "title:lũ", "nước -(tỉnh huế)", "+lũ hồ*", "lũ lụt miền trung năm nay tỉnh huế",
]  # fmt: skip
STEPS = 40
"""More looks at the clock than any of these searches takes."""


def after(looks: int) -> Deadline:
    """Return a deadline that has passed after so many looks at the clock."""
    return Deadline(at=looks, clock=count().__next__)


@pytest.fixture(params=ENGINES, scope="module")
def reader(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    batches = [ARTICLES[:25], ARTICLES[25:]]
    return indexed(engine_named(request.param), tmp_path_factory.mktemp("index"), batches)


def tiers_in(found: Candidates) -> dict[str, int]:
    return dict(zip(found.ids, found.tiers.tolist(), strict=True))


def counted(facets: Facets) -> dict[tuple[str, str], int]:
    named = {"source": facets.source, "category": facets.category, "month": facets.month}
    return {(name, one.value): one.count for name, listed in named.items() for one in listed}


def assert_some_of(part: Candidates, whole: Candidates) -> None:
    """Assert that a partial answer holds nothing that the whole one does not."""
    assert len(set(part.ids)) == len(part.ids) == len(part.scores) == len(part.numbers)
    assert tiers_in(part).items() <= tiers_in(whole).items()
    assert part.total == sum(part.tier_totals.values()) <= whole.total
    assert all(total <= whole.tier_totals[tier] for tier, total in part.tier_totals.items())
    assert all(n <= counted(whole.facets)[one] for one, n in counted(part.facets).items())


@pytest.mark.parametrize("typed", QUERIES)
@pytest.mark.parametrize("sort", [Sort.RELEVANCE, Sort.NEWEST])
def test_an_answer_out_of_time_is_some_of_the_whole_one(
    reader: Reader, typed: str, sort: Sort
) -> None:
    query = parse_query(typed, sort=sort)
    whole = reader.search(query, len(ARTICLES))
    for looks in range(STEPS):
        part = reader.search(query.until(after(looks)), len(ARTICLES))
        if not part.partial:
            assert (part.ids, part.tier_totals) == (whole.ids, whole.tier_totals)
            break
        assert_some_of(part, whole)
    assert not part.partial


def test_who_has_no_time_at_all_gets_nothing_and_no_error(reader: Reader) -> None:
    for typed in QUERIES[1:]:
        part = reader.search(parse_query(typed).until(after(0)), 10)
        assert part.partial


def test_of_a_choice_that_was_read_in_part_the_rest_is_answered(tmp_path: Path) -> None:
    """What counts is the best so far, not that there be nothing at all."""
    reader = indexed(engine_named("whoosh"), tmp_path, [ARTICLES])
    query = parse_query("lũ OR huế OR hồ OR xả")
    totals = [reader.search(query.until(after(looks)), 10).total for looks in range(5)]
    assert 0 < totals[1] < totals[4]


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from(QUERIES), st.integers(0, STEPS), st.integers(1, 9), st.booleans(), st.booleans()
)
def test_a_page_out_of_time_is_a_page(
    reader: Reader, typed: str, looks: int, page: int, apart: bool, explain: bool
) -> None:
    """Also one behind the last that was found in time."""
    query = parse_query(typed, page=page, per_page=3)
    showing = Showing(apart=apart, explain=explain)
    whole = reader.search(query, len(ARTICLES))
    if whole.total <= (page - 1) * 3:
        query = replace(query, page=1, fallback=query.fallback and replace(query.fallback, page=1))
    meant = query.fallback if query.fallback and not whole.total else query
    whole = reader.search(meant, len(ARTICLES))
    found = search(query.until(after(looks)), reader, showing)
    near = reader.search(replace(meant, per_page=len(ARTICLES)), len(ARTICLES))
    assert found.partial or found.total >= whole.total
    assert not found.partial or {hit.article.id for hit in found.hits} <= {*whole.ids, *near.ids}
    assert [hit.score for hit in found.hits] == sorted((h.score for h in found.hits), reverse=True)


def test_a_reader_with_time_enough_answers_as_one_without_a_limit(reader: Reader) -> None:
    """Whatever it is asked; and who wants no articles is told how many there are."""
    bound = reader.until(Deadline.within(60_000))
    for typed in QUERIES:
        query = parse_query(typed)
        whole, found = reader.search(query, 20), bound.search(query, 20)
        assert (found.ids, found.total, found.facets) == (whole.ids, whole.total, whole.facets)
        none = bound.search(query, 0)
        assert (none.ids, none.total, none.facets) == ((), whole.total, whole.facets)
        assert found.tiers_of(found.numbers).tolist() == found.tiers.tolist()
        signed = bound.signatures(bound.numbers(found.ids))
        assert signed.tolist() == reader.signatures(whole.numbers).tolist()
        assert bound.articles(found.ids) == reader.articles(whole.ids)
        assert bound.days(query) == reader.days(query)


def test_a_deadline_that_never_comes_asks_no_clock() -> None:
    def no_clock() -> float:
        raise AssertionError

    assert not Deadline(clock=no_clock).passed
    assert Deadline.within(0) == Deadline()
    assert 0 < Deadline.within(60_000).left_ms <= 60_000


def test_what_a_query_falls_back_to_has_its_deadline() -> None:
    late = after(3)
    query = parse_query("lễ hội tháng 3/2024").until(late)
    assert query.fallback is not None
    assert query.fallback.deadline is query.deadline is late


@pytest.mark.parametrize("name", ENGINES)
def test_a_prefix_stands_for_no_more_keys_than_its_limit(tmp_path: Path, name: str) -> None:
    batch = [article("o1", "hoa"), article("o2", "hoa"), article("o3", "hoang")]
    reader = indexed(engine_named(name), tmp_path, [batch])
    few = parse_query("ho*", limits=replace(LIMITS, prefix_keys=1))
    assert set(reader.search(few, 10).ids) == {"o1", "o2"}
    assert reader.search(parse_query("ho*"), 10).total == 3


def test_facets_are_as_short_as_their_limit(reader: Reader) -> None:
    query = parse_query("lũ", limits=replace(LIMITS, facet_size=0))
    assert not search(query, reader).facets.source
    assert search(parse_query("lũ"), reader).facets.month
