"""Tantivy (tantivy-py): the same tokens in three fields and two views, boosts 3, 1.5 and 1."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Occur
from tantivy import Query as Q  # noqa: N817 - the queries are long enough

from benchmarks.speed_corpus import Cut, Texts
from searcher.engines.scoring import BOOSTS, FIELDS
from searcher.vietnamese import fold

LIMIT = 10


class Tantivy:
    """An index of Tantivy and its queries."""

    name = "Tantivy"
    slug = "tantivy"
    every = 1

    def __init__(self, folder: Path) -> None:
        builder = tantivy.SchemaBuilder()
        for field in FIELDS:
            for view in (field, f"folded_{field}"):
                builder.add_text_field(view, tokenizer_name="whitespace", index_option="position")
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema, path=str(folder))
        self._searcher: Any = None

    def write(self, texts: Iterable[Texts]) -> None:
        """Index all articles into one segment if Tantivy's merging gets there."""
        writer = self._index.writer(heap_size=1_000_000_000, num_threads=1)
        for text in texts:
            document = tantivy.Document()
            for field, keys in text.items():
                document.add_text(field, " ".join(keys))
                document.add_text(f"folded_{field}", " ".join(map(fold, keys)))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()

    def open(self) -> None:
        """Make what was written searchable."""
        self._index.reload()
        self._searcher = self._index.searcher()

    def query(self, kind: str, cut: Cut, other: Cut, *, folded: bool) -> Any:
        """Return the query."""
        words = [self._word(key, folded) for key in cut.accented]
        if kind == "any word":
            return Q.boolean_query([(Occur.Should, one) for one in words])
        if kind == "all words":
            return Q.boolean_query([(Occur.Must, one) for one in words])
        if kind == "phrase":
            return self._phrase(cut.accented, folded)
        both = Q.boolean_query([(Occur.Must, one) for one in words[:2]])
        phrase = self._phrase(other.accented[:2], folded)
        either = Q.boolean_query([(Occur.Should, both), (Occur.Should, phrase)])
        unwanted = self._word(other.accented[-1] if len(other.accented) > 2 else "xyz", folded)
        return Q.boolean_query([(Occur.Must, either), (Occur.MustNot, unwanted)])

    def search(self, query: Any) -> int:
        """Return the number of hits; the ten best are found too."""
        return int(self._searcher.search(query, LIMIT, count=True).count)

    def _word(self, key: str, folded: bool) -> Any:
        parts = [
            Q.boost_query(Q.term_query(self._schema, name, fold(key) if folded else key), boost)
            for name, boost in self._fields(folded)
        ]
        return Q.boolean_query([(Occur.Should, part) for part in parts])

    def _phrase(self, keys: Iterable[str], folded: bool) -> Any:
        words = [fold(key) if folded else key for key in keys]
        parts = [
            Q.boost_query(Q.phrase_query(self._schema, name, words), boost)
            for name, boost in self._fields(folded)
        ]
        return Q.boolean_query([(Occur.Should, part) for part in parts])

    def _fields(self, folded: bool) -> list[tuple[str, float]]:
        return [(f"folded_{f}" if folded else f, BOOSTS[f]) for f in FIELDS]
