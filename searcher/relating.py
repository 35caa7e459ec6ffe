"""The relating flow: an article or a draft becomes the articles that tell the same story."""

import time
from dataclasses import dataclass, replace
from itertools import chain, islice, repeat

import numpy as np

from searcher.engines.base import Reader
from searcher.highlight import UNMARKED, highlight_all
from searcher.hits import hits_of
from searcher.model import (
    ANY,
    COLLAPSED,
    Any,
    Article,
    Draft,
    Filters,
    Hit,
    Note,
    Phrase,
    Query,
    Results,
    Showing,
    View,
    Word,
)
from searcher.model import Reading as Key
from searcher.model.limits import LIMITS
from searcher.parse.drafting import Restoring, check_size, notes_on, read_draft
from searcher.rank import Ranking
from searcher.rank.likeness import Compared, counting, likeness
from searcher.rank.related import rank_related
from searcher.rank.telling import Telling, telling_in, telling_of
from searcher.vietnamese import Syllable, document_numbers, is_marked, syllables

POOL = 120
"""Candidates that are looked at again: of 5,700 judged pairs one is not among them."""
LEAST = 0.1
"""Likeness below which articles have no more in common than any two: of judged pairs 1 in 200 is below .19."""
MARKED = 8
"""The most telling words: they are marked in titles and snippets."""
TITLE = 60
"""Syllables of a title that are compared; a draft may have all its text there."""
LEAD = 320
"""Characters of a body without a summary from which a snippet is cut: news says there what happened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What is held against the archive: its title as typed and as read, what tells it, its day (ordinal, 0 = none).

    `exclude` are the ids that must not be among the answers, `notes` what its writer should know.
    """

    typed: str
    title: str
    telling: Telling
    day: int = 0
    exclude: frozenset[str] = frozenset()
    notes: tuple[Note, ...] = ()


def target_of(wanted: str | Draft, reader: Reader, restore: Restoring) -> Target:
    """Return an article of the archive, by its id, or a draft as something to be compared.

    Raises ArticleNotFound, and for a draft what `read_draft` raises.
    """
    if isinstance(wanted, Draft):
        return _draft(wanted, reader, restore)
    return _article(wanted, reader)


def _article(id_: str, reader: Reader) -> Target:
    numbers = reader.numbers([id_])
    forward = reader.forward(numbers, ())
    (article,) = reader.articles([id_])
    texts = (article.title, article.summary, article.body)
    named = chain.from_iterable(map(document_numbers, texts))
    return Target(
        typed=article.title,
        title=article.title,
        telling=telling_of(forward.bags, named, reader.rarities),
        day=int(forward.day[0]),
        exclude=frozenset({id_}),
    )


def _draft(draft: Draft, reader: Reader, restore: Restoring) -> Target:
    shown = plain(draft)
    reading = read_draft(shown, restore)
    bags = reader.forward(np.zeros(0, np.int64), ()).bags
    told = telling_in(reading.texts, bags, reader.rarities, foreign=reading.foreign)
    return Target(
        typed=shown.title, title=reading.draft.title, telling=told, notes=notes_on(reading)
    )


def plain(draft: Draft, largest: int = LIMITS.draft_size) -> Draft:
    """Return a draft, plain text or HTML, as plain text; raises DraftTooLarge from `largest` bytes on."""
    from searcher.extract.pasted import plain_of  # who searches shall not wait for lxml

    check_size(draft, largest)
    return Draft(
        title=" ".join(plain_of(draft.title).split()),
        summary=plain_of(draft.summary),
        body=plain_of(draft.body),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How many articles are wanted, which of them, how like at `least`, and how near-copies are shown."""

    limit: int = 10
    least: float = 0.0
    filters: Filters = ANY
    showing: Showing = COLLAPSED


def related(wanted: str | Draft, asked: Asked, reader: Reader, restore: Restoring) -> Results:
    """Answer with the articles most like one of the archive, by its id, or like a draft, as a page of hits.

    Never the article itself; near-copies stand behind the best of them, or as asked. Raises what `target_of` raises.
    """
    started = time.perf_counter()
    target = target_of(wanted, reader, restore)
    ranking = rank_ids(target, asked, reader)
    query = _as_query(target, asked)
    return Results(
        query=query,
        total=ranking.total,
        complete=ranking.total,
        collapsed=ranking.collapsed,
        hits=_hits(ranking, query, reader, marked=asked.showing.marked),
        partial=ranking.partial,
        notes=target.notes,
        took_ms=round((time.perf_counter() - started) * 1000, 3),
    )


def rank_ids(target: Target, asked: Asked, reader: Reader) -> Ranking:
    """Answer with ranked ids only: what a batch run needs."""
    candidates = reader.nearest(
        target.telling.readings,
        max(POOL, 2 * asked.limit),
        filters=asked.filters,
        exclude=target.exclude,
    )
    title = [_word(syllable) for syllable in syllables(target.title)[:TITLE]]
    compared = Compared(
        telling=target.telling,
        title=title,
        day=target.day,
        forward=reader.forward(candidates.numbers, title),
        figures=reader.scores(_figures(target.telling), candidates.numbers),
    )
    scores = likeness(compared, counting())
    return rank_related(
        candidates, scores, asked.limit, asked.least, reader.signatures, asked.showing
    )


def _figures(told: Telling) -> Query:
    """Return figures as what the engine scores."""
    return Query(typed="", tree=None, extras=told.figures)


def _word(syllable: Syllable) -> Word:
    return Word(
        typed=syllable.text,
        accented=syllable.accented,
        folded=syllable.folded,
        marked=is_marked(syllable.text),
        readings=(Key(view=View.ACCENTED, key=syllable.accented),),
    )


def _as_query(target: Target, asked: Asked) -> Query:
    """Return what was compared as a query, by which titles and snippets are marked."""
    strongest = [word.replace("_", " ") for word in islice(target.telling.keys, MARKED)]
    phrases = (Phrase(words=tuple(map(_word, syllables(word)))) for word in strongest)
    return Query(
        typed=target.typed,
        tree=Any(children=tuple(phrases)),
        understood=" OR ".join(f'"{word}"' if " " in word else word for word in strongest),
        filters=asked.filters,
        per_page=asked.limit,
        exclude=target.exclude,
    )


def _hits(ranking: Ranking, query: Query, reader: Reader, *, marked: bool) -> tuple[Hit, ...]:
    articles = reader.articles([hit.id for hit in ranking.hits])
    leads = map(_lead, articles)
    shown = highlight_all(leads, query) if marked else repeat(UNMARKED, len(articles))
    return hits_of(ranking.hits, articles, shown)


def _lead(article: Article) -> Article:
    """Return an article with its summary, or the beginning of its body: to read all of ten takes longer than to find them."""
    return replace(article, body="" if article.summary else article.body[:LEAD])
