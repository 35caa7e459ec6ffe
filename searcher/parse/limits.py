"""How much a query may ask: whoever needs more did not mean it."""

from collections.abc import Collection
from math import ceil

from searcher.errors import ParameterError
from searcher.model import Node, Word
from searcher.model.limits import LIMITS, Limits
from searcher.parse.walking import leaves_in
from searcher.vietnamese.phonology import is_bare_syllable

SYLLABLES_PER_WORD = 1.5
"""Of running text; see `check_terms`."""


def check_length(text: str, limits: Limits = LIMITS) -> None:
    """Raise ParameterError for more than `query_length` characters."""
    most = limits.query_length
    if len(text) > most:
        raise refused(
            f"Câu tìm dài {len(text)} ký tự, quá giới hạn {most} ký tự.",
            f"The query has {len(text)} characters, the limit is {most} characters.",
        )


def check_depth(depth: int, limits: Limits = LIMITS) -> None:
    """Raise ParameterError for more levels of `brackets`."""
    most = limits.brackets
    if depth > most:
        raise refused(
            f"Câu tìm có quá {most} tầng ngoặc.",
            f"The query has more than {most} levels of brackets.",
        )


def check_terms(tree: Node | None, limits: Limits = LIMITS, *, is_plain: bool) -> None:
    """Raise ParameterError for more than so many `terms`.

    In a plain text, as a pasted sentence is, three Vietnamese syllables are two words, so that the longest
    sentences of real news pass, with their marks and without: one of 493 judged queries has 69 syllables.
    """
    terms = {_key(leaf) for leaf in leaves_in(tree)} - {None}
    most = limits.terms
    count = _words_said(terms) if is_plain and len(terms) > most else len(terms)
    if count > most:
        raise refused(
            f"Câu tìm có {count} từ khác nhau, quá giới hạn {most} từ.",
            f"The query has {count} different words, the limit is {most} words.",
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
