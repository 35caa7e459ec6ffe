"""The suggesting flow: what else may have been meant, and how what is typed goes on."""

import logging
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from threading import Lock

from searcher.engines import Reader
from searcher.errors import ClusterUnreachable
from searcher.model import Phrase, Query, Suggestion
from searcher.model.completion import Advice
from searcher.model.limits import LIMITS, NEVER, Deadline, Limits
from searcher.parse.lexer import has_signs
from searcher.parse.parser import tree_of
from searcher.suggesters import Corrector, Lexicon, complete, keyboard, restore
from searcher.vietnamese import is_marked, normalise
from searcher.vietnamese.restoration import Restorer

_QUOTES = re.compile('["“”„«»]')
REMEMBERED = 1024
"""Texts whose corrections are kept: who found nothing is told of the one that was tried for him."""
_NEW = ""
"""No correction, and not that there is none: nobody asked yet."""

_log = logging.getLogger(__name__)


class _Unknown(Exception):
    """Nobody could tell in time whether the archive has a text."""


@dataclass(frozen=True)
class Advisor:
    """What a generation can suggest with; without a `lexicon` nothing is completed or corrected."""

    reader: Reader
    restorer: Restorer | None
    lexicon: Lexicon | None
    _known: dict[tuple[str, int], str | None] = field(default_factory=dict)
    _keeping: Lock = field(default_factory=Lock)

    @cached_property
    def _corrector(self) -> Corrector | None:
        return Corrector.of(self.lexicon, self.restorer) if self.lexicon else None

    def correction(
        self, typed: str, limits: Limits = LIMITS, deadline: Deadline = NEVER
    ) -> str | None:
        """Return what was meant by a slip, None where nothing speaks against what was typed, or not in time.

        Signs of the query language were typed on purpose; words beside them are not looked at.
        """
        asked = (typed, limits.fuzzy)
        meant = self._known.get(asked, _NEW)
        if meant != _NEW:
            return meant
        try:
            meant = self._correct(*asked, deadline)
        except (_Unknown, ClusterUnreachable) as error:
            _log.info("no correction of what was typed: %s", error)
            return None
        self._keep(asked, meant)
        return meant

    def _keep(self, asked: tuple[str, int], meant: str | None) -> None:
        """Remember a correction, and forget the oldest one where there are too many."""
        with self._keeping:
            self._known[asked] = meant
            if len(self._known) > REMEMBERED:
                del self._known[next(iter(self._known))]

    def _correct(self, typed: str, most: int, deadline: Deadline) -> str | None:
        if self._corrector is None or has_signs(typed):
            return None
        return self._corrector.correct(typed, partial(self._holds, deadline), most)

    def restored(self, typed: str) -> str | None:
        """Return a query typed without diacritics with them, None where they are not sure."""
        return restore(typed, self.restorer) if self.restorer else None

    def _holds(self, deadline: Deadline, text: str) -> bool:
        """Tell whether an article has these words one after another, each with the marks it has here.

        Raises _Unknown where nobody could tell in time, ClusterUnreachable.
        """
        tree = tree_of(f'"{_QUOTES.sub(" ", normalise(text))}"').tree
        if isinstance(tree, Phrase) and is_marked(text):
            tree = replace(tree, words=tuple(replace(word, marked=True) for word in tree.words))
        query = Query(typed=text, tree=tree, deadline=deadline)
        found = self.reader.until(deadline).search(query, 0)
        if found.partial and not found.total:
            raise _Unknown
        return found.total > 0


ENOUGH = 10
"""Articles that have every word: nobody who finds so many has slipped."""


def suggest(query: Query, advisor: Advisor, found: int = 0) -> Suggestion | None:
    """Return the first of the suggestions, the only one that a reader is shown who `found` so many articles.

    None where there is no time to think about it.
    """
    if query.deadline.passed:
        return None
    return next(suggestions(query, advisor, found), None)


def suggestions(query: Query, advisor: Advisor, found: int = 0) -> Iterator[Suggestion]:
    """Yield what else a query may have meant, likeliest first, no two alike and none as typed."""
    seen: set[str | None] = {None, query.typed}
    for kind, text in _texts(query, advisor, found):
        if text not in seen:
            seen.add(text)
            yield Suggestion(text=str(text), kind=kind)


def _texts(query: Query, advisor: Advisor, found: int) -> Iterator[tuple[str, str | None]]:
    yield "keyboard", keyboard(query)
    if not query.guessed:
        if query.corrected or found < ENOUGH:
            yield "correct", query.corrected or _correction(query, advisor)
        yield "restore", advisor.restored(query.typed)


def _correction(query: Query, advisor: Advisor) -> str | None:
    return advisor.correction(query.typed, query.limits, query.deadline)


def advise(query: Query, advisor: Advisor, limit: int) -> Advice:
    """Return completions of what is typed so far and the suggestion for it."""
    started = time.perf_counter()
    ways = complete(query.typed, advisor.lexicon, limit) if advisor.lexicon else ()
    suggestion = suggest(query, advisor) if query.tree else None
    took = round((time.perf_counter() - started) * 1000, 3)
    return Advice(typed=query.typed, completions=ways, suggestion=suggestion, took_ms=took)
