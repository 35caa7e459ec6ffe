"""SQLite FTS5: the same tokens, three columns per view, bm25 with the same weights."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from benchmarks.speed_corpus import Cut, Texts
from searcher.engines.scoring import FIELDS
from searcher.vietnamese import fold


class Fts5:
    """A database with one FTS5 table per view."""

    name = "SQLite FTS5"
    slug = "fts5"
    every = 20

    def __init__(self, folder: Path) -> None:
        self._base = sqlite3.connect(folder / "fts.db")

    def write(self, texts: Iterable[Texts]) -> None:
        """Index all articles and optimise."""
        tokenizer = 'tokenize = "unicode61 remove_diacritics 0"'
        for table in ("accented", "folded"):
            self._base.execute(
                f"create virtual table {table} using fts5(title, summary, body, {tokenizer})"
            )
        for text in texts:
            joined = [" ".join(text[field]) for field in FIELDS]
            folded = [" ".join(map(fold, text[field])) for field in FIELDS]
            self._base.execute("insert into accented values (?, ?, ?)", joined)
            self._base.execute("insert into folded values (?, ?, ?)", folded)
        self._base.commit()
        for table in ("accented", "folded"):
            self._base.execute(f"insert into {table}({table}) values ('optimize')")  # noqa: S608
        self._base.commit()

    def open(self) -> None:
        """Nothing is to be done."""

    def query(
        self,
        kind: str,
        cut: Cut,
        other: Cut,  # noqa: ARG002 - peers are called alike
        *,
        folded: bool,
    ) -> tuple[str, str] | None:
        """Return table and match expression; None for the kinds that are not asked of FTS5."""
        keys = [fold(key) if folded else key for key in cut.accented]
        quoted = [f'"{key}"' for key in keys]
        joined = {
            "any word": " OR ".join(quoted),
            "all words": " AND ".join(quoted),
            "phrase": '"' + " ".join(keys) + '"',
        }
        table = "folded" if folded else "accented"
        return (table, joined[kind]) if kind in joined else None

    def search(self, query: tuple[str, str]) -> int:
        """Return the number of hits; the ten best are found too."""
        table, match = query
        best = f"select rowid from {table} where {table} match ? order by bm25({table}, 3, 1.5, 1) limit 10"  # noqa: S608
        self._base.execute(best, (match,)).fetchall()
        count = f"select count(*) from {table} where {table} match ?"  # noqa: S608
        return int(self._base.execute(count, (match,)).fetchone()[0])
