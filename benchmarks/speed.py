"""How fast we are beside others: one run, the same articles, tokens and queries for all.

    python -m benchmarks.speed NEWS.jsonl.xz [--articles N] [--stock N] [--queries N] [--workers N] [--keep FOLDER] [--write FOLDER]

Every query is asked of all engines one after another, in one random order; the clock is the thread's CPU
time, so that neighbours on the machine disturb less. `first` is the first time a query is asked, `again`
the better of two more times. Totals must agree. Peers that are not installed are left out. `--write` puts the
tables and a plot into a folder.
"""

import argparse
import random
import tempfile
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from benchmarks.speed_build import Built, build, build_stock
from benchmarks.speed_corpus import Cut, Texts, cuts, indexed_texts
from benchmarks.speed_open import opening
from benchmarks.speed_ours import SOME_YEARS, query
from benchmarks.speed_peers import Peer, installed_peers, opened_peer
from benchmarks.speed_plot import plot
from benchmarks.speed_times import HEAD, Times, rows
from searcher.engines.whoosh.columns import ColumnsEngine, ColumnsReader

KINDS = ("any word", "all words", "phrase", "tree")
STOCK_BUILD = 400
"""Articles that stock Whoosh is seen building."""
OURS = "Tìm Tin"


def main() -> None:
    """Build, measure, print Markdown."""
    options = _options()
    keep = Path(options.keep) if options.keep else Path(tempfile.mkdtemp())
    tables: dict[str, dict[str, Times]] = {}
    with (Path(options.write) / "speed.md" if options.write else keep / "speed.md").open(
        "w"
    ) as out:
        for line in _report(keep, options, tables):
            print(line, flush=True)
            print(line, file=out, flush=True)
    if options.write:
        plot(tables, Path(options.write) / "speed.svg")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("news", type=Path)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--stock", type=int, default=10_000, help="articles stock Whoosh searches")
    parser.add_argument("--queries", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--keep", help="folder for the indexes; those already there are used again")
    parser.add_argument("--write", help="folder for speed.md and speed.svg")
    return parser.parse_args()


def _report(
    keep: Path, options: argparse.Namespace, tables: dict[str, dict[str, Times]]
) -> Iterator[str]:
    yield from _building(keep, options)
    folder = keep / f"columns-{options.articles}"
    yield from _opening(folder)
    reader = ColumnsEngine().reader(folder)
    texts = list(indexed_texts(reader))
    peers = [opened_peer(peer, keep / str(options.articles), texts) for peer in installed_peers()]
    found = cuts(texts, options.queries)
    del texts
    for peer in peers:
        yield f"- {peer.name}: {_megabytes(keep / str(options.articles) / peer.slug):.0f} MB"
    yield f"\n{reader.collection.size} articles in {len(reader.collection.segments)} segments, {len(found)} queries of each kind\n"
    yield from _asking(reader, peers, found, tables)
    yield from _stock(keep, options, tables)


def _building(keep: Path, options: argparse.Namespace) -> Iterator[str]:
    """Build what is not there yet."""
    rates = {}
    for count in (options.articles, options.stock):
        folder = keep / f"columns-{count}"
        if not folder.exists():
            rates[count] = built = build(folder, options.news, count, options.workers)
            yield _built("Tìm Tin, words included", built)
        stored = ColumnsEngine().reader(folder).collection.segments
        articles = sum(one.container["stored.blocks"].nbytes for one in stored) / 1e6
        yield f"- {count} articles: {_megabytes(folder) - articles:.0f} MB and {articles:.0f} MB of stored articles"
    if rates:
        with tempfile.TemporaryDirectory() as folder:
            stock = build_stock(Path(folder) / "stock", options.news, STOCK_BUILD)
        yield _built("pyvi and stock Whoosh", stock)
        ratio = rates.get(options.articles, stock).rate / stock.rate
        yield f"- Tìm Tin builds {ratio:.1f} times as fast"


def _built(name: str, built: Built) -> str:
    return f"- {name}: {built.articles} articles at {built.rate:.0f}/s, peak memory {built.peak / 2**20:.0f} MiB"


def _opening(folder: Path) -> Iterator[str]:
    warm, cold = opening(folder, cold=False), opening(folder, cold=True)
    yield f"- open and first answer: {warm:.0f} ms, {cold:.0f} ms from a disk whose cache was dropped"


def _megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def _asking(
    reader: ColumnsReader,
    peers: Sequence[Peer],
    found: Sequence[Cut],
    tables: dict[str, dict[str, Times]],
) -> Iterator[str]:
    yield HEAD
    for kind in KINDS:
        for folded in (False, True):
            name = f"{kind}, {'folded' if folded else 'accented'}"
            tables[name] = _measured(reader, peers, kind, found, folded)
            yield from rows(name, tables[name])
    name = "any word, dates and four facets"
    tables[name] = _filtered(reader, peers, found)
    yield from rows(name, tables[name])


def _measured(
    reader: ColumnsReader, peers: Sequence[Peer], kind: str, found: Sequence[Cut], folded: bool
) -> dict[str, Times]:
    times = {name: Times() for name in (OURS, *(peer.name for peer in peers))}
    others = random.Random(7).sample(found, len(found))  # noqa: S311
    differing: dict[str, int] = {}
    for number, (cut, other) in enumerate(zip(found, others, strict=True)):
        asked = query(kind, cut, other, folded=folded)
        total = times[OURS].measure(lambda asked=asked: reader.ranked(asked, 10).total)
        for peer in peers:
            theirs = peer.query(kind, cut, other, folded=folded)
            if theirs is not None and number % peer.every == 0:
                answer = times[peer.name].measure(lambda p=peer, q=theirs: p.search(q))
                differing[peer.name] = differing.get(peer.name, 0) + (answer != total)
    for name, count in differing.items():
        if count:
            print(f"{kind}, folded {folded}: {count} totals of {name} differ")
    return times


def _filtered(
    reader: ColumnsReader, peers: Sequence[Peer], found: Sequence[Cut]
) -> dict[str, Times]:
    """Measure ours with a date range and facets against the peers' search alone."""
    times = _measured(reader, [p for p in peers if p.name == "Tantivy"], "any word", found, False)
    times[OURS] = Times()
    for cut in found:
        asked = query("any word", cut, cut, folded=False, filters=SOME_YEARS)
        times[OURS].measure(lambda asked=asked: reader.search(asked, 10).total)
    return times


def _stock(
    keep: Path, options: argparse.Namespace, tables: dict[str, dict[str, Times]]
) -> Iterator[str]:
    """Measure against stock Whoosh, on as many articles as it bears."""
    from benchmarks.speed_whoosh import StockWhoosh

    reader = ColumnsEngine().reader(keep / f"columns-{options.stock}")
    texts: list[Texts] = list(indexed_texts(reader))
    peer = opened_peer(StockWhoosh, keep / str(options.stock), texts)
    found = cuts(texts, min(options.queries, 300))
    yield f"\n{options.stock} articles\n\n{HEAD}"
    for kind in islice(KINDS, 3):
        times = _measured(reader, [peer], kind, found, folded=False)
        name = f"{kind}, accented, {options.stock} articles"
        tables[name] = times
        yield from rows(name, times)
        ours, theirs = times[OURS].figures(), times[peer.name].figures()
        yield f"| {kind}: stock Whoosh needs {theirs[3] / ours[3]:.0f} times as long (p50), {theirs[0] / ours[0]:.0f} times when first asked | | | | | | | | | | | |"


if __name__ == "__main__":
    main()
