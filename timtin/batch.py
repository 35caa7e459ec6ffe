"""`timtin batch`: a file of queries to a TREC run file."""

import json
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import TextIO
from urllib.parse import quote

import click

from searcher import (
    Archive,
    ArticleNotFound,
    Filters,
    ParameterError,
    Ranked,
    UsageError,
    draft_said,
    parse_filters,
    parse_sort,
)
from searcher.exits import SKIPPED, exit_codes
from timtin.options import index_options, settings_of

TAG = "timtin"
Asked = Mapping[str, object]
"""One line of a file of queries."""
Asking = Callable[[Archive, Asked, int], tuple[Sequence[Ranked], int]]
"""From a line and a limit to ranked ids and the total."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One query's ranking; `refused` says why there is none."""

    id: str
    ranked: tuple[Ranked, ...]
    total: int
    ms: float
    refused: str | None = None


@click.command()
@click.argument("queries", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--run", "run", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--limit", type=click.IntRange(1, 10_000), default=100, metavar="N")
@click.option("--related", is_flag=True, help="Bài liên quan (related articles, not a search).")
@click.option("--threads", type=click.IntRange(1, 64), default=1, metavar="N")
@click.option("--times", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE")
@index_options
def command(
    queries: Path,
    run: Path,
    limit: int,
    related: bool,
    threads: int,
    times: Path | None,
    index: str | None,
    home: Path | None,
) -> None:
    """Chạy nhiều câu tìm từ QUERIES.jsonl, ghi tệp TREC (a file of queries to a TREC run).

    Mỗi dòng: {"id", "text"} và tùy chọn "from", "to", "source", "category", "sort", "exclude";
    với --related: {"id", "article"} hay {"id", "text"}, text là một bản thảo.

    \b
    Ví dụ / Examples:
      timtin batch queries.jsonl --run run.trec
      timtin batch articles.jsonl --related --run related.trec --limit 20
    """
    with exit_codes():
        archive = Archive(settings_of(index, home))
        archive.statistics()  # opens the index: the first query shall not pay for it
        ask = _related if related else _searched
        asked = list(_read(queries, ("article", "text") if related else ("text",)))
        with ThreadPoolExecutor(threads) as pool:
            answered = list(pool.map(lambda line: _answer(archive, line, limit, ask), asked))
        with run.open("w", encoding="utf-8") as file:
            _write_run(file, answered)
        if times:
            _write_times(times, answered)
        refused = [one for one in answered if one.refused]
        for one in refused:
            click.echo(f"{one.id}: {one.refused}", err=True)
        raise SystemExit(SKIPPED if refused else 0)


def _read(path: Path, asking: tuple[str, ...]) -> Iterator[Asked]:
    """Yield the lines of a file of queries; each has an id and one of the keys that ask."""
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                yield _query_line(line, f"{path}:{number}", asking)


def _query_line(line: str, place: str, asking: tuple[str, ...]) -> Asked:
    try:
        asked = json.loads(line)
    except ValueError as error:
        raise UsageError(f"{place}: không phải JSON.", f"{place}: not JSON.") from error
    if not isinstance(asked, dict) or "id" not in asked or not any(key in asked for key in asking):
        vi, en = (word.join(f"“{key}”" for key in asking) for word in (" hoặc ", " or "))
        raise UsageError(f"{place}: cần có “id” và {vi}.", f"{place}: needs “id” and {en}.")
    return asked


def _answer(archive: Archive, asked: Asked, limit: int, ask: Asking) -> Answered:
    """Answer one line; the clock runs from the typed string to ranked ids, facets and total."""
    started = time.perf_counter()
    ranked: tuple[Ranked, ...] = ()
    total, refused = 0, None
    try:
        found, total = ask(archive, asked, limit)
        ranked = tuple(found)
    except (ParameterError, ArticleNotFound) as error:
        refused = error.vi
    ms = (time.perf_counter() - started) * 1000
    return Answered(id=str(asked["id"]), ranked=ranked, total=total, ms=ms, refused=refused)


def _searched(archive: Archive, asked: Asked, limit: int) -> tuple[Sequence[Ranked], int]:
    query = archive.parse(
        str(asked["text"]),
        filters=_filters(asked),
        sort=parse_sort(_text(asked, "sort")),
        per_page=limit,
        exclude=_ids(asked.get("exclude")),
    )
    return archive.rank_ids(query)


def _related(archive: Archive, asked: Asked, limit: int) -> tuple[Sequence[Ranked], int]:
    article = _text(asked, "article")
    target = draft_said(str(asked["text"])) if article is None else article
    exclude = _ids(asked.get("exclude"))
    return archive.related_ids(target, limit=limit, filters=_filters(asked), exclude=exclude)


def _filters(asked: Asked) -> Filters:
    return parse_filters(
        from_=_text(asked, "from"),
        to=_text(asked, "to"),
        source=_text(asked, "source"),
        category=_text(asked, "category"),
        author=_text(asked, "author"),
    )


def _text(asked: Asked, key: str) -> str | None:
    value = asked.get(key)
    return None if value is None else str(value)


def _ids(value: object) -> frozenset[str]:
    if isinstance(value, list):
        return frozenset(map(str, value))
    return frozenset() if value is None else frozenset({str(value)})


def _write_run(file: TextIO, answered: list[Answered]) -> None:
    for one in answered:
        for place, (hit, score) in enumerate(zip(one.ranked, _falling(one.ranked), strict=True)):
            columns = (_column(one.id), "Q0", _column(hit.id), place + 1, f"{score:.9f}", TAG)
            file.write(" ".join(map(str, columns)) + "\n")


def _column(name: str) -> str:
    """Return an id as one column of a run file: its spaces, if any, as in an address."""
    return re.sub(r"\s", lambda space: quote(space[0]), name)


def _falling(ranked: tuple[Ranked, ...]) -> Iterator[float]:
    """Return scores that fall with the rank, also among ties and where hits are sorted by date.

    Evaluators sort by score and break ties their own way.
    """
    return accumulate((hit.score for hit in ranked), lambda last, score: min(score, last - 1e-9))


def _write_times(path: Path, answered: list[Answered]) -> None:
    lines = ({"id": a.id, "ms": round(a.ms, 4), "total": a.total} for a in answered)
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
