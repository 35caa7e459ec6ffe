"""The suggesting flow: what else may have been meant, and how what is typed goes on."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from searcher.engines import Reader
from searcher.model import Phrase, Query, Suggestion
from searcher.model.completion import Advice
from searcher.parse.lexer import has_signs
from searcher.parse.parser import tree_of
from searcher.suggesters import Corrector, Lexicon, complete, keyboard, restore
from searcher.vietnamese import is_marked, normalise
from searcher.vietnamese.restoration import Restorer

_QUOTES = re.compile('["“”„«»]')


@dataclass(frozen=True)
class Advisor:
    """What a generation can suggest with; without a `lexicon` nothing is completed or corrected."""

    reader: Reader
    restorer: Restorer | None
    lexicon: Lexicon | None

    @cached_property
    def _corrector(self) -> Corrector | None:
        return Corrector.of(self.lexicon, self.restorer) if self.lexicon else None

    def correction(self, typed: str) -> str | None:
        """Return what was meant by a slip, None where nothing speaks against what was typed.

        Signs of the query language were typed on purpose; words beside them are not looked at.
        """
        if self._corrector is None or has_signs(typed):
            return None
        return self._corrector.correct(typed, self._holds)

    def restored(self, typed: str) -> str | None:
        """Return a query typed without diacritics with them, None where they are not sure."""
        return restore(typed, self.restorer) if self.restorer else None

    def _holds(self, text: str) -> bool:
        """Tell whether an article has these words one after another, each with the marks it has here."""
        tree = tree_of(f'"{_QUOTES.sub(" ", normalise(text))}"').tree
        if isinstance(tree, Phrase) and is_marked(text):
            tree = replace(tree, words=tuple(replace(word, marked=True) for word in tree.words))
        return self.reader.search(Query(typed=text, tree=tree), 1).total > 0


ENOUGH = 10
"""Articles that have every word: nobody who finds so many has slipped."""


def suggest(query: Query, advisor: Advisor, found: int = 0) -> Suggestion | None:
    """Return the first of the suggestions, the only one that a reader is shown who `found` so many articles."""
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
            yield "correct", query.corrected or advisor.correction(query.typed)
        yield "restore", advisor.restored(query.typed)


def advise(query: Query, advisor: Advisor, limit: int) -> Advice:
    """Return completions of what is typed so far and the suggestion for it."""
    started = time.perf_counter()
    ways = complete(query.typed, advisor.lexicon, limit) if advisor.lexicon else ()
    suggestion = suggest(query, advisor) if query.tree else None
    took = round((time.perf_counter() - started) * 1000, 3)
    return Advice(typed=query.typed, completions=ways, suggestion=suggestion, took_ms=took)
