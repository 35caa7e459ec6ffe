"""What makes a story, and where it turns."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from searcher.storyline import LONGEST, Vectors, linked, turning_points


def vectors(*rows: list[float]) -> Vectors:
    table = np.array(rows)
    row, word = np.nonzero(table)
    return Vectors.of(row, word, table[row, word], len(table))


STORY = vectors([1, 0, 0, 0], [0.9, 0.3, 0, 0], [0.7, 0.7, 0, 0], [0, 0.1, 1, 0], [0, 0, 0, 1])
UNDATED = np.zeros(5, np.int64)


def test_what_is_alike_is_one_story_and_the_rest_is_not() -> None:
    likeness = np.array([1.0, 0.9, 0.6, 0.1, 0.0])
    assert linked(likeness, STORY, UNDATED, first=0).tolist() == [0, 1, 2]
    assert linked(likeness, STORY, UNDATED).tolist() == [0, 1, 2]


def test_an_article_alone_is_its_own_story() -> None:
    assert linked(np.array([1.0]), vectors([1.0]), np.zeros(1, np.int64), first=0).tolist() == [0]


def test_nothing_related_is_no_story() -> None:
    empty = Vectors.of(np.zeros(0, int), np.zeros(0, int), np.zeros(0), 0)
    assert linked(np.zeros(0), empty, np.zeros(0, np.int64)).tolist() == []


def test_years_apart_takes_more_likeness() -> None:
    likeness = np.array([1.0, 0.5])
    alike = vectors([1, 0], [0.5, 0.87])
    near, far = np.array([700_000, 700_002]), np.array([700_000, 703_000])
    assert len(linked(likeness, alike, near, first=0)) == 2
    assert len(linked(likeness, alike, far, first=0)) == 1


def test_a_story_is_bounded() -> None:
    many = 3 * LONGEST
    same = vectors(*[[1.0]] * many)
    assert len(linked(np.ones(many), same, np.zeros(many, np.int64))) == LONGEST


@given(
    arrays.arrays(np.float64, (8, 5), elements=st.floats(0, 1)),
    arrays.arrays(np.int64, 8, elements=st.integers(0, 3)),
)
@settings(max_examples=60)
def test_no_article_is_told_twice_and_the_first_always_is(
    table: np.ndarray, days: np.ndarray
) -> None:
    found = linked(table[:, 0], vectors(*table.tolist()), days, first=3).tolist()
    assert found[0] == 3
    assert len(set(found)) == len(found)


def test_a_day_with_many_articles_is_a_burst() -> None:
    days = np.array([1, 2, 3, 4, 4, 4, 4, 4])
    same = np.ones((8, 1), np.float32)
    (turned,) = turning_points(same, days)
    assert (turned.day, turned.burst, turned.columns) == (4, True, ())


def test_words_that_are_new_and_said_again_turn_a_story() -> None:
    shares = np.array([[1, 0, 0]] * 3 + [[0.7, 0.7, 0], [0.7, 0.7, 0.1]], np.float32)
    (turned,) = turning_points(shares, np.array([1, 1, 1, 2, 3]))
    assert turning_points(shares[2:], np.array([1, 2, 3])) == []
    assert (turned.day, turned.burst, turned.columns) == (2, False, (1,))


def test_a_story_of_one_day_does_not_turn() -> None:
    assert turning_points(np.ones((9, 1), np.float32), np.full(9, 7)) == []
    assert turning_points(np.ones((0, 1), np.float32), np.zeros(0, np.int64)) == []
