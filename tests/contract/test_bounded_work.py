"""Whatever is asked, the work is bounded: every engine counts the postings that it reads."""

import string
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from searcher.engines import ENGINES, Reader, engine_named, scoring
from searcher.errors import ParameterError
from searcher.model import Article, Phrase, Prefix, Query, Word
from searcher.model.limits import LIMITS
from searcher.parse import parse_query
from searcher.parse.walking import leaves_in
from tests.corpus import article, indexed

COMMON = [
    "của",
    "và",
    "các",
    "là",
    "một",
    "trong",
    "cho",
    "có",
    "được",
    "người",
    "năm",
    "ngày",
    "tỉnh",
    "xã",
]
FOREIGN = [
    "".join(letters)
    for letters in product("qwfj", string.ascii_lowercase, "xz", "kq", string.ascii_lowercase)
]
"""More keys with one prefix than a prefix may stand for."""
ARTICLES = 40


def news() -> Iterator[Article]:
    share = len(FOREIGN) // ARTICLES
    for number in range(ARTICLES):
        rare = FOREIGN[number * share : (number + 1) * share]
        yield article(f"n{number}", " ".join(COMMON[: number % 7 + 3]), " ".join([*COMMON, *rare]))


@pytest.fixture(params=ENGINES, scope="module")
def reader(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return indexed(engine_named(request.param), tmp_path_factory.mktemp("index"), [list(news())])


def bound(query: Query) -> int:
    """Return the postings that the contract allows: see `engines/base.py`."""
    leaves = list(leaves_in(query.tree))
    readings = sum(len(leaf.readings) for leaf in leaves if isinstance(leaf, Word))
    prefixes = sum(isinstance(leaf, Prefix) for leaf in leaves)
    keys = len(leaves) + readings + len(query.extras) + prefixes * scoring.PREFIX_KEYS
    occurrences = len(COMMON) * 2 * ARTICLES * len(leaves)
    return scoring.READINGS * keys * ARTICLES + occurrences


def understood(typed: str) -> Query | None:
    """Return the query, or None where it is refused with whole sentences that name the parameter."""
    try:
        return parse_query(typed)
    except ParameterError as error:
        refused = error
    assert refused.parameter == "q"
    assert [sentence[-1] for sentence in (refused.vi, refused.en)] == [".", "."]
    return None


HOSTILE = [
    "t*", "*", "* * *", "q*", "qa*", "qq* ww* ff*", "(" * 2000, "()" * 200, "(" * 10 + "xã", "(" * 11 + "xã",
    ")" * 300, "-" * 300, "+" * 300, '"' * 300, "|" * 300, "của " * 128,
    " ".join(f"t{n}" for n in range(10_000)),
    " ".join(FOREIGN[:80]), " OR ".join(COMMON * 80), " OR ".join(COMMON * 6),
    " OR ".join(FOREIGN[:60]), '"' + " ".join(COMMON[:8]) + '"', '"của và các là"', '"của của của của"~9',
    f'"{" ".join(COMMON)}"~9', "foo:bar", "foo:bar:baz:", "title:" * 60 + "xã", "-title:" * 60 + "xã",
    "trước:0001-01-01", "sau:9999-12-31", "ngày:31/02/2024", "ngày:9999999999", "trước:99999999999999999999",
    "sau:2024 trước:2023", "tháng 13/2024", "999999 ngày qua", "năm 99999",
    "\x00\x01\x02", "\u200b" * 100, "\u202e" + "xã", "xã\u0301" * 50, "\ufdfa" * 500, "x" * 100_000, "đ" * 512,
    "nguồn:" * 80, "nguồn:(" * 60, "thẻ:((((((((((((", 'thẻ:"' + "a" * 400, "site:[", "site:://", "site:" + "." * 300,
    "-xã", "-của -và", "NOT", "AND AND AND", "OR OR OR", "+của +và", "1*", "12*", "a" * 500 + "*",
]  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE, ids=lambda typed: f"{typed[:24]!r}")
def test_a_hostile_query_is_refused_with_a_sentence_or_costs_little(
    reader: Reader, typed: str
) -> None:
    query = understood(typed)
    if query is None:
        return
    found = reader.search(query, 10)
    assert found.touched <= bound(query)
    assert len(list(leaves_in(query.tree))) <= 2 * LIMITS.terms + len(COMMON)


@pytest.mark.parametrize("name", ENGINES)
def test_a_prefix_stands_for_its_most_frequent_keys_and_no_more(name: str, tmp_path: Path) -> None:
    many = [f"zz{word}" for word in FOREIGN]
    assert len(many) > scoring.PREFIX_KEYS
    often, rare = many[-1], many[-2]
    batches = [
        [article(f"o{n}", often) for n in range(3)],
        [article("all", " ".join(word for word in many if word != rare)), article("rare", rare)],
    ]
    reader = indexed(engine_named(name), tmp_path, batches)
    found = reader.search(parse_query("zz*"), 10)
    assert set(found.ids) == {"o0", "o1", "o2", "all"}
    assert found.touched <= scoring.READINGS * scoring.PREFIX_KEYS * 5 < len(many) * 5
    assert "rare" in reader.search(parse_query(f"{rare[:-1]}*"), 10).ids


def test_strangers_in_a_phrase_are_spread_in_few_ways() -> None:
    tree = parse_query(f'"{" ".join(COMMON[:12])}"~9').tree
    assert isinstance(tree, Phrase)
    assert tree.slop == 1
    pair = parse_query('"xã tỉnh"~9').tree
    assert isinstance(pair, Phrase)
    assert pair.slop == 9
