"""A typed string and what stands beside it become one Query."""

from searcher.errors import ParameterError
from searcher.model import ANY, Filters, Query, Sort
from searcher.parse.expanding import expanded
from searcher.parse.parser import tree_of
from searcher.parse.printing import printed
from searcher.parse.reading import extras_of
from searcher.vietnamese import normalise
from searcher.vietnamese.keyboards import guess

LENGTH_LIMIT = 512
"""Characters of a query."""


def parse_query(
    typed: str,
    *,
    filters: Filters = ANY,
    sort: Sort = Sort.RELEVANCE,
    page: int = 1,
    per_page: int = 10,
    exclude: frozenset[str] = frozenset(),
    verbatim: bool = False,
) -> Query:
    """Return the query; raises ParameterError for one that is too long or has nothing to look for.

    Nothing typed at all asks for every article within the filters. What looks like raw Telex, VNI,
    VIQR or an old font is read as what it stands for, unless it shall be taken `verbatim`.
    """
    _check_length(typed)
    text = normalise(typed)
    guessed = None if verbatim else guess(typed)
    meant = normalise(guessed.text) if guessed else text
    parsed = tree_of(meant)
    if parsed.tree is None and typed:
        raise _refused("Câu tìm không có chữ nào để tìm.", "The query has no word to look for.")
    return Query(
        typed=typed,
        tree=expanded(parsed.tree, meant, parsed.spans) if parsed.tree else None,
        understood=printed(parsed.tree) if parsed.tree else "",
        guessed=guessed.text if guessed else None,
        extras=extras_of(meant) if parsed.tree else (),
        filters=filters,
        sort=sort,
        page=page,
        per_page=per_page,
        exclude=exclude,
    )


def _check_length(typed: str) -> None:
    if len(typed) > LENGTH_LIMIT:
        raise _refused(
            f"Câu tìm dài {len(typed)} ký tự, quá giới hạn {LENGTH_LIMIT}.",
            f"The query has {len(typed)} characters, the limit is {LENGTH_LIMIT}.",
        )


def _refused(vi: str, en: str) -> ParameterError:
    return ParameterError(vi, en, parameter="q")
