"""A tree prints as a query string, and parsing that gives the same tree."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from searcher.errors import ParameterError
from searcher.model import All, Any, Field, Keyword, Node, Not, Phrase, Prefix, Word
from searcher.model.limits import LIMITS
from searcher.parse import parse_query
from searcher.parse.building import all_of, any_of, negated, phrase
from searcher.parse.fields import KEYWORDS, TEXTS
from searcher.parse.lexer import OPERATORS
from searcher.parse.parser import tree_of
from searcher.parse.printing import printed
from searcher.parse.reading import words_of
from searcher.parse.walking import with_words, words_in
from searcher.vietnamese.folding import prefix_keys

SYLLABLES = (
    "huế",
    "Huế",
    "hue",
    "đường",
    "OR",
    "NOT",
    "AND",
    "HOẶC",
    "title",
    "nguồn",
    "54",
    "của",
    "x",
)
NAMES = (
    "Báo Lâm Đồng",
    "lamdong.gov.vn",
    "a",
    "OR",
    "title:x",
    "x-y",
    "C++",
    "(a)",
    "-b",
    "*",
    "a|b",
)
TODAY = date(2024, 3, 6)


def word(typed: str, *, exact: bool = False) -> Word:
    (found, _), *_ = words_of(typed)
    return Word(
        typed=found.typed,
        accented=found.accented,
        folded=found.folded,
        marked=found.marked,
        exact=exact,
    )


def prefix(typed: str) -> Prefix:
    accented, folded = prefix_keys(typed)
    return Prefix(typed=typed, accented=accented, folded=folded, marked=word(typed).marked)


def leaves() -> st.SearchStrategy[Node]:
    words = st.builds(word, st.sampled_from(SYLLABLES), exact=st.booleans())
    phrases = st.builds(
        lambda typed, slop: phrase([word(one) for one in typed], slop),
        st.lists(st.sampled_from(SYLLABLES), min_size=2, max_size=6),
        st.integers(0, 9),
    )
    names = st.builds(
        Keyword,
        name=st.sampled_from(sorted(KEYWORDS)),
        value=st.sampled_from([name for name in NAMES if name != "*"]),
    )
    return st.one_of(
        words, phrases, names, st.sampled_from(["hành", "my", "hoà", "12"]).map(prefix)
    )


def grown(child: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(child, min_size=2, max_size=4)
    flat = several.map(
        lambda nodes: [c for n in nodes for c in (n.children if isinstance(n, All) else (n,))]
    )
    return st.one_of(
        flat.map(all_of),
        several.map(any_of),
        child.map(negated),
        st.builds(
            Field, name=st.sampled_from(sorted(TEXTS)), child=child.filter(_may_be_in_a_field)
        ),
    )


def _may_be_in_a_field(node: Node) -> bool:
    """Tell whether a field may stand before a node: of several signs the nearest counts."""
    return not isinstance(node, Field | Not | Keyword)


TREES = st.recursive(leaves(), grown, max_leaves=12)


@given(TREES)
def test_a_tree_prints_as_what_parses_to_it(tree: Node) -> None:
    shown = printed(tree)
    found = tree_of(shown).tree
    assert found is not None
    assert printed(found) == shown
    bare = {read: word(read.typed, exact=read.exact) for read in words_in(found)}
    assert with_words(found, bare) == tree


@given(TREES)
def test_a_printed_tree_is_understood_as_itself(tree: Node) -> None:
    asked = parse_query(printed(tree)[: LIMITS.query_length], verbatim=True, today=TODAY)
    again = parse_query(asked.understood, verbatim=True, today=TODAY)
    assert (again.tree, again.understood) == (asked.tree, asked.understood)


PIECES = [
    *'aăđ -+"()|:*~ \t54/.,',
    "huế", " OR ", " AND ", " NOT ", "OR", "HOẶC", "title:", "tiêu-đề:", "nguồn:", "site:", "the:", "foo:",
    "Báo A", '"Báo A"', '"lũ quét"~3', "NQ", "54-NQ/TW", "UBND", "my*", "t*",
    " hôm nay ", " tháng 3/2024 ", "trước:2024-03-01", "sau:2020", "ngày:31/02/2024", "đến:9999",
    "\x00", "\u200b", "\u00ad", "🙂", "tieengs vieejt",
]  # fmt: skip
QUERIES = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


def same(query: str) -> None:
    try:
        asked = parse_query(query, today=TODAY)
    except ParameterError:
        return
    again = parse_query(asked.understood, today=TODAY)
    assert (again.tree, again.understood) == (asked.tree, asked.understood)
    assert (again.filters, again.spoken) == (asked.filters, asked.spoken)


@given(QUERIES)
def test_what_was_understood_means_the_same_when_typed(query: str) -> None:
    same(query)


@given(st.text(max_size=60))
def test_any_text_is_understood_as_what_means_the_same(query: str) -> None:
    same(query)


def test_operators_are_quoted_where_they_are_words() -> None:
    assert set(OPERATORS) == {"OR", "HOẶC", "AND", "NOT"}
    assert [parse_query(sign).understood for sign in sorted(OPERATORS)] == [
        f'"{sign}"' for sign in sorted(OPERATORS)
    ]


def test_a_tree_has_no_node_of_one_child() -> None:
    tree = parse_query("((a) OR (a)) ((b)) -(c)").tree
    assert isinstance(tree, All)
    assert not any(isinstance(child, All | Any) for child in tree.children)
    assert not any(isinstance(child, Phrase) for child in tree.children)
