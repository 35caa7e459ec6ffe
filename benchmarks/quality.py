"""Ranking quality on the judged queries: python -m benchmarks.quality [--articles 20000] [--known-items 0].

Indexes qa/clusters inside the first articles of news/vietnews once (kept in --home), asks every query in
three forms - as written, without diacritics, half of the words without - and prints nDCG@10 and
Recall@100 per kind of query, with 95 % confidence intervals by bootstrap over queries.
"""

import json
import time
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path

import click
import ir_measures
import numpy as np
from ir_measures import RR, R, nDCG
from rich.console import Console
from rich.table import Table

from benchmarks.judged import FORMS, KINDS, SHARED, Judged, in_form, read_judged, records
from searcher import Archive, Order, ParameterError, Settings, parse_query, reindex

RESAMPLES = 1000
DEPTH = 100


@click.command()
@click.option(
    "--articles", default=20_000, show_default=True, help="Distractors from news/vietnews."
)
@click.option("--known-items", default=0, show_default=True, help="Known items asked, 0 for none.")
@click.option("--home", type=click.Path(path_type=Path), default=Path("indexes"), show_default=True)
@click.option("--save", type=click.Path(path_type=Path), help="Write the figures as JSON.")
def main(articles: int, known_items: int, home: Path, save: Path | None) -> None:
    """Print the tables."""
    folder = SHARED / "qa" / "clusters"
    corpus = records(folder / "corpus.jsonl.xz")
    others = records(SHARED / "news" / "vietnews.jsonl.xz", articles)
    archive = _archive(home, f"quality-{articles}", chain(corpus, others))
    queries = read_judged(folder)
    figures = {f"{kind}/{form}": _measure(archive, [q for q in queries if q.kind == kind], form, (nDCG @ 10, R @ 100)) for kind in KINDS for form in FORMS}  # fmt: skip
    if known_items:
        figures |= _known_items(home, articles, known_items)
    _print(figures)
    if save:
        save.write_text(json.dumps(figures, indent=1), encoding="utf-8")


def _known_items(home: Path, articles: int, count: int) -> dict[str, dict[str, list[float]]]:
    news = records(SHARED / "news" / "vietnews.jsonl.xz", articles)
    archive = _archive(home, f"known-{articles}", ({**one, "title": ""} for one in news))
    queries = read_judged(SHARED / "qa" / "knownitem")
    there = {one.id for one in archive.articles()}
    asked = [query for query in queries if query.relevant <= there][:count]
    return {f"known item/{form}": _measure(archive, asked, form, (RR @ 10,)) for form in FORMS}


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


def _measure(
    archive: Archive, queries: list[Judged], form: str, measures: tuple[object, ...]
) -> dict[str, list[float]]:
    """Return measure -> [mean, low, high]; and the times of the queries, in ms."""
    texts = in_form(queries, form)
    times: list[float] = []
    run = list(_run(archive, queries, texts, times))
    qrels = [ir_measures.Qrel(q.id, article, 1) for q in queries for article in q.relevant]
    values: dict[str, dict[str, float]] = {str(measure): {} for measure in measures}
    for metric in ir_measures.iter_calc(measures, qrels, run):
        values[str(metric.measure)][metric.query_id] = metric.value
    listed = {name: [found.get(q.id, 0.0) for q in queries] for name, found in values.items()}
    spread = {"ms p50/p95": [float(np.percentile(times, p)) for p in (50, 95)]}
    return {name: _with_interval(found) for name, found in listed.items()} | spread


def _run(
    archive: Archive, queries: list[Judged], texts: Mapping[str, str], times: list[float]
) -> Iterator[ir_measures.ScoredDoc]:
    for query in queries:
        started = time.perf_counter()
        try:
            exclude = frozenset({query.exclude} if query.exclude else ())
            ranked, _ = archive.rank_ids(
                parse_query(texts[query.id], per_page=DEPTH, exclude=exclude)
            )
        except ParameterError as error:
            print(f"{query.id}: {error.en}")
            continue
        times.append((time.perf_counter() - started) * 1000)
        for place, hit in enumerate(ranked):
            yield ir_measures.ScoredDoc(query.id, hit.id, float(DEPTH - place))


def _with_interval(values: list[float]) -> list[float]:
    chance = np.random.default_rng(0)
    sampled = chance.choice(np.array(values), (RESAMPLES, len(values))).mean(axis=1)
    low, high = np.percentile(sampled, [2.5, 97.5])
    return [float(np.mean(values)), float(low), float(high)]


def _print(figures: Mapping[str, Mapping[str, list[float]]]) -> None:
    table = Table("queries", "measure", "value", "95 % interval", box=None)
    for name, measured in figures.items():
        for measure, values in measured.items():
            first, *rest = values
            shown = " – ".join(f"{value:.4f}" for value in rest)
            table.add_row(name, measure, f"{first:.4f}", shown)
    Console().print(table)


if __name__ == "__main__":
    main()
