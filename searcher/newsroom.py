"""What editors ask an archive beside searching: what is the same text, and how a story ran."""

import time
from abc import ABC, abstractmethod
from dataclasses import replace

from searcher import relating
from searcher.comparing import compare
from searcher.engines.base import Reader
from searcher.model import ANY, Draft, Filters, Showing
from searcher.model.limits import LIMITS
from searcher.model.shared import Copies
from searcher.model.story import Story
from searcher.opened import Opened
from searcher.story import POOL, story


def plain_draft(draft: Draft, largest: int = LIMITS.draft_size) -> Draft:
    """Return a draft as it is compared: as plain text, without tags and scripts.

    Raises DraftTooLarge from `largest` bytes on.
    """
    return relating.plain(draft, largest)


class Newsroom(ABC):
    """Questions to the generation that is visible."""

    @abstractmethod
    def _asked(self) -> tuple[Opened, Reader]:
        """Return the visible generation, opened, and its reader for one question."""

    def copies(self, target: str | Draft, *, limit: int = 10, filters: Filters = ANY) -> Copies:
        """Answer with the near-copies of an article, by its id, or of a draft, and with what shares a passage.

        Raises ArticleNotFound, DraftTooLarge, ArchiveError without an index. A draft that says little has none.
        """
        started = time.perf_counter()
        _, reader = self._asked()
        draft, exclude = _text_of(target, reader)
        found = compare(draft, reader, limit=limit, filters=filters, exclude=exclude)
        return replace(found, took_ms=round((time.perf_counter() - started) * 1000, 3))

    def story(self, target: str | Draft, *, filters: Filters = ANY) -> Story:
        """Answer with the story of an article, by its id, or of a draft, from its first day to the last.

        Raises ArticleNotFound, DraftTooLarge, ParameterError for a draft that says too little, ArchiveError
        without an index. An article that says too little is a story of its own.
        """
        visible, reader = self._asked()
        wanted = relating.target_of(target, reader, visible.marked)
        asked = relating.Asked(limit=POOL, filters=filters, showing=Showing(apart=True))
        found = relating.rank_ids(wanted, asked, reader).hits
        seed = None if isinstance(target, Draft) else target
        return story(found, reader, visible.manifest.articles, seed)


def _text_of(target: str | Draft, reader: Reader) -> tuple[Draft, frozenset[str]]:
    """Return a text as a draft, and the id that must not be among its copies: its own."""
    if isinstance(target, Draft):
        return relating.plain(target), frozenset()
    (article,) = reader.articles([target])
    draft = Draft(title=article.title, summary=article.summary, body=article.body)
    return draft, frozenset({article.id})
