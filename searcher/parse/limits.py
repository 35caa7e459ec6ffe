"""How much a query may ask: whoever needs more did not mean it."""

from searcher.errors import ParameterError
from searcher.model import Node, Word
from searcher.parse.reading import whole_words
from searcher.parse.walking import leaves_in

LENGTH_LIMIT = 512
"""Characters of a query."""
TERM_LIMIT = 64
"""Different words of a query, fillers not counted; prefixes and names count too."""
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


def check_terms(tree: Node | None, text: str, *, is_plain: bool) -> None:
    """Raise ParameterError for more than TERM_LIMIT terms.

    A term is a syllable; in a plain text, as a pasted sentence is, it is a whole word, so that the
    longest sentences of real news pass: one of 493 judged queries has 69 syllables.
    """
    count = len({_key(leaf) for leaf in leaves_in(tree)} - {None})
    if count > TERM_LIMIT and is_plain:
        count = min(count, len(whole_words(text)))
    if count > TERM_LIMIT:
        raise refused(
            f"Câu tìm có {count} từ khác nhau, quá giới hạn {TERM_LIMIT} từ.",
            f"The query has {count} different words, the limit is {TERM_LIMIT} words.",
        )


def _key(leaf: Node) -> object:
    """Return what makes a term different from others, None for a filler."""
    if isinstance(leaf, Word):
        return None if leaf.filler else leaf.folded
    return leaf


def refused(vi: str, en: str, value: str | None = None) -> ParameterError:
    """Return the error for a query that is not answered."""
    return ParameterError(vi, en, parameter="q", value=value)
