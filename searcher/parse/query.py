"""A typed string and what stands beside it become one Query."""

from dataclasses import dataclass, replace
from datetime import date

from searcher.errors import ParameterError
from searcher.model import ANY, Filters, Query, Sort
from searcher.parse.dating import dated
from searcher.parse.expanding import expanded
from searcher.parse.mixing import mixed
from searcher.parse.parser import tree_of
from searcher.parse.printing import printed
from searcher.parse.reading import extras_of
from searcher.vietnamese import normalise, syllables
from searcher.vietnamese.abbreviations import Abbreviations
from searcher.vietnamese.keyboards import guess

LENGTH_LIMIT = 512
"""Characters of a query."""
_SAID = "; "
"""Stands before a spoken date, so that no word before it becomes part of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Aids:
    """What reading a text depends on beside the text."""

    verbatim: bool
    today: date | None
    names: Abbreviations | None


def parse_query(
    typed: str,
    *,
    filters: Filters = ANY,
    sort: Sort = Sort.RELEVANCE,
    page: int = 1,
    per_page: int = 10,
    exclude: frozenset[str] = frozenset(),
    verbatim: bool = False,
    today: date | None = None,
    names: Abbreviations | None = None,
) -> Query:
    """Return the query; raises ParameterError for one that is too long or has nothing to look for.

    Nothing typed at all asks for every article within the filters. What looks like raw Telex, VNI,
    VIQR or an old font is read as what it stands for, and dates said among the words become filters,
    unless the words shall be taken `verbatim`. `today` is the clock's day if
    None, `names` the packaged abbreviations.
    """
    _check_length(typed)
    guessed = None if verbatim else guess(typed)
    text = normalise(guessed.text if guessed else typed)
    if typed and not syllables(text):
        raise _refused("Câu tìm không có chữ nào để tìm.", "The query has no word to look for.")
    plain = Query(
        typed=typed,
        tree=None,
        guessed=guessed.text if guessed else None,
        filters=filters,
        sort=sort,
        page=page,
        per_page=per_page,
        exclude=exclude,
    )
    aids = _Aids(verbatim=verbatim, today=today, names=names)
    query = _read(plain, text, aids)
    if query.understood in {text, ""}:
        return query
    again = _read(plain, normalise(query.understood), aids)
    same = (again.tree, again.spoken) == (query.tree, query.spoken)
    return query if same else replace(query, understood=text)


def _read(plain: Query, text: str, aids: _Aids) -> Query:
    """Return the query with the dates and the tree of a text."""
    found = None if aids.verbatim else dated(text, plain.filters, aids.today)
    whole = _with_tree(plain, text, aids)
    if found is None or not found.spoken:
        return whole
    shorter = replace(
        plain,
        filters=found.filters,
        spoken=found.spoken,
        fallback=whole,
        understood=_SAID.join(found.spoken),
    )
    return _with_tree(shorter, found.text, aids)


def _with_tree(query: Query, text: str, aids: _Aids) -> Query:
    """Return the query with the tree of the words of `text`."""
    parsed = tree_of(text)
    if parsed.tree is None:
        return query
    tree = expanded(parsed.tree, text, parsed.spans, aids.names)
    long = mixed(parsed.tree, tree)
    return replace(
        query,
        tree=long or tree,
        mixed=long is not None,
        understood=_SAID.join((printed(long or parsed.tree), *query.spoken)),
        extras=extras_of(text),
    )


def _check_length(typed: str) -> None:
    if len(typed) > LENGTH_LIMIT:
        raise _refused(
            f"Câu tìm dài {len(typed)} ký tự, quá giới hạn {LENGTH_LIMIT}.",
            f"The query has {len(typed)} characters, the limit is {LENGTH_LIMIT}.",
        )


def _refused(vi: str, en: str) -> ParameterError:
    return ParameterError(vi, en, parameter="q")
