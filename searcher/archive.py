"""The visible generation of one index, followed as it changes."""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import TypeVar, Unpack

from searcher.engines import Reader, engine_named
from searcher.errors import ArchiveError, IndexFormat, IndexMissing
from searcher.model import (
    ANY,
    COLLAPSED,
    Article,
    Filters,
    Query,
    Results,
    Showing,
    Sort,
    Statistics,
)
from searcher.model.completion import Advice
from searcher.parse import Asked, parse_query
from searcher.publish import INDEX, LEXICON, RESTORATION, Generations, Manifest, wrong_digests
from searcher.rank import Ranked
from searcher.searching import rank_ids, search
from searcher.settings import Settings
from searcher.suggesters import Lexicon
from searcher.suggesting import Advisor, advise, suggest
from searcher.vietnamese import ANALYSER, syllables
from searcher.vietnamese.abbreviations import Abbreviations, load_abbreviations
from searcher.vietnamese.restoration import Choices, Restorer, few_choices

Model = TypeVar("Model")

_log = logging.getLogger(__name__)

RESTORED = 4096
"""Queries without diacritics whose readings are kept: pages after the first ask for the same."""
COMPLETIONS = 8
"""Ways on that are shown under a search box."""


class _Opened:
    """One generation: its reader, and its models, which are mapped when first asked for."""

    def __init__(self, folder: Path, manifest: Manifest, reader: Reader) -> None:
        self.folder = folder
        self.manifest = manifest
        self.reader = reader

    @cached_property
    def restorer(self) -> Restorer:
        """Restores diacritics as this archive writes them."""
        return Restorer(self.folder / RESTORATION)

    @cached_property
    def choices(self) -> Callable[[str], Sequence[Choices]]:
        """The readings of the words of a query; none with a model that is missing or damaged."""
        restorer = _opened(lambda: self.restorer)
        if restorer is None:
            return lambda _: ()
        return lru_cache(RESTORED)(partial(few_choices, restorer.model))

    @cached_property
    def advisor(self) -> Advisor:
        """What may have been meant; with a model that is missing or damaged, less of it."""
        restorer = _opened(lambda: self.restorer)
        return Advisor(self.reader, restorer, _opened(lambda: Lexicon(self.folder / LEXICON)))


def _opened(model: Callable[[], Model]) -> Model | None:
    """Return a model, None where it cannot be read: searching goes on without its suggestions."""
    try:
        return model()
    except IndexMissing:  # a generation of an older program
        return None
    except ArchiveError:
        _log.exception("searching goes on without suggestions")
        return None


class Archive:
    """What readers search. Safe to share between threads; opens nothing before the first question.

    Every question looks at CURRENT first (one small file), so a new generation is seen at once;
    questions that are under way keep the reader they began with.
    """

    def __init__(self, settings: Settings) -> None:
        self._generations = Generations(settings.folder)
        self._opened: _Opened | None = None
        self._opening = threading.Lock()
        self._own_names = settings.abbreviations

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
    ) -> Results:
        """Answer what was typed; nothing typed gives every article within the filters, newest first.

        Near-copies stand behind the best of them, or as `showing` says. What finds nothing is searched
        as it was probably meant (`Query.corrected`). `verbatim` takes back that and the guess that
        the keyboard was set wrong (see `Results.suggestion`).

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
        query = parsed(typed)
        visible = self._visible()
        results = search(query, visible.reader, showing)
        if not results.total and not verbatim and page == 1:
            results = self._corrected(results, visible, parsed, showing)
        also = suggest(results.query, visible.advisor, results.complete)
        return replace(results, suggestion=also)

    def _corrected(
        self, results: Results, visible: _Opened, parsed: Callable[[str], Query], showing: Showing
    ) -> Results:
        """Return what the correction finds, where there is one, in the place of nothing."""
        typed = results.query.typed
        meant = visible.advisor.correction(typed)
        found = search(parsed(meant), visible.reader, showing) if meant else results
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
        return advise(query, self._visible().advisor, limit)

    def parse(self, typed: str, **asked: Unpack[Asked]) -> Query:
        """Read what was typed, with the names and the diacritics that this archive knows.

        Raises what `parse_query` raises, and ArchiveError without an index.
        """
        return parse_query(typed, names=self._names, restore=self._choices, **asked)

    def _choices(self, text: str) -> Sequence[Choices]:
        return self._visible().choices(text)

    @property
    def _names(self) -> Abbreviations:
        """The names known beside what is typed; raises SettingsError for a bad file of one's own."""
        return load_abbreviations(self._own_names)

    def rank_ids(self, query: Query, *, again: bool = True) -> tuple[Sequence[Ranked], int]:
        """Answer a parsed query with ranked ids and the total: for batch runs; see `searching.rank_ids`."""
        return rank_ids(query, self._visible().reader, again=again)

    def article(self, id_: str) -> Article:
        """Return one article; raises ArticleNotFound."""
        return self._visible().reader.articles([id_])[0]

    def articles(self) -> Iterator[Article]:
        """Yield every article of the generation that is visible now."""
        return self._visible().reader.scan()

    def restore(self, texts: Sequence[str]) -> Iterator[str]:
        """Yield each text with the diacritics this archive would have written; marks typed are kept."""
        return self._visible().restorer.restore_many(texts)

    def statistics(self) -> Statistics:
        """Count the articles and terms."""
        return self._visible().reader.statistics()

    def manifest(self) -> Manifest:
        """Return what the visible generation says of itself."""
        return self._visible().manifest

    def generation(self) -> str:
        """Return the name of the visible generation."""
        return self.manifest().generation

    def check(self) -> Iterator[str]:
        """Read every byte of the visible generation; yield one sentence for each thing that is damaged."""
        folder, manifest = self._generations.open()
        damaged = list(wrong_digests(folder, manifest))
        for path in damaged:
            yield f"{path}: nội dung không khớp với lúc ghi."
        if not damaged:
            yield from self._visible().reader.check()

    def _visible(self) -> _Opened:
        opened = self._opened
        if opened is not None and self._is_current(opened):
            return opened
        with self._opening:
            return self._refreshed()

    def _is_current(self, opened: _Opened) -> bool:
        """Tell whether CURRENT still names what is open, or names nothing that could replace it."""
        try:
            return self._generations.current() in {None, opened.manifest.generation}
        except ArchiveError:
            _log.exception("CURRENT cannot be read; the open generation stays in use")
            return True

    def _refreshed(self) -> _Opened:
        """Open the visible generation; keep the one at hand when the new one cannot be opened."""
        opened = self._opened
        if opened is not None and self._is_current(opened):
            return opened
        try:
            self._opened = opened = self._open()
        except ArchiveError:
            if opened is None:
                raise
            _log.exception("the new generation cannot be opened; the old one stays in use")
        return opened

    def _open(self) -> _Opened:
        folder, manifest = self._generations.open()
        engine = engine_named(manifest.engine)
        wanted = (engine.format, ANALYSER)
        found = (manifest.engine_format, manifest.analyser)
        if wanted != found:
            raise IndexFormat(
                f"Chỉ mục {folder} có định dạng {found}, chương trình này đọc {wanted}: hãy chạy reindex.py --full.",
                f"The index {folder} has format {found}, this program reads {wanted}: run reindex.py --full.",
                path=str(folder),
                found=found,
                wanted=wanted,
            )
        return _Opened(folder, manifest, engine.reader(folder / INDEX))
