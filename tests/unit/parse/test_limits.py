"""Limits of a query, from both sides."""

from itertools import islice

import pytest

from searcher.errors import ParameterError
from searcher.parse import parse_query
from searcher.parse.limits import DEPTH_LIMIT, LENGTH_LIMIT, SYLLABLES_PER_WORD, TERM_LIMIT
from searcher.vietnamese import fold
from searcher.vietnamese.phonology import bare_syllables

SYLLABLES = sorted({one for one in bare_syllables() if len(one) == 2 and fold(one) == one})
"""Vietnamese syllables of two letters, each with a folded key of its own."""


def refused(query: str) -> str:
    """Return the sentence with which a query is refused; empty if it is not."""
    try:
        parse_query(query, verbatim=True)
    except ParameterError as error:
        return error.vi
    return ""


@pytest.mark.parametrize("joint", [" ", " OR ", " -", "* "])
def test_64_terms_are_a_query_and_65_are_not(joint: str) -> None:
    terms = [f"t{n}" for n in range(TERM_LIMIT + 1)]
    assert not refused(joint.join(terms[:-1]))
    assert f"{TERM_LIMIT} từ" in refused(joint.join(terms))


def test_fillers_and_repeated_words_are_no_terms() -> None:
    terms = " ".join(f"t{n}" for n in range(TERM_LIMIT))
    assert not refused(f"{terms} t1 t2 của và các là")


def test_names_and_phrases_count_as_terms() -> None:
    names = " ".join(f"thẻ:t{n}" for n in range(TERM_LIMIT - 2))
    assert not refused(f'{names} "ta0 ta1"')
    assert refused(f'{names} "ta0 ta1 ta2"')


def test_a_sentence_may_have_64_words_of_more_syllables() -> None:
    most = int(TERM_LIMIT * SYLLABLES_PER_WORD)
    words = list(islice(SYLLABLES, most + 1))
    assert len(words) == most + 1
    assert not refused(" ".join(words[:-1]))
    assert f"{TERM_LIMIT} từ" in refused(" ".join(words))
    assert f"{TERM_LIMIT} từ" in refused("(" + " ".join(words[:-1]) + ")")


@pytest.mark.parametrize("unit", ["x", "đ", "x ", '"'])
def test_512_characters_are_a_query_and_513_are_not(unit: str) -> None:
    whole = ("x" + unit * LENGTH_LIMIT)[:LENGTH_LIMIT]
    assert not refused(whole)
    assert f"{LENGTH_LIMIT} ký tự" in refused(whole + "x")


@pytest.mark.parametrize("before", ["", "-", "tiêu-đề:", "+"])
def test_10_levels_of_brackets_are_a_query_and_11_are_not(before: str) -> None:
    level = f"{before}("
    assert not refused(level * DEPTH_LIMIT + "xã" + ")" * DEPTH_LIMIT)
    assert not refused("(a) " * 50 + level * DEPTH_LIMIT + "xã")
    assert f"{DEPTH_LIMIT} tầng" in refused(level * (DEPTH_LIMIT + 1) + "xã")


def test_brackets_behind_a_name_count_too() -> None:
    assert not refused("nguồn:" + "(" * DEPTH_LIMIT + "xã")
    assert f"{DEPTH_LIMIT} tầng" in refused("nguồn:" + "(" * (DEPTH_LIMIT + 1) + "xã")
    assert f"{DEPTH_LIMIT} tầng" in refused("(" * DEPTH_LIMIT + "nguồn:(xã")
