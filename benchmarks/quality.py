"""Ranking quality on the judged queries: python -m benchmarks.quality [--articles 20000] [--known-items 300].

`python -m benchmarks.quality related` does the same for related articles: see benchmarks/related.py.

Indexes qa/clusters inside the first articles of news/vietnews once (kept in --home), asks every query in
three forms - as written, without diacritics, half of the words without - and prints side by side, from
one run: plain BM25 over the views that other engines have (benchmarks/baselines.py), our first pass alone,
and ours. nDCG@10 and Recall@100, RR@10 for known items, with 95 % intervals by bootstrap over queries.
"""

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path

import click
import ir_measures
import numpy as np
from ir_measures import RR, R, nDCG
from rich.console import Console
from rich.table import Table

from benchmarks import related
from benchmarks.baselines import SUMS, Baselines
from benchmarks.judged import FORMS, KINDS, SHARED, Judged, in_form, read_judged, records
from searcher import Archive, Order, ParameterError, Settings, reindex

RESAMPLES = 1000
DEPTH = 100
Ranker = Callable[[str, str | None, int], list[str]]
Figures = dict[str, dict[str, dict[str, list[float]]]]
"""Queries and form -> who ranked -> measure -> mean, low, high."""


@click.command()
@click.argument("what", type=click.Choice(["search", "related"]), default="search")
@click.option(
    "--articles", default=20_000, show_default=True, help="Distractors from news/vietnews."
)
@click.option("--known-items", default=0, show_default=True, help="Known items asked, 0 for none.")
@click.option("--baselines/--ours-only", default=True, show_default=True)
@click.option("--home", type=click.Path(path_type=Path), default=Path("indexes"), show_default=True)
@click.option("--save", type=click.Path(path_type=Path), help="Write the figures as JSON.")
@click.option("--timed", help="Another index of the home, to take the times of `related` in.")
def main(
    what: str,
    articles: int,
    known_items: int,
    baselines: bool,
    home: Path,
    save: Path | None,
    timed: str | None,
) -> None:
    """Print the tables: of searching, or of related articles (benchmarks/related.py)."""
    folder = SHARED / "qa" / "clusters"
    corpus = records(folder / "corpus.jsonl.xz")
    others = records(SHARED / "news" / "vietnews.jsonl.xz", articles)
    archive = _archive(home, f"quality-{articles}", chain(corpus, others))
    if what == "related":
        other = Archive(Settings(home=home, index=timed)) if timed else archive
        told = {"quality": related.quality(archive, baselines=baselines)}
        _save(save, told | {"ms": related.times(other)})
        return
    queries = read_judged(folder)
    rankers = _rankers(archive, baselines=baselines)
    figures: Figures = {}
    for kind in KINDS:
        asked = [query for query in queries if query.kind == kind]
        figures |= _measured(kind, rankers, asked, (nDCG @ 10, R @ 100))
    if known_items:
        figures |= _known_items(home, articles, known_items, baselines=baselines)
    _print(figures)
    _save(save, figures)


def _save(save: Path | None, figures: Mapping[str, object]) -> None:
    if save:
        save.write_text(json.dumps(figures, indent=1), encoding="utf-8")


def _known_items(home: Path, articles: int, count: int, *, baselines: bool) -> Figures:
    news = records(SHARED / "news" / "vietnews.jsonl.xz", articles)
    archive = _archive(home, f"known-{articles}", ({**one, "title": ""} for one in news))
    queries = read_judged(SHARED / "qa" / "knownitem")
    there = {one.id for one in archive.articles()}
    asked = [query for query in queries if query.relevant <= there][:count]
    return _measured("known item", _rankers(archive, baselines=baselines), asked, (RR @ 10,))


def _rankers(archive: Archive, *, baselines: bool) -> dict[str, Ranker]:
    plain = Baselines(archive) if baselines else None
    others = {name: plain.ranker(name) for name in SUMS} if plain else {}
    return {**others, "first pass alone": _ranker(archive, again=False), "ours": _ranker(archive)}


def _ranker(archive: Archive, *, again: bool = True) -> Ranker:
    """Return our ranking, or that of the engine without the second look."""

    def ranked(text: str, exclude: str | None, depth: int) -> list[str]:
        ids = frozenset({exclude} if exclude else ())
        query = archive.parse(text, per_page=depth, exclude=ids)
        hits, _ = archive.rank_ids(query, again=again)
        return [hit.id for hit in hits]

    return ranked


def _archive(home: Path, name: str, articles: Iterable[Mapping[str, object]]) -> Archive:
    settings = Settings(home=home, index=name)
    if not (settings.folder / "CURRENT").exists():
        settings.folder.mkdir(parents=True, exist_ok=True)
        place = settings.folder / "input.jsonl"
        with place.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in articles)
        report = reindex(Order(places=(str(place),)), settings)
        print(f"{name}: {report.articles} articles, {report.articles / report.seconds:.0f}/s")
    return Archive(settings)


def _measured(
    name: str, rankers: Mapping[str, Ranker], asked: list[Judged], measures: tuple[object, ...]
) -> Figures:
    figures: Figures = {}
    for form in FORMS:
        rows = {who: _measure(ranker, asked, form, measures) for who, ranker in rankers.items()}
        figures[f"{name}/{form}"] = rows
    return figures


def _measure(
    ranker: Ranker, queries: list[Judged], form: str, measures: tuple[object, ...]
) -> dict[str, list[float]]:
    """Return measure -> [mean, low, high]; and the times of the queries, in ms."""
    times: list[float] = []
    run = list(_run(ranker, queries, in_form(queries, form), times))
    qrels = [ir_measures.Qrel(q.id, article, 1) for q in queries for article in q.relevant]
    values: dict[str, dict[str, float]] = {str(measure): {} for measure in measures}
    for metric in ir_measures.iter_calc(measures, qrels, run):
        values[str(metric.measure)][metric.query_id] = metric.value
    listed = {name: [found.get(q.id, 0.0) for q in queries] for name, found in values.items()}
    spread = {"ms p50/p95": [float(np.percentile(times, p)) for p in (50, 95)]}
    return {name: _with_interval(found) for name, found in listed.items()} | spread


def _run(
    ranker: Ranker, queries: list[Judged], texts: Mapping[str, str], times: list[float]
) -> Iterator[ir_measures.ScoredDoc]:
    for query in queries:
        started = time.perf_counter()
        try:
            ids = ranker(texts[query.id], query.exclude, DEPTH)
        except ParameterError as error:
            print(f"{query.id}: {error.en}")
            continue
        times.append((time.perf_counter() - started) * 1000)
        for place, id_ in enumerate(ids):
            yield ir_measures.ScoredDoc(query.id, id_, float(DEPTH - place))


def _with_interval(values: list[float]) -> list[float]:
    chance = np.random.default_rng(0)
    sampled = chance.choice(np.array(values), (RESAMPLES, len(values))).mean(axis=1)
    low, high = np.percentile(sampled, [2.5, 97.5])
    return [float(np.mean(values)), float(low), float(high)]


def _print(figures: Figures) -> None:
    """Print one table per kind of query and measure: a row per ranker, a column per form."""
    for kind in dict.fromkeys(name.split("/")[0] for name in figures):
        rows = figures[f"{kind}/{FORMS[0]}"]
        for measure in next(iter(rows.values())):
            table = Table("", *FORMS, title=f"{kind}: {measure}", box=None)
            for who in rows:
                shown = (figures[f"{kind}/{form}"][who][measure] for form in FORMS)
                table.add_row(who, *map(_shown, shown))
            Console().print(table)


def _shown(values: list[float]) -> str:
    if len(values) < 3:
        return " / ".join(f"{value:.1f}" for value in values)
    return f"{values[0]:.3f} ({values[1]:.3f}–{values[2]:.3f})"


if __name__ == "__main__":
    main()
