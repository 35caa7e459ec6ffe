"""Diacritics restored on headlines of 2026, side by side with peers.

    python -m benchmarks.vietnamese_restoration [--articles N] [--titles N]

Two models are made: one of news/vietnews (2016-2019), one that also read headlines up to December 2025.
Counted are words of letters only; tone placement (hòa, hoà) does not matter. Times are CPU seconds.
"""

import json
import lzma
import random
import re
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import click

from searcher.vietnamese.restoration import Builder, Restorer
from searcher.vietnamese.restoration.model import Model
from searcher.vietnamese.restoration.text import spelling, unmarked

NEWS = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "news"
SEED = 3
WORD = re.compile(r"[^\W\d_]+")
HEAD = ("model", "method", "typed", "syllables right", "headlines right", "syllables/s")

Row = tuple[str, ...]
Restore = Callable[[Sequence[str]], Sequence[str]]


def records(name: str) -> Iterator[dict[str, str]]:
    """Yield the records of a file of real news."""
    with lzma.open(NEWS / f"{name}.jsonl.xz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def texts(record: dict[str, str]) -> list[str]:
    """Return the text fields of an article."""
    return [record[key] for key in ("title", "summary", "body") if record.get(key)]


def build(path: Path, articles: int, headlines_before: str | None) -> str:
    """Write a model to `path` and return what it cost."""
    start = time.process_time()
    builder = Builder()
    source = islice(records("vietnews"), articles)
    while batch := list(islice(source, 1000)):
        builder.add(text for record in batch for text in texts(record))
    if headlines_before:
        older = (r for r in records("headlines") if r["published"] < headlines_before)
        builder.add(text for record in older for text in texts(record))
    builder.write(path)
    seconds = time.process_time() - start
    return f"{seconds:.0f} CPU s, {path.stat().st_size / 1e6:.0f} MB"


def headlines(many: int) -> list[str]:
    """Return a fixed sample of the titles of 2026."""
    titles = [record["title"] for record in records("headlines") if record["published"] >= "2026"]
    sample = random.Random(SEED).sample(titles, min(many, len(titles)))  # noqa: S311
    return [unicodedata.normalize("NFC", title) for title in sample]


def measure(restore: Restore, titles: Sequence[str], typed: Sequence[str]) -> Row:
    """Return the shares of syllables and titles that come back, and syllables per CPU second."""
    start = time.process_time()
    restored = restore(typed)
    seconds = time.process_time() - start
    right = [compare(title, text) for title, text in zip(titles, restored, strict=True)]
    syllables = [each for title in right for each in title]
    share = sum(syllables) / len(syllables)
    whole = sum(map(all, right)) / len(right)
    return f"{share:.2%}", f"{whole:.1%}", f"{len(syllables) / max(seconds, 1e-9):,.0f}"


def compare(title: str, restored: str) -> list[bool]:
    """Return for each word of `title` whether `restored` has it, too."""
    words, found = WORD.findall(title.lower()), WORD.findall(restored.lower())
    if len(words) != len(found):  # a peer that changes the number of words
        found = (found + [""] * len(words))[: len(words)]
    return [spelling(a) == spelling(b) for a, b in zip(words, found, strict=True)]


def most_frequent(model: Model) -> Restore:
    """Return the restorer that takes the most frequent form of each word."""

    def one(word: str) -> str:
        readings = model.readings(word.lower())
        return model.words[readings[0]] if len(readings) else word

    def restore(typed: Sequence[str]) -> Sequence[str]:
        return [WORD.sub(lambda word: one(word[0]), text) for text in typed]

    return restore


def pyvi(typed: Sequence[str]) -> Sequence[str]:
    """Restore with pyvi's ViUtils.add_accents."""
    from pyvi import ViUtils  # a second to import, and only this section needs it

    return [ViUtils.add_accents(text) for text in typed]


def rows(name: str, path: Path, titles: Sequence[str]) -> Iterator[Row]:
    """Yield the figures of one model."""
    restorer, model = Restorer(path), Model(path)
    small = [unmarked(title).lower() for title in titles]
    cased = [unmarked(title) for title in titles]
    ours: Restore = lambda typed: list(restorer.restore_many(typed))  # noqa: E731
    ours(small[:100])  # maps the file
    yield name, "most frequent form", "small letters", *measure(most_frequent(model), titles, small)
    yield name, "4-grams (ours)", "small letters", *measure(ours, titles, small)
    yield name, "4-grams (ours)", "with capitals", *measure(ours, titles, cased)


def report(articles: int, many: int) -> None:
    """Build both models, and print all rows as a Markdown table."""
    titles = headlines(many)
    few = titles[:1000]
    click.echo(f"\n## Restoring diacritics, {len(titles):,} headlines of 2026\n")
    for row in (HEAD, tuple("---" for _ in HEAD)):
        click.echo("| " + " | ".join(row) + " |")
    peer = measure(pyvi, few, [unmarked(title).lower() for title in few])
    click.echo("| " + " | ".join(("its own", "pyvi add_accents", "small letters", *peer)) + " |")
    with tempfile.TemporaryDirectory() as folder:
        for name, before in (("2016-2019", None), ("and headlines to 12/2025", "2026")):
            path = Path(folder) / "model"
            cost = build(path, articles, before)
            for row in rows(f"{name} ({cost})", path, titles):
                click.echo("| " + " | ".join(row) + " |")


def main() -> None:
    """Print the section with all articles; part of `benchmarks.vietnamese`."""
    report(articles=200_000, many=5_000)


@click.command(help=__doc__)
@click.option("--articles", default=200_000, show_default=True, help="Articles of news/vietnews.")
@click.option("--titles", "many", default=5_000, show_default=True, help="Headlines asked.")
def command(articles: int, many: int) -> None:
    """Print the section."""
    report(articles, many)


if __name__ == "__main__":
    command()
