"""How much a query may ask: whoever needs more did not mean it."""

from collections.abc import Collection
from math import ceil

from searcher.errors import ParameterError
from searcher.model import Node, Word
from searcher.parse.walking import leaves_in
from searcher.vietnamese.phonology import is_bare_syllable

LENGTH_LIMIT = 512
"""Characters of a query."""
TERM_LIMIT = 64
"""Different words of a query, fillers not counted; prefixes and names count too."""
SYLLABLES_PER_WORD = 1.5
DEPTH_LIMIT = 10
"""Brackets within brackets."""


def check_length(text: str) -> None:
    """Raise ParameterError for more than LENGTH_LIMIT characters."""
    if len(text) > LENGTH_LIMIT:
        raise refused(
            f"Câu tìm dài {len(text)} ký tự, quá giới hạn {LENGTH_LIMIT} ký tự.",
            f"The query has {len(text)} characters, the limit is {LENGTH_LIMIT} characters.",
        )


def check_depth(depth: int) -> None:
    """Raise ParameterError for more than DEPTH_LIMIT levels of brackets."""
    if depth > DEPTH_LIMIT:
        raise refused(
            f"Câu tìm có quá {DEPTH_LIMIT} tầng ngoặc.",
            f"The query has more than {DEPTH_LIMIT} levels of brackets.",
        )


def check_terms(tree: Node | None, *, is_plain: bool) -> None:
    """Raise ParameterError for more than TERM_LIMIT terms.

    In a plain text, as a pasted sentence is, three Vietnamese syllables are two words, so that the longest
    sentences of real news pass, with their marks and without: one of 493 judged queries has 69 syllables.
    """
    terms = {_key(leaf) for leaf in leaves_in(tree)} - {None}
    count = _words_said(terms) if is_plain and len(terms) > TERM_LIMIT else len(terms)
    if count > TERM_LIMIT:
        raise refused(
            f"Câu tìm có {count} từ khác nhau, quá giới hạn {TERM_LIMIT} từ.",
            f"The query has {count} different words, the limit is {TERM_LIMIT} words.",
        )


def _words_said(terms: Collection[object]) -> int:
    """Return how many words these folded syllables are, by the mean of news: 1.5 syllables a word."""
    syllables = sum(isinstance(term, str) and is_bare_syllable(term) for term in terms)
    return len(terms) - syllables + ceil(syllables / SYLLABLES_PER_WORD)


def _key(leaf: Node) -> object:
    """Return what makes a term different from others, None for a filler."""
    if isinstance(leaf, Word):
        return None if leaf.filler else leaf.folded
    return leaf


def refused(vi: str, en: str, value: str | None = None) -> ParameterError:
    """Return the error for a query that is not answered."""
    return ParameterError(vi, en, parameter="q", value=value)
