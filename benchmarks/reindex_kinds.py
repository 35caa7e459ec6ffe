"""The same articles as files, tables, pages, archives and databases, for `benchmarks.reindex`."""

import csv
import json
import sqlite3
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

KEYS = ("id", "title", "summary", "body")
Record = dict[str, Any]
Made = tuple[str, ...]
"""The words of a command line that name a source."""


def as_jsonl(found: Sequence[Record], folder: Path) -> Made:
    """Write JSON Lines."""
    path = folder / "tin.jsonl"
    path.write_text("".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in found), "utf-8")
    return (str(path),)


def as_csv(found: Sequence[Record], folder: Path) -> Made:
    """Write a table."""
    path = folder / "tin.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, KEYS, extrasaction="ignore")
        table.writeheader()
        table.writerows(found)
    return (str(path),)


def as_folder(found: Sequence[Record], folder: Path) -> Made:
    """Write a web page per article."""
    for number, one in enumerate(found):
        (folder / f"{number:06d}.html").write_text(page_of(one), encoding="utf-8")
    return (str(folder),)


def as_zip(found: Sequence[Record], folder: Path) -> Made:
    """Write the same pages into one archive."""
    path = folder / "tin.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, one in enumerate(found):
            archive.writestr(f"{number:06d}.html", page_of(one))
    return (str(path),)


def as_sql(found: Sequence[Record], folder: Path) -> Made:
    """Fill a database of SQLite."""
    path = folder / "tin.db"
    with sqlite3.connect(path) as connection:
        connection.execute(f"CREATE TABLE bai ({', '.join(KEYS)})")
        rows = [[one.get(key) for key in KEYS] for one in found]
        connection.executemany("INSERT INTO bai VALUES (?, ?, ?, ?)", rows)
    connection.close()
    return ("--sql", f"sqlite:///{path}", "--query", "SELECT * FROM bai")


def page_of(one: Record) -> str:
    """Return an article as a web page."""
    paragraphs = "".join(f"<p>{text}</p>" for text in str(one.get("body", "")).split("\n\n"))
    return (
        f'<html><head><title>{one["title"]}</title><meta property="og:type" content="article">'
        f'<link rel="canonical" href="https://bao.example/{one["id"]}.html"></head>'
        f"<body><article><h1>{one['title']}</h1>{paragraphs}</article></body></html>"
    )


KINDS: dict[str, Callable[[Sequence[Record], Path], Made]] = {
    "jsonl": as_jsonl,
    "csv": as_csv,
    "folder": as_folder,
    "zip": as_zip,
    "sql": as_sql,
}
