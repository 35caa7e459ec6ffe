"""How a story ran: its articles in time, who told it first, where it turned."""

from dataclasses import dataclass
from datetime import date

from searcher.model.article import Article
from searcher.model.results import Facet


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One article of a story; `copy_of` is the id of an earlier one of the same day that has the same text."""

    article: Article
    copy_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Why a day changed a story: a `burst` of articles, or `words` that were not in it before."""

    burst: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryDay:
    """The articles of one day in the order they appeared, and the turn that the story took, if it took one."""

    day: date
    told: tuple[Told, ...]
    turn: Turn | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Related articles linked in time, from the first day to the last; those without a date stand apart.

    `first` is the one that reported first, None where no article has a date. `sources` are counted over all.
    """

    days: tuple[StoryDay, ...] = ()
    undated: tuple[Told, ...] = ()
    sources: tuple[Facet, ...] = ()
    first: Article | None = None
    took_ms: float = 0.0

    @property
    def total(self) -> int:
        """How many articles tell it."""
        return sum(len(one.told) for one in self.days) + len(self.undated)

    @property
    def turns(self) -> tuple[StoryDay, ...]:
        """The days on which it turned."""
        return tuple(one for one in self.days if one.turn)
