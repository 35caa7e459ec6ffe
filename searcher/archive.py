"""The visible generation of one index, followed as it changes."""

import logging
import threading
from collections.abc import Callable, Hashable, Iterator, Sequence
from copy import copy
from dataclasses import replace
from functools import partial
from typing import Unpack

from searcher import relating
from searcher.browsing import browse, days, listed_ids
from searcher.engines.base import Reader
from searcher.errors import ArchiveError
from searcher.model import (
    ANY,
    COLLAPSED,
    Article,
    Draft,
    Facet,
    Filters,
    Query,
    Results,
    Showing,
    Sort,
    Statistics,
)
from searcher.model.completion import Advice
from searcher.model.limits import Deadline
from searcher.model.listing import EVERYTHING, Browse, Listing
from searcher.model.observing import Observe, unobserved
from searcher.newsroom import Newsroom
from searcher.opened import Opened, open_visible
from searcher.parse import Asked, parse_query
from searcher.parse.drafting import check_size
from searcher.publish import Generations, Manifest, damages
from searcher.rank import Ranked
from searcher.searching import rank_ids, search
from searcher.settings import Settings
from searcher.suggesting import advise, suggest
from searcher.synonyms import Names, damaged_synonyms, stamp_of
from searcher.vietnamese import syllables
from searcher.vietnamese.abbreviations import Abbreviations
from searcher.vietnamese.restoration import Choices

_log = logging.getLogger(__name__)

COMPLETIONS = 8
"""Ways on that are shown under a search box."""


class Archive(Newsroom):
    """What readers search. Safe to share between threads; opens nothing before the first question.

    Every question looks at CURRENT first (one small file), so a new generation is seen at once;
    questions that are under way keep the reader they began with.
    """

    def __init__(self, settings: Settings, *, longest_ms: float = 0) -> None:
        """Keep what is asked from waiting for nodes of a cluster longer than `longest_ms` in all; 0 is as its settings say.

        A walk through all articles has no such limit.
        """
        self._settings = settings
        self._longest_ms = longest_ms
        self._generations = Generations(settings.folder)
        self._opened: Opened | None = None
        self._opening = threading.Lock()
        self._names: Callable[[], Abbreviations] = Names(settings)
        self._recency = settings.recency
        self._limits = settings.limits

    def search(
        self,
        typed: str,
        *,
        filters: Filters = ANY,
        sort: Sort = Sort.RELEVANCE,
        page: int = 1,
        per_page: int = 10,
        verbatim: bool = False,
        showing: Showing = COLLAPSED,
        deadline_ms: float = 0,
        observe: Observe = unobserved,
    ) -> Results:
        """Answer what was typed; nothing typed gives every article within the filters, newest first.

        Near-copies stand behind the best of them, or as `showing` says. What finds nothing is searched
        as it was probably meant (`Query.corrected`). `verbatim` takes back that and the guess that
        the keyboard was set wrong (see `Results.suggestion`). `observe` watches the stages.

        After `deadline_ms` milliseconds the best so far is answered, marked as partial; 0 waits for all.
        Opening a generation does not count, nor does reading the query.

        Raises ParameterError for a query or page that cannot be, ArchiveError without an index.
        """
        parsed = partial(
            self.parse,
            filters=filters,
            sort=sort,
            page=page,
            per_page=per_page,
            verbatim=verbatim,
        )
        with observe("parse"):
            query = parsed(typed)
        visible, reader = self._asked()
        query = query.until(Deadline.within(deadline_ms))
        results = search(query, reader, showing, observe)
        with observe("suggest"):
            if not results.total and not verbatim and page == 1:
                results = self._corrected(results, visible, parsed, showing)
            also = suggest(results.query, visible.advisor, results.complete)
        return replace(results, suggestion=also)

    def _corrected(
        self, results: Results, visible: Opened, parsed: Callable[[str], Query], showing: Showing
    ) -> Results:
        """Return what the correction finds, where there is one and time for it, in the place of nothing."""
        typed, deadline = results.query.typed, results.query.deadline
        if deadline.passed:
            return results
        meant = visible.advisor.correction(typed, self._limits, deadline)
        found = results
        if meant:
            found = search(parsed(meant).until(deadline), visible.reader, showing)
        if not found.total:
            return results
        return replace(found, query=replace(found.query, typed=typed, corrected=meant))

    def suggest(self, typed: str, *, limit: int = COMPLETIONS) -> Advice:
        """Complete what is typed so far, and say what may have been meant instead.

        Nothing typed has nothing to go on with. Raises ParameterError for a text that is too long,
        ArchiveError without an index.
        """
        empty = Query(typed=typed, tree=None)
        query = self.parse(typed) if syllables(typed) else empty
        return advise(query.until(self._deadline()), self._visible().full_advisor, limit)

    def parse(self, typed: str, **asked: Unpack[Asked]) -> Query:
        """Read what was typed, with the names and the diacritics that this archive knows.

        Raises what `parse_query` raises, and ArchiveError without an index.
        """
        given: Asked = {"recency": self._recency, "limits": self._limits, **asked}
        return parse_query(typed, names=self._names(), restore=self._choices, **given)

    def _choices(self, text: str) -> Sequence[Choices]:
        return self._visible().choices(text)

    def knowing(self, names: Abbreviations) -> "Archive":
        """Return the same archive with other names known beside what is typed: to see what they would change."""
        other = copy(self)
        other._names = lambda: names
        return other

    def rank_ids(self, query: Query, *, again: bool = True) -> tuple[Sequence[Ranked], int]:
        """Answer a parsed query with ranked ids and the total: for batch runs; see `searching.rank_ids`."""
        return rank_ids(query, self._reader(), again=again)

    def browse(self, asked: Browse = EVERYTHING) -> Listing:
        """Return one page of a list of articles: see `browsing.browse`."""
        return browse(asked, self._reader(), self._limits)

    def listed_ids(self, asked: Browse, limit: int) -> Sequence[str]:
        """Return the ids of the first articles of a list."""
        return listed_ids(asked, self._reader(), limit)

    def days(self, asked: Browse = EVERYTHING) -> tuple[Facet, ...]:
        """Count the articles of a list on each day that has any, as `YYYY-MM-DD` in order."""
        return days(asked, self._reader())

    def related(
        self,
        target: str | Draft,
        *,
        limit: int = 10,
        filters: Filters = ANY,
        showing: Showing = COLLAPSED,
    ) -> Results:
        """Answer with the articles most like one of the archive, by its id, or like a draft.

        Raises ArticleNotFound for an unknown id, ParameterError for a draft that says too little,
        DraftTooLarge, and ArchiveError without an index.
        """
        if isinstance(target, Draft):
            check_size(target, self._limits.draft_size)
        visible, reader = self._asked()
        least = relating.LEAST
        asked = relating.Asked(limit=limit, least=least, filters=filters, showing=showing)
        return relating.related(target, asked, reader, visible.marked)

    def related_ids(
        self,
        target: str | Draft,
        *,
        limit: int = 10,
        filters: Filters = ANY,
        exclude: frozenset[str] = frozenset(),
    ) -> tuple[Sequence[Ranked], int]:
        """Answer with ranked ids, near-copies apart, and the total: for batch runs."""
        visible, reader = self._asked()
        wanted = relating.target_of(target, reader, visible.marked)
        wanted = replace(wanted, exclude=wanted.exclude | exclude)
        asked = relating.Asked(limit=limit, filters=filters, showing=Showing(apart=True))
        found = relating.rank_ids(wanted, asked, reader)
        return found.hits, found.total

    def article(self, id_: str) -> Article:
        """Return one article; raises ArticleNotFound."""
        return self._reader().articles([id_])[0]

    def articles(self) -> Iterator[Article]:
        """Yield every article of the generation that is visible now."""
        return self._visible().reader.scan()

    def restore(self, texts: Sequence[str]) -> Iterator[str]:
        """Yield each text with the diacritics this archive would have written; marks typed are kept."""
        return self._visible().restorer.restore_many(texts)

    def statistics(self) -> Statistics:
        """Count the articles and terms."""
        return self._reader().statistics()

    def manifest(self) -> Manifest:
        """Return what the visible generation says of itself."""
        return self._visible().manifest

    def generation(self) -> str:
        """Return the name of the visible generation."""
        return self.manifest().generation

    def edition(self) -> Hashable:
        """Return what changes whenever the same question may get another answer; days said go by the calendar."""
        return self.generation(), stamp_of(self._settings)

    def check(self) -> Iterator[str]:
        """Read every byte of the index: generations, journal, synonyms; yield a sentence for each damage.

        Raises IndexMissing, IndexFormat.
        """
        yield from damaged_synonyms(self._generations.root)
        is_sound = True
        for sentence in damages(self._generations):
            is_sound = False
            yield sentence
        try:
            yield from self._visible().reader.check()
        except ArchiveError:
            if is_sound:
                raise

    def _reader(self) -> Reader:
        """Return the reader of the visible generation for one question."""
        return self._asked()[1]

    def _asked(self) -> tuple[Opened, Reader]:
        """Return the visible generation, opened, and its reader for one question."""
        visible = self._visible()
        return visible, visible.reader.until(self._deadline())

    def _deadline(self) -> Deadline:
        return Deadline.within(self._longest_ms)

    def _visible(self) -> Opened:
        opened = self._opened
        if opened is not None and self._is_current(opened):
            return opened
        with self._opening:
            return self._refreshed()

    def _is_current(self, opened: Opened) -> bool:
        """Tell whether CURRENT still names what is open, or names nothing that could replace it."""
        try:
            return self._generations.current() in {None, opened.manifest.generation}
        except ArchiveError:
            _log.exception("CURRENT cannot be read; the open generation stays in use")
            return True

    def _refreshed(self) -> Opened:
        """Open the visible generation; keep the one at hand when the new one cannot be opened."""
        opened = self._opened
        if opened is not None and self._is_current(opened):
            return opened
        try:
            self._opened = opened = open_visible(self._generations, self._settings, opened)
        except ArchiveError:
            if opened is None:
                raise
            _log.exception("the new generation cannot be opened; the old one stays in use")
        return opened
