"""Completions and corrections over real news: how high the right one stands, what is left alone, how long it takes.

    python -m benchmarks.suggestions [--articles N] [--queries N] [--home DIR]

The articles beside the project (../shared/data/news/vietnews) are indexed without every twentieth one.
Queries are cut from titles, from word to word; `known` ones of articles in the index, `new` ones of
those left out. A title is completed if it is offered itself, or a longer phrase that it begins with.
Milliseconds are CPU time of one process.
"""

import json
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click
import numpy as np
from unidecode import unidecode

from benchmarks.judged import SHARED, records
from benchmarks.slips import SLIPS, slipped
from searcher import Archive, Order, Settings, reindex
from searcher.vietnamese import analyse, syllables

LEFT_OUT = 20
"""Every so many-th article is not indexed."""
_SHORTEST, _LONGEST = 3, 6
"""Syllables of a query."""
_SHOWN = 10
"""Completions asked for."""


@click.command(help=__doc__)
@click.option("--articles", default=20_000, show_default=True)
@click.option("--queries", default=2_000, show_default=True, help="Queries of each measure.")
@click.option(
    "--home", type=click.Path(path_type=Path), default=Path(tempfile.gettempdir()) / "suggestions"
)
def main(articles: int, queries: int, home: Path) -> None:
    """Index what is not yet there, then print both tables."""
    titles = [str(r["title"]) for r in records(SHARED / "news" / "vietnews.jsonl.xz", articles)]
    settings = Settings(home=home / str(articles))
    if not settings.folder.exists():
        _index(articles, settings)
    archive = Archive(settings)
    known = [title for number, title in enumerate(titles) if number % LEFT_OUT]
    _completions(archive, known, queries)
    for name, of in (("known", known), ("new", titles[::LEFT_OUT])):
        _corrections(archive, name, of, queries)


def _index(articles: int, settings: Settings) -> None:
    settings.home.mkdir(parents=True, exist_ok=True)
    news = settings.home / "news.jsonl"
    with news.open("w", encoding="utf-8") as file:
        for number, record in enumerate(records(SHARED / "news" / "vietnews.jsonl.xz", articles)):
            if number % LEFT_OUT:
                file.write(json.dumps(record, ensure_ascii=False) + "\n")
    reindex(Order(places=(str(news),)), settings)
    lexicon = next(settings.folder.glob("*/*.lexicon")).stat().st_size
    click.echo(f"lexicon of {articles:,} articles: {lexicon / 1e6:.1f} MB")


def _completions(archive: Archive, titles: Sequence[str], queries: int) -> None:
    click.echo(
        "\n| typed of a title | MRR, title or its phrase | MRR, the title itself | p50 ms | p95 ms |"
    )
    click.echo("| --- | --- | --- | --- | --- |")
    chance = random.Random(7)  # noqa: S311 - a benchmark needs no secrets
    wanted = [t for t in chance.sample(titles, 2 * queries) if len(syllables(t)) > 4][:queries]
    for name, typed in _FORMS.items():
        rows = [_completed(archive, title, typed(title, chance)) for title in wanted]
        either, whole, took = np.array(rows).T
        click.echo(f"| {name} | {either.mean():.3f} | {whole.mean():.3f} | {_times(took)} |")


def _first(title: str, many: int) -> str:
    return title[: syllables(title)[many - 1].end]


def _half(text: str, chance: random.Random) -> str:
    return " ".join(unidecode(w) if chance.random() < 0.5 else w for w in text.split())


_FORMS: dict[str, Callable[[str, random.Random], str]] = {
    "3 syllables, accented": lambda title, _: _first(title, 3),
    "3 syllables, without": lambda title, _: unidecode(_first(title, 3)),
    "3 syllables, half without": lambda title, chance: _half(_first(title, 3), chance),
    "2 syllables and a letter": lambda title, _: title[: syllables(title)[2].start + 1],
    "4 syllables, accented": lambda title, _: _first(title, 4),
}


def _completed(archive: Archive, title: str, typed: str) -> tuple[float, float, float]:
    """Return both reciprocal ranks, and milliseconds."""
    started = time.process_time()
    ways = archive.suggest(typed, limit=_SHOWN).completions
    took = (time.process_time() - started) * 1000
    keys, least = _keys(title), len(syllables(typed))
    found = [_keys(way.text) for way in ways]
    either = (keys[: len(way)] == way and len(way) > least for way in found)
    return _reciprocal(either), _reciprocal(way == keys for way in found), took


def _reciprocal(hits: Iterator[bool]) -> float:
    return next((1 / rank for rank, hit in enumerate(hits, 1) if hit), 0.0)


def _keys(text: str) -> tuple[str, ...]:
    return tuple(syllable.accented for syllable in syllables(text))


def _corrections(archive: Archive, name: str, titles: Sequence[str], queries: int) -> None:
    chance = random.Random(8)  # noqa: S311 - a benchmark needs no secrets
    cuts = _cuts(titles, chance)
    right = [_meant(archive, next(cuts)) for _ in range(queries * 5 // 2)]
    disturbed = sum(wrong for wrong, _ in right)
    click.echo(f"\n{name}: {disturbed} of {len(right):,} right queries disturbed")
    click.echo(f"p50, p95 ms of right queries: {_times(np.array([t for _, t in right]))}")
    click.echo("| slip | queries | repaired in first place | p50 ms | p95 ms |")
    click.echo("| --- | --- | --- | --- | --- |")
    every: list[tuple[bool, float]] = []
    for kind in SLIPS:
        rows = [_repaired(archive, *pair) for pair in _slipped(cuts, kind, queries // 4, chance)]
        every += rows
        _row(kind, rows)
    _row("all", every)


def _row(kind: str, rows: Sequence[tuple[bool, float]]) -> None:
    share = sum(good for good, _ in rows) / len(rows)
    took = np.array([took for _, took in rows])
    click.echo(f"| {kind} | {len(rows)} | {share:.1%} | {_times(took)} |")


def _cuts(titles: Sequence[str], chance: random.Random) -> Iterator[str]:
    """Yield stretches of random titles, from word to word."""
    while True:
        title = chance.choice(titles)
        words, spans = analyse([title])[0], syllables(title)
        edges = [*words.starts, len(spans)]
        pairs = [(a, b) for a in edges for b in edges if _SHORTEST <= b - a <= _LONGEST]
        if pairs and not set('"()|') & set(title):
            start, end = chance.choice(pairs)
            yield title[spans[start].start : spans[end - 1].end]


def _slipped(
    cuts: Iterator[str], kind: str, many: int, chance: random.Random
) -> Iterator[tuple[str, str]]:
    """Yield queries and the same with a slip."""
    while many:
        query = next(cuts)
        wrong = slipped(query, SLIPS[kind], chance)
        if wrong and _keys(wrong) != _keys(query):
            many -= 1
            yield query, wrong


def _meant(archive: Archive, query: str) -> tuple[bool, float]:
    """Return whether another query is suggested for a right one, and milliseconds."""
    started = time.process_time()
    found = archive.suggest(query).suggestion
    took = (time.process_time() - started) * 1000
    return found is not None and found.kind == "correct" and _keys(found.text) != _keys(query), took


def _repaired(archive: Archive, query: str, wrong: str) -> tuple[bool, float]:
    started = time.process_time()
    found = archive.suggest(wrong).suggestion
    took = (time.process_time() - started) * 1000
    return found is not None and _keys(found.text) == _keys(query), took


def _times(took: np.ndarray) -> str:  # type: ignore[type-arg]
    return f"{np.percentile(took, 50):.2f} | {np.percentile(took, 95):.2f}"


if __name__ == "__main__":
    main()
