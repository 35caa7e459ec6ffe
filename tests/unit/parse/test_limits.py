"""Limits of a query, from both sides."""

from itertools import islice

import pytest

from searcher.errors import ParameterError
from searcher.model.limits import LIMITS
from searcher.parse import parse_query
from searcher.parse.limits import SYLLABLES_PER_WORD
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
    terms = [f"t{n}" for n in range(LIMITS.terms + 1)]
    assert not refused(joint.join(terms[:-1]))
    assert f"{LIMITS.terms} từ" in refused(joint.join(terms))


def test_fillers_and_repeated_words_are_no_terms() -> None:
    terms = " ".join(f"t{n}" for n in range(LIMITS.terms))
    assert not refused(f"{terms} t1 t2 của và các là")


def test_names_and_phrases_count_as_terms() -> None:
    names = " ".join(f"thẻ:t{n}" for n in range(LIMITS.terms - 2))
    assert not refused(f'{names} "ta0 ta1"')
    assert refused(f'{names} "ta0 ta1 ta2"')


def test_a_sentence_may_have_64_words_of_more_syllables() -> None:
    most = int(LIMITS.terms * SYLLABLES_PER_WORD)
    words = list(islice(SYLLABLES, most + 1))
    assert len(words) == most + 1
    assert not refused(" ".join(words[:-1]))
    assert f"{LIMITS.terms} từ" in refused(" ".join(words))
    assert f"{LIMITS.terms} từ" in refused("(" + " ".join(words[:-1]) + ")")


@pytest.mark.parametrize("unit", ["x", "đ", "x ", '"'])
def test_512_characters_are_a_query_and_513_are_not(unit: str) -> None:
    whole = ("x" + unit * LIMITS.query_length)[: LIMITS.query_length]
    assert not refused(whole)
    assert f"{LIMITS.query_length} ký tự" in refused(whole + "x")


@pytest.mark.parametrize("before", ["", "-", "tiêu-đề:", "+"])
def test_10_levels_of_brackets_are_a_query_and_11_are_not(before: str) -> None:
    level = f"{before}("
    assert not refused(level * LIMITS.brackets + "xã" + ")" * LIMITS.brackets)
    assert not refused("(a) " * 50 + level * LIMITS.brackets + "xã")
    assert f"{LIMITS.brackets} tầng" in refused(level * (LIMITS.brackets + 1) + "xã")


def test_brackets_behind_a_name_count_too() -> None:
    assert not refused("nguồn:" + "(" * LIMITS.brackets + "xã")
    assert f"{LIMITS.brackets} tầng" in refused("nguồn:" + "(" * (LIMITS.brackets + 1) + "xã")
    assert f"{LIMITS.brackets} tầng" in refused("(" * LIMITS.brackets + "nguồn:(xã")
