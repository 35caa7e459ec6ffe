"""Which articles match a tree, as `engines/base.py` says, put together from sets."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from searcher.engines import scoring
from searcher.engines.whoosh.columns.collection import Collection
from searcher.engines.whoosh.columns.docs import (
    Docs,
    Numbers,
    everything,
    intersection,
    nothing,
    union,
)
from searcher.engines.whoosh.columns.leaf import Leaf
from searcher.engines.whoosh.columns.lookup import Lookup
from searcher.engines.whoosh.columns.naming import named
from searcher.engines.whoosh.columns.phrase import key_as_typed, phrase_articles, spreads
from searcher.engines.whoosh.columns.prefix import prefix_docs
from searcher.engines.whoosh.columns.quorum import quorum_mask
from searcher.model import (
    All,
    Any,
    Field,
    Keyword,
    Node,
    Not,
    Number,
    Phrase,
    Prefix,
    Query,
    View,
    Word,
)

UNLIMITED = Query(typed="", tree=None)
"""Whose answer may take as long as it takes."""


class Matcher:
    """Answers the trees of one query; what was found for a node is remembered.

    Once the deadline of the query has passed no postings are read any more. What is answered then is some of
    the articles that match, and never another one: a leaf that was not read matches nothing, inside Not
    everything. A query within a tree keeps to what the whole may cost.
    """

    def __init__(self, collection: Collection, lookup: Lookup, query: Query = UNLIMITED) -> None:
        self._collection = collection
        self._query = query
        self._lookup = lookup
        self._size = collection.size
        self._known: dict[tuple[int, bool, str | None, bool], Docs] = {}
        self._inside_not = False
        self.touched = 0
        """Postings read so far."""
        self.cut = False
        """Whether some postings were not read in time."""

    def match(self, node: Node | None, *, folded: bool, field: str | None = None) -> Docs:
        """Return the articles (deleted ones too) that match by folded keys, or as typed."""
        name = (id(node), folded and not isinstance(node, Phrase | Not), field, self._inside_not)
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = self._matched(node, *name[1:3])
        return known

    def _matched(self, node: Node | None, folded: bool, field: str | None) -> Docs:
        match node:
            case None:
                return everything(self._size)
            case Not():
                return Docs(self._size, mask=~self._excluded(node.child, field).as_mask())
            case Field():
                return self.match(node.child, folded=folded, field=node.name)
            case Any():
                return union(self._all(node.children, folded, field), self._size)
            case All():
                sets = self._all(node.children, folded, field)
                return intersection(sets) if sets else everything(self._size)
            case Keyword():
                return Docs(self._size, mask=named(self._collection, node))
            case _ if self.out_of_time():
                return self._unread()
            case _:
                return self._leaf(node, folded, field)

    def _excluded(self, child: Node, field: str | None) -> Docs:
        """Return what a Not takes away."""
        outside, self._inside_not = self._inside_not, not self._inside_not
        found = self.match(child, folded=False, field=field)
        self._inside_not = outside
        return found

    def out_of_time(self) -> bool:
        """Tell whether nothing more can be read; whoever asks then leaves something out."""
        self.cut = self.cut or self._query.deadline.passed
        return self.cut

    def _unread(self) -> Docs:
        return everything(self._size) if self._inside_not else nothing(self._size)

    def _leaf(self, node: Word | Phrase | Prefix | Number, folded: bool, field: str | None) -> Docs:
        match node:
            case Word():
                return self._word(node, folded, field)
            case Phrase():
                return self._phrase(node, field)
            case Prefix():
                view, key = _prefix_key(node, as_typed=node.marked and not folded)
                most = self._query.limits.prefix_keys
                found = prefix_docs(self._collection, view, key, field, most)
                self.touched += found.touched
                return found.docs
            case Number():
                leaves = [self._lookup.of(reading, None) for reading in node.readings]
                return union([self._having(leaf) for leaf in leaves], self._size)

    def _all(self, nodes: Sequence[Node], folded: bool, field: str | None) -> list[Docs]:
        return [self.match(node, folded=folded, field=field) for node in nodes]

    def _word(self, word: Word, folded: bool, field: str | None) -> Docs:
        as_typed = not folded or word.exact
        view, key = key_as_typed(word) if as_typed else (View.FOLDED, word.folded)
        return self._having(self._lookup.leaf(view, key, field))

    def _having(self, leaf: Leaf | None) -> Docs:
        if leaf is None:
            return nothing(self._size)
        self.touched += leaf.size
        if leaf.rows is None:
            return Docs(self._size, numbers=leaf.docs)
        return Docs(self._size, mask=leaf.mask(self._size))

    def _phrase(self, phrase: Phrase, field: str | None) -> Docs:
        if len(phrase.words) == 1:
            return self.match(phrase.words[0], folded=False, field=field)
        in_field = None if field is None else scoring.FIELDS.index(field)
        offsets = list(spreads(len(phrase.words), phrase.slop))
        words = [self._lookup.standings(*key_as_typed(word)) for word in phrase.words]
        found = [np.zeros(0, np.int64)]
        for base, segment, here in zip(
            self._collection.bases,
            self._collection.segments,
            zip(*words, strict=True),
            strict=False,
        ):
            if self.out_of_time():
                return self._some(found)
            standing = [one for one in here if one is not None]
            self.touched += sum(one.count for one in standing)
            if len(standing) == len(here):
                found.append(base + phrase_articles(segment, standing, offsets, in_field))
        return Docs(self._size, numbers=np.concatenate(found))

    def _some(self, found: Sequence[Numbers]) -> Docs:
        """Return what was found in the segments that were looked at."""
        if self._inside_not:
            return everything(self._size)
        return Docs(self._size, numbers=np.concatenate(found))

    def most(self, root: Node | None) -> Docs:
        """Return the articles that have a quorum of the words of a root All, and all else it asks for."""
        if not isinstance(root, All):
            return nothing(self._size)
        shared = [c for c in root.children if isinstance(c, Word) and not c.exact]
        others = [child for child in root.children if child not in shared]
        keys = dict.fromkeys(word.folded for word in shared if not word.filler)
        leaves = list(self._read(keys))
        if self.cut:
            return nothing(self._size)
        enough = quorum_mask(leaves, scoring.quorum(len(keys)), self._size)
        return intersection([Docs(self._size, mask=enough), *self._all(others, True, None)])

    def _read(self, keys: Iterable[str]) -> Iterator[Leaf]:
        """Yield the postings of folded keys that some article has, as long as there is time."""
        for key in keys:
            leaf = None if self.out_of_time() else self._lookup.leaf(View.FOLDED, key, None)
            if leaf is not None:
                self.touched += leaf.size
                yield leaf


def _prefix_key(prefix: Prefix, *, as_typed: bool) -> tuple[View, str]:
    return (View.ACCENTED, prefix.accented) if as_typed else (View.FOLDED, prefix.folded)
