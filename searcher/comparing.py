"""The comparing flow: an article or a draft becomes its near-copies, whatever of them was cut or rewritten.

Candidates come from two looks at the whole archive. Signatures (`Reader.alike`) find texts that are alike as
wholes. Probes, runs of syllables taken from the text at even distances and asked for as phrases, find every
article that holds PROBE_EVERY + PROBE syllables of it in a row, however long it is besides. What is found is
read and compared exactly.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from searcher.engines.base import Reader
from searcher.engines.signatures import RUN, signature
from searcher.model import ANY, Any, Article, Filters, Phrase, Query, Reading, View, Word
from searcher.model.draft import Draft
from searcher.model.shared import Copies, NearCopy, running_text, text_of
from searcher.passages import Screen, shared_passages
from searcher.vietnamese import Syllable, fold, syllables
from searcher.vietnamese.normalise import normalise_letters
from searcher.vietnamese.syllables import tokens

COPIES = 10
"""Near-copies that are returned."""
SYLLABLES, RUNS = 0.7, 0.25
"""Near-copies have so many syllables, in any order, and so many runs of RUN syllables in common (Dice's coefficient:
twice the shared, of both). Runs tell that it is the same text, syllables how much of it: rewriting tears runs apart
and leaves most words. With six tenths of the sentences rewritten all of 200 copies have both. News of one event in
two papers mostly has .55 and .15; of 831 other candidates for 200 articles 17 have both, series such as the price of
gold and texts that really are each other's."""
PART = 0.5
"""Or one of them has so much of its text in runs of PROBE syllables of the other: a part that was taken over whole."""
LEAST_SYLLABLES = 20
"""That two texts must share, so that a caption or a name does not make a short one a copy."""
PASSAGE = 40
"""Syllables of a passage that is shown also where the texts are no near-copies: a paragraph that was taken over."""
LEAST_BINS = 8
"""Bins in which signatures must agree: copies with six tenths rewritten agree in 12, others mostly in 3."""
WHOLES, PARTS = 48, 48
"""Candidates that are read: of signatures and of probes."""
PROBE, PROBE_EVERY, PROBES = 8, 40, 64
"""Syllables of a probe, from one to the next, and how many; a longer text has them farther apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    article: Article
    first: float
    second: float
    is_near: bool


def compare(
    text: Article | Draft,
    reader: Reader,
    *,
    limit: int = COPIES,
    filters: Filters = ANY,
    exclude: frozenset[str] = frozenset(),
) -> Copies:
    """Return what the archive has of a text: near-copies, and articles that share a passage with it.

    Near-copies are what SYLLABLES, RUNS, PART and LEAST_SYLLABLES say, other articles have a passage of PASSAGE
    syllables; those that have most of the text come first, at most `limit` of either.
    """
    written = running_text(text.title, text.summary, text.body)
    parts = [folded_keys(part) for part in (text.title, text.summary, text.body)]
    articles = reader.articles(_candidates(parts, reader, filters, exclude))
    compared = sorted(_compared(list(chain(*parts)), articles), key=_order)
    read = syllables(written)
    near = (_shown(read, one) for one in compared if one.is_near)
    others = (_shown(read, one) for one in compared if not one.is_near)
    return Copies(
        text=written,
        found=tuple(islice(near, limit)),
        parts=tuple(islice(filter(_has_passage, others), limit)),
    )


def _shown(read: Sequence[Syllable], one: _Candidate) -> NearCopy:
    shared = shared_passages(read, syllables(text_of(one.article)))
    return NearCopy(article=one.article, shared=shared)


def _has_passage(one: NearCopy) -> bool:
    return any(passage.syllables >= PASSAGE for passage in one.shared.passages)


def folded_keys(text: str) -> list[str]:
    """Return the folded keys of a text: those of its `syllables`, at a quarter of the time."""
    return [fold(match[0]) for match in tokens(normalise_letters(text))]


def _candidates(
    parts: Sequence[Sequence[str]], reader: Reader, filters: Filters, exclude: frozenset[str]
) -> list[str]:
    """Return the ids of articles that may share much text."""
    signed = signature(parts)
    wholes = reader.alike(signed, WHOLES, least=LEAST_BINS, filters=filters, exclude=exclude)
    probes = tuple(_probes(parts))
    if not probes:
        return list(wholes.ids)
    asked = Query(
        typed="", tree=Any(children=probes), filters=filters, exclude=exclude, per_page=PARTS
    )
    return list(dict.fromkeys((*wholes.ids, *reader.search(asked, PARTS).ids)))


def _probes(parts: Sequence[Sequence[str]]) -> Iterator[Phrase]:
    """Yield runs of the texts as phrases of folded keys, at even distances."""
    whole = sum(map(len, parts))
    step = max(PROBE_EVERY, -(-whole // PROBES))
    for keys in parts:
        for start in range(0, len(keys) - PROBE + 1, step):
            yield Phrase(words=tuple(map(_bare, keys[start : start + PROBE])))


def _bare(key: str) -> Word:
    reading = Reading(view=View.FOLDED, key=key)
    return Word(typed=key, accented=key, folded=key, marked=False, readings=(reading,))


def _compared(keys: Sequence[str], articles: Sequence[Article]) -> Iterator[_Candidate]:
    """Yield the articles that may share something worth showing with a text of these keys."""
    known = _Known(keys)
    for article in articles:
        others = folded_keys(text_of(article))
        first, second = known.passages.shares(others)
        shared = round(first * len(keys))
        is_part = max(first, second) >= PART and shared >= LEAST_SYLLABLES
        is_near = is_part or known.is_whole(others)
        if is_near or shared >= PASSAGE:
            yield _Candidate(article=article, first=first, second=second, is_near=is_near)


class _Known:
    """The text that articles are held against, read once."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._size = len(keys)
        self._counted = Counter(keys)
        self._runs = Screen(keys, least=RUN)
        self.passages = Screen(keys, least=PROBE)

    def is_whole(self, others: Sequence[str]) -> bool:
        """Tell whether an article is nearly the same text as a whole."""
        common = (self._counted & Counter(others)).total()
        alike = 2 * common >= SYLLABLES * (self._size + len(others))
        return common >= LEAST_SYLLABLES and alike and _dice(*self._runs.shares(others)) >= RUNS


def _dice(first: float, second: float) -> float:
    """Return twice what two texts share, of both, from the share of each."""
    return 2 * first * second / (first + second) if first + second else 0.0


def _order(one: _Candidate) -> tuple[float, float, str]:
    return -one.first, -one.second, one.article.id
