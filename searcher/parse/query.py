"""A typed string and what stands beside it become one Query."""

from dataclasses import dataclass, replace
from datetime import date
from typing import TypedDict

from searcher.errors import ParameterError
from searcher.model import ANY, Filters, Query, Reading, Sort
from searcher.model.limits import LIMITS, Limits
from searcher.parse.dating import Dated, dated, may_say_a_date
from searcher.parse.expanding import expanded, with_whole_words
from searcher.parse.lexer import has_signs
from searcher.parse.limits import check_length, refused
from searcher.parse.mixing import mixed
from searcher.parse.parser import Parsed, tree_of
from searcher.parse.printing import printed
from searcher.parse.reading import extras_of, may_have_numbers, words_of
from searcher.parse.restoring import Restoring, restored
from searcher.parse.unquoting import followed, unquoted
from searcher.parse.walking import positive
from searcher.vietnamese import normalise
from searcher.vietnamese.abbreviations import Abbreviations
from searcher.vietnamese.keyboards import guess

_SAID = "; "
"""Stands before a spoken date, so that no word before it becomes part of it."""


class Asked(TypedDict, total=False):
    """What may stand beside a typed string; see `parse_query`."""

    filters: Filters
    sort: Sort
    page: int
    per_page: int
    exclude: frozenset[str]
    verbatim: bool
    today: date | None
    recency: float
    limits: Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class _Aids:
    """What reading a text depends on beside the text; `again` wants the tree only."""

    verbatim: bool
    today: date | None
    names: Abbreviations | None
    restore: Restoring | None
    again: bool = False


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
    recency: float = 0.0,
    limits: Limits = LIMITS,
    names: Abbreviations | None = None,
    restore: Restoring | None = None,
) -> Query:
    """Return the query; raises ParameterError for one that is too long or has nothing to look for.

    Nothing typed at all asks for every article within the filters. What looks like raw
    Telex, VNI, VIQR or an old font is read as what it stands for, and dates said among the words become
    filters, unless the words shall be taken `verbatim`. `today` is the clock's day if None, `names` the
    packaged abbreviations; with `restore` words without diacritics are read through their likeliest ones.
    """
    check_length(typed, limits)
    guessed = None if verbatim else guess(typed)
    text = normalise(guessed.text if guessed else typed)
    check_length(text, limits)
    if typed and not words_of(text):
        raise refused("Câu tìm không có chữ nào để tìm.", "The query has no word to look for.")
    plain = Query(
        typed=typed,
        tree=None,
        guessed=guessed.text if guessed else None,
        filters=filters,
        sort=sort,
        page=page,
        per_page=per_page,
        exclude=exclude,
        recency=recency,
        limits=limits,
    )
    aids = _Aids(verbatim=verbatim, today=today, names=names, restore=restore)
    query = _read(plain, text, aids)
    shown = (one for one in (query.understood, text) if _reads_the_same(one, text, query, aids))
    understood = next(shown, typed)
    return query if understood == query.understood else replace(query, understood=understood)


def _reads_the_same(shown: str, text: str, query: Query, aids: _Aids) -> bool:
    """Tell whether `shown`, typed, is understood as the query that came of `text`."""
    if shown == query.typed:
        return True
    if not aids.verbatim and guess(shown):
        return False
    if _is_words(text) and _is_words(shown):
        return True
    try:
        check_length(shown, query.limits)
        plain = Query(typed=shown, tree=None, limits=query.limits)
        again = _read(plain, normalise(shown), replace(aids, again=True))
    except ParameterError:  # one bracket, one letter too many
        return False
    return (again.tree, again.spoken) == (query.tree, query.spoken)


def _is_words(text: str) -> bool:
    """Tell whether a text is read word by word, whatever stands between them."""
    return not (has_signs(text) or may_have_numbers(text) or may_say_a_date(text))


def _read(plain: Query, text: str, aids: _Aids) -> Query:
    """Return the query of a text; quotation marks that find nothing are words in the end."""
    query = _demanded(plain, text, aids)
    loose = None if aids.verbatim or aids.again else unquoted(text)
    return followed(query, _demanded(plain, loose, aids)) if loose else query


def _demanded(plain: Query, text: str, aids: _Aids) -> Query:
    """Return the query with the dates and the tree of a text."""
    found = dated(text, plain.filters, aids.today)
    if found.verbatim is None:
        return _with_tree(plain, found, aids)
    words = _with_tree(plain, found.verbatim, aids)
    return words if aids.verbatim else replace(_with_tree(plain, found, aids), fallback=words)


def _with_tree(query: Query, found: Dated, aids: _Aids) -> Query:
    """Return the query with the filters and the tree of a text without its dates."""
    parsed = tree_of(found.text, query.limits)
    if parsed.tree is None:
        said = _SAID.join(found.spoken)
        return replace(query, filters=found.filters, spoken=found.spoken, understood=said)
    tree = expanded(parsed.tree, found.text, parsed.spans, aids.names)
    long = mixed(parsed.tree, tree)
    shown = printed(long or parsed.tree)
    tree = with_whole_words(long or tree)
    extras = () if aids.again else _extras(parsed, found.text)
    if aids.restore and not aids.verbatim:
        tree, extras = restored(tree, extras, shown, aids.restore)
    return replace(
        query,
        filters=found.filters,
        spoken=found.spoken,
        tree=tree,
        mixed=long is not None,
        understood=_SAID.join((shown, *found.spoken)),
        extras=extras,
    )


def _extras(parsed: Parsed, text: str) -> tuple[Reading, ...]:
    """Return what adds score: whole words and numbers of what an article may have."""
    if parsed.is_plain:
        return extras_of(text)
    runs = (" ".join(word.typed for word in run) for run in positive(parsed.tree))
    return extras_of(" . ".join(runs))
