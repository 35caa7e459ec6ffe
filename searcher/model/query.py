"""What was asked: a tree of words, the filters beside it, the order wanted."""

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from searcher.model.limits import LIMITS, NEVER, Deadline, Limits


class View(StrEnum):
    """One way to look at a text: which keys stand at its positions."""

    ACCENTED = "accented"
    FOLDED = "folded"
    WORDS = "words"
    NUMBERS = "numbers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A key of one view and how much its score counts."""

    view: View
    key: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One syllable, judged by how it was typed.

    `marked` is True when it was typed with diacritics: then only its `accented` key is the word as
    typed, and its `folded` key a fallback; unmarked, the folded key is as good as typed. `exact`
    (typed `+word`) forbids the fallback: the accented key must occur. `filler` words (`của`, `và`
    ...) must match but never carry a match alone. The best of the `readings` gives the score.
    """

    typed: str
    accented: str
    folded: str
    marked: bool
    exact: bool = False
    filler: bool = False
    readings: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Words one after another in one field, with at most `slop` other syllables among them.

    A marked word must occur as typed, an unmarked one by its folded key. The score is the sum of
    the words' scores.
    """

    words: tuple[Word, ...]
    slop: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Prefix:
    """Any syllable that begins with `folded` (`accented` where it was typed with diacritics)."""

    typed: str
    accented: str
    folded: str
    marked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """The number of a document, a sum of money and the like, whole: any of its forms must occur.

    `readings` are keys of the view NUMBERS; the best of them gives the score.
    """

    typed: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyword:
    """The article's `name` is `value`: its source, site, category, author, or one of its tags.

    Compared by folded key, so `the gioi` is `Thế giới`. A site is the name of the source, or the host
    of the article's address or the end of it: `gov.vn` is the site of `lamdong.gov.vn`. Scores nothing.
    """

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class All:
    """Every child must match."""

    children: tuple["Node", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Any:
    """At least one child must match."""

    children: tuple["Node", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Not:
    """The child must not match."""

    child: "Node"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """The child, looked for in one text field only: title, summary or body."""

    name: str
    child: "Node"


Node = Word | Phrase | Prefix | Number | Keyword | All | Any | Not | Field


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Limits beside the words. Dates are inclusive days in Asia/Ho_Chi_Minh; None means no limit.

    Source, category and author match a value whose folded key is the same, so `the gioi` finds
    `Thế giới`.
    """

    since: date | None = None
    until: date | None = None
    source: str | None = None
    category: str | None = None
    author: str | None = None


ANY = Filters()


class Sort(StrEnum):
    """The order of the hits."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A parsed query. `tree` is None when nothing but filters was asked (then every article matches).

    `page` counts from 1. `exclude` holds ids that must not be among the hits.
    """

    typed: str
    tree: Node | None
    understood: str = ""
    """What was read, as a query string, before abbreviations were added to the tree."""
    guessed: str | None = None
    """What a keyboard guess put in the place of what was typed."""
    corrected: str | None = None
    """What was searched instead, because what was typed found nothing."""
    spoken: tuple[str, ...] = ()
    """The dates said among the words (`tháng 3/2024`), which became part of the filters."""
    fallback: "Query | None" = None
    """The same with its spoken dates taken as words: what is asked if nothing was found."""
    extras: tuple[Reading, ...] = ()
    """Whole words and numbers in what was typed: each adds its score to a match, none makes one."""
    mixed: bool = False
    """Tiers do not come before scores: a long query, of which an article may well lack a word."""
    filters: Filters = ANY
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    per_page: int = 10
    exclude: frozenset[str] = frozenset()
    recency: float = 0.0
    """What the second look gives the newest candidate before an old one, in shares of the best score."""
    limits: Limits = field(default=LIMITS, compare=False, repr=False)
    """What answering may cost."""
    deadline: Deadline = field(default=NEVER, compare=False, repr=False)
    """When the best so far is answered, as `Candidates.partial`."""

    def until(self, deadline: Deadline) -> "Query":
        """Return the same query, and what it falls back to, with another deadline."""
        behind = self.fallback.until(deadline) if self.fallback else None
        return replace(self, deadline=deadline, fallback=behind)
