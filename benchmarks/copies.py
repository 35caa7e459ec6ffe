"""Near-copies: python -m benchmarks.copies --home DIR [--articles 20000] [--copies 150].

Makes copies of real articles of an index (`benchmarks/quality.py` builds it: the judged clusters inside the first
articles of news/vietnews) and asks `Archive.copies` for their originals. Of each article 10 to 60 % of the sentences
are removed, moved, or rewritten (their words mixed with others, so that nothing is left to share); or single words are
replaced all over the text. Each copy is asked twice: as it is, and without diacritics.

`overlap` is the part of the sentences (or words) that stayed. A found article is right if it is the original, or
another article of the archive that by a plain measure of its own (difflib: runs of four words and more in the same
order) has a third of the shorter text in common with the original; `strict` counts the original alone as right.
"""

import random
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache
from itertools import chain
from pathlib import Path

import click
import numpy as np
from rich.console import Console
from rich.table import Table
from unidecode import unidecode

from benchmarks.judged import SHARED, records
from searcher import Archive, Settings, text_of
from searcher.engines.signatures import BINS
from searcher.model import Article, Draft

SHARES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6)
KINDS = ("removed", "moved", "rewritten", "words")
LEAST_LETTERS = 600
"""Letters of an article of which copies are made: ten sentences, so that a tenth is one."""
IN_COMMON, RUN = 1 / 3, 4
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


@dataclass(slots=True)
class Tally:
    """What was counted for one kind and share."""

    asked: int = 0
    found: int = 0
    right: int = 0
    given: int = 0
    times: list[float] = field(default_factory=list)


class Spoiler:
    """Makes near-copies; the same ones for the same seed."""

    def __init__(self, articles: list[Article], seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311
        self._words = [word for article in articles for word in article.body.split()]

    def copy(self, article: Article, kind: str, share: float) -> str:
        """Return the text of an article with a share of it spoiled."""
        if kind == "words":
            return " ".join(self._replaced(text_of(article).split(), share))
        sentences = _SENTENCE_END.split(text_of(article))
        chosen = set(self._random.sample(range(len(sentences)), round(share * len(sentences))))
        return " ".join(self._spoiled(sentences, chosen, kind))

    def _spoiled(self, sentences: list[str], chosen: set[int], kind: str) -> Iterator[str]:
        moved = sorted(chosen, key=lambda _: self._random.random())
        places = dict(zip(sorted(chosen), moved, strict=True))
        for place, sentence in enumerate(sentences):
            if place not in chosen:
                yield sentence
            elif kind == "moved":
                yield sentences[places[place]]
            elif kind == "rewritten":
                yield " ".join(self._rewritten(sentence.split()))

    def _rewritten(self, words: list[str]) -> Iterator[str]:
        while words:
            few, words = words[: (size := self._random.randint(2, 4))], words[size:]
            yield from self._random.sample(self._replaced(few, 0.3), len(few))

    def _replaced(self, words: list[str], share: float) -> list[str]:
        return [
            self._random.choice(self._words) if self._random.random() < share else word
            for word in words
        ]


@click.command()
@click.option("--home", type=click.Path(path_type=Path), required=True)
@click.option("--articles", default=20_000, show_default=True)
@click.option("--copies", default=150, show_default=True, help="Copies of every kind and share.")
@click.option("--seed", default=7, show_default=True)
def main(home: Path, articles: int, copies: int, seed: int) -> None:
    """Print the near-copy table."""
    archive = Archive(Settings(home=home, index=f"quality-{articles}"))
    news = [
        str(record["id"]) for record in records(SHARED / "news" / "vietnews.jsonl.xz", articles)
    ]
    drawn = random.Random(seed).sample(news, 2 * copies)  # noqa: S311
    chosen = list(_long_enough(archive, drawn))[:copies]
    spoiler = Spoiler(chosen, seed)
    table = _table()
    for kind, share in ((kind, share) for kind in KINDS for share in SHARES):
        tallies = [_asked(archive, chosen, spoiler, kind, share, bare=bare) for bare in (0, 1)]
        table.add_row(kind, f"{1 - share:.0%}", *chain.from_iterable(map(_cells, tallies)))
    console = Console(width=140)
    console.print(table)
    console.print(f"Signatures: {BINS * 10_000 / 1e6:.2f} MB for every 10,000 articles.")


def _long_enough(archive: Archive, ids: list[str]) -> Iterator[Article]:
    for id_ in ids:
        article = archive.article(id_)
        if len(article.body) >= LEAST_LETTERS:
            yield article


def _asked(
    archive: Archive,
    articles: list[Article],
    spoiler: Spoiler,
    kind: str,
    share: float,
    *,
    bare: int,
) -> Tally:
    tally = Tally()
    for article in articles:
        text = spoiler.copy(article, kind, share)
        text = unidecode(text) if bare else text
        started = time.perf_counter()
        found = archive.copies(Draft(body=text)).found
        tally.times.append((time.perf_counter() - started) * 1000)
        tally.asked += 1
        tally.given += len(found)
        for one in found:
            is_original = one.article.id == article.id
            tally.found += is_original
            tally.right += is_original or _is_copy(article, one.article)
    return tally


@cache
def _is_copy(one: Article, other: Article) -> bool:
    """Tell whether two articles of the archive are near-copies of each other already."""
    return in_common(text_of(one), text_of(other)) >= IN_COMMON


def in_common(one: str, other: str) -> float:
    """Return which part of the shorter of two texts stands in the other in the same order, by RUN words and more."""
    first, second = (unidecode(text).lower().split() for text in (one, other))
    blocks = SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
    same = sum(block.size for block in blocks if block.size >= RUN)
    return same / max(1, min(len(first), len(second)))


def _table() -> Table:
    heads = ("recall", "precision", "strict", "ms p50/p95")
    columns = ("spoiled", "overlap", *heads, *(f"{head}, bare" for head in heads))
    return Table(*columns, title="Near-copies of real articles")


def _cells(tally: Tally) -> tuple[str, ...]:
    p50, p95 = np.percentile(tally.times, (50, 95))
    return (
        f"{tally.found / tally.asked:.3f}",
        f"{tally.right / max(1, tally.given):.3f}",
        f"{tally.found / max(1, tally.given):.3f}",
        f"{p50:.0f}/{p95:.0f}",
    )


if __name__ == "__main__":
    main()
