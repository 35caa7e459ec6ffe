"""Random queries of every kind that Whoosh has, drawn from the articles they are asked of."""

import datetime as dt
import random
from collections.abc import Callable, Sequence
from typing import Any

from whoosh import query as q
from whoosh.query import spans

from searcher.model import Article
from searcher.vietnamese.syllables import syllables

TEXTS = ("title", "summary", "body")


class Chance:
    """Draws pieces of queries; the same for the same seed."""

    def __init__(self, seed: int, articles: Sequence[Article]) -> None:
        self._random = random.Random(seed)  # noqa: S311
        self._articles = articles

    def one_of(self, *things: Any) -> Any:
        return self._random.choice(things)

    def upto(self, least: int, most: int) -> int:
        return self._random.randint(least, most)

    def field(self) -> str:
        return str(self.one_of("title", "title", "summary", "body"))

    def run(self, field: str, length: int) -> list[str]:
        """Return syllables that stand one after another in some article."""
        while True:
            keys = [s.accented for s in syllables(getattr(self.article(), field))]
            if len(keys) >= length:
                start = self._random.randrange(len(keys) - length + 1)
                return keys[start : start + length]

    def article(self) -> Article:
        return self._random.choice(self._articles)

    def key(self, field: str) -> str:
        return "không-có" if self._random.random() < 0.03 else self.run(field, 1)[0]

    def term(self) -> q.Term:
        field = self.field()
        return q.Term(field, self.key(field), boost=self.one_of(1.0, 1.0, 0.5, 2.5))

    def terms(self, least: int, most: int) -> list[Any]:
        return [self.term() for _ in range(self.upto(least, most))]

    def days(self) -> q.DateRange:
        """Return some weeks, or everything before or after a day near one of the ends."""
        first = dt.datetime(2018, 1, 1) + dt.timedelta(days=self.upto(0, 2850))
        last = first + dt.timedelta(hours=self.upto(0, 24 * 40))
        exclusive = self.one_of(False, True), self.one_of(False, True)
        early, late = dt.datetime(2018, 2, 20), dt.datetime(2025, 11, 10)
        ends = self.one_of((first, last), (first, last), (None, early), (late, None))
        return q.DateRange("published", *ends, *exclusive)

    def keyword(self) -> q.Term:
        field = self.one_of("source", "category", "author")
        return q.Term(field, getattr(self.article(), field) or "không có")

    def reads(self) -> q.NumericRange:
        low = self.upto(0, 5000)
        ends = self.one_of((low, low + self.upto(0, 200)), (None, 150), (4800, None))
        return q.NumericRange("reads", *ends, self.one_of(True, False))

    def two_near(self, slop: int) -> Any:
        field = self.field()
        first, *_, last = self.run(field, self.upto(2, 2 + slop))
        return spans.SpanNear(
            q.Term(field, first), q.Term(field, last), slop=slop, ordered=self.one_of(True, False)
        )

    def phrase(self, slop: int) -> q.Phrase:
        field = self.field()
        run = self.run(field, self.upto(2, 4))
        if slop > 1 and len(run) > 2:
            del run[1]
        return q.Phrase(field, run, slop=slop, boost=self.one_of(1.0, 3.0))

    def tree(self, depth: int) -> Any:
        """Return a query of queries."""
        if depth == 0:
            return self.one_of(self.term, self.term, lambda: self.phrase(1), self.keyword)()
        children = [self.tree(depth - 1) for _ in range(2)]
        makers: tuple[Callable[[], Any], ...] = (
            lambda: q.And(children),
            lambda: q.Or(children, boost=1.5),
            lambda: q.AndNot(children[0], children[1]),
            lambda: q.AndMaybe(children[0], children[1]),
            lambda: q.DisjunctionMax(children),
            lambda: q.And([children[0], q.Not(children[1])]),
        )
        return self.one_of(*makers)()


def _term_range(c: Chance) -> Any:
    start = c.key("title")
    return q.TermRange("title", start[:2], start + c.one_of("", "g", "zz"), c.one_of(True, False))


def _inverted(c: Chance) -> Any:
    return q.And([c.term(), q.Not(q.Or(c.terms(1, 3)))])


ENGINE_KINDS: dict[str, Callable[[Chance], Any]] = {
    "Term": Chance.term,
    "And": lambda c: q.And(c.terms(2, 4)),
    "Or": lambda c: q.Or(c.terms(2, 6)),
    "Or with minmatch": lambda c: q.Or(c.terms(3, 5), minmatch=2),
    "DefaultOr": lambda c: q.DefaultOr(c.terms(2, 4)),
    "PreloadedOr": lambda c: q.PreloadedOr(c.terms(2, 4)),
    "And of Or": lambda c: q.And([q.Or(c.terms(2, 3)), q.Or(c.terms(2, 3))]),
    "Not": _inverted,
    "Not alone": lambda c: q.Not(q.And(c.terms(1, 2))),
    "AndNot": lambda c: q.AndNot(c.term(), c.term()),
    "AndMaybe": lambda c: q.AndMaybe(c.term(), q.Or(c.terms(1, 2))),
    "Otherwise": lambda c: q.Otherwise(c.term(), c.term()),
    "DisjunctionMax": lambda c: q.DisjunctionMax(c.terms(2, 4)),
    "DisjunctionMax with a tie-break": lambda c: q.DisjunctionMax(c.terms(2, 4), tiebreak=0.3),
    "Phrase": lambda c: c.phrase(1),
    "Phrase with slop": lambda c: c.phrase(c.upto(2, 4)),
    "Sequence": lambda c: q.Sequence([q.Term("body", k) for k in c.run("body", 3)], slop=2),
    "SpanNear": lambda c: c.two_near(3),
    "SpanNear2": lambda c: spans.SpanNear2([q.Term("body", k) for k in c.run("body", 3)], slop=2),
    "SpanFirst": lambda c: spans.SpanFirst(q.Term("title", c.key("title")), limit=c.upto(0, 3)),
    "SpanNot": lambda c: spans.SpanNot(c.two_near(3), q.Term("body", c.key("body"))),
    "SpanOr": lambda c: spans.SpanOr([c.two_near(2), c.term()]),
    "SpanBefore": lambda c: spans.SpanBefore(*(q.Term("body", k) for k in c.run("body", 2))),
    "SpanCondition": lambda c: spans.SpanCondition(c.term(), c.term()),
    "SpanContains": lambda c: spans.SpanContains(c.two_near(3), q.Term("body", c.key("body"))),
    "Prefix": lambda c: q.Prefix(c.field(), c.key("title")[: c.upto(2, 3)]),
    "Wildcard": lambda c: q.Wildcard("title", c.key("title")[:1] + c.one_of("?", "*g", "??")),
    "Regex": lambda c: q.Regex("title", c.key("title")[:2] + ".?n?g*"),
    "FuzzyTerm": lambda c: q.FuzzyTerm("title", c.key("title"), prefixlength=c.upto(0, 1)),
    "FuzzyTerm of two edits": lambda c: q.FuzzyTerm("title", c.key("title") + "h", maxdist=2),
    "Variations": lambda c: q.Variations("body", c.one_of("covid", "festival", c.key("body"))),
    "TermRange": _term_range,
    "MultiTerm in And": lambda c: q.And([c.term(), q.Prefix("body", c.key("body")[:3])]),
    "DateRange": Chance.days,
    "And with DateRange": lambda c: q.And([c.term(), c.days()]),
    "Keyword": lambda c: q.And([c.term(), c.keyword()]),
    "Keyword alone": Chance.keyword,
    "ConstantScore": lambda c: q.ConstantScoreQuery(q.Or(c.terms(2, 3)), 2.0),
    "Every": lambda c: q.Every(c.one_of(None, "summary", "source", "author")),
    "Every in And": lambda c: q.And([q.Every(c.one_of("source", "author")), c.term()]),
    "NullQuery": lambda c: q.Or([q.NullQuery, c.term()]),
    "nested": lambda c: c.tree(2),
    "nested deeper": lambda c: c.tree(3),
}
"""What an index of our engine can be asked: its fields are texts, keywords and the date."""

WRITTEN_KINDS: dict[str, Callable[[Chance], Any]] = {
    "NumericRange": Chance.reads,
    "NumericRange of floats": lambda c: q.NumericRange("share", c.upto(600, 625), c.upto(630, 660)),
    "Number": lambda c: q.Term("reads", c.article().reads),
    "And with NumericRange": lambda c: q.And([c.term(), c.reads()]),
    "Tag": lambda c: q.Or([q.Term("tags", c.one_of("lũ lụt", "giáo dục", "không")), c.term()]),
    "Boolean": lambda c: q.And([c.term(), q.Term("long", c.one_of(True, False))]),
}
"""What can be asked beside that where Whoosh wrote the fields through our codec."""
