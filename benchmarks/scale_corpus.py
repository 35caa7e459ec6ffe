"""The articles of the growth benchmark: real ones as far as they go, then real ones with shuffled sentences.

An article made of shuffled sentences takes them from WINDOW real ones, so that it is no near-copy of any, keeps the
words that stand beside each other inside a sentence, and is as long as a real one. It brings no new words: the
vocabulary of an archive that is partly made so grows too slowly, and `docs/scale.md` says so.
"""

import json
import lzma
import random
import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import chain, count, islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST_DAY = datetime(2015, 1, 1, tzinfo=HANOI)
DAYS = 3000
SOURCES, CATEGORIES = 40, 17
WINDOW = 2000
SEED = 3
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")
Record = dict[str, Any]


def articles(news: Sequence[Path]) -> Iterator[Record]:
    """Yield articles without end: the real ones, then the same shuffled, again and again."""
    yield from numbered(real(news), "that")
    for turn in count(1):
        yield from numbered(shuffled(real(news), random.Random(SEED + turn)), f"tron{turn}")  # noqa: S311 - the same on every run


def real(news: Sequence[Path]) -> Iterator[Record]:
    """Yield the articles of JSON Lines files, which may be packed by xz."""
    for path in news:
        opened = lzma.open if path.suffix == ".xz" else open
        with opened(path, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def shuffled(found: Iterator[Record], chance: random.Random) -> Iterator[Record]:
    """Yield as many articles with the sentences and titles of others."""
    while window := list(islice(found, WINDOW)):
        parts = [_SENTENCE.split(one.get("body", "")) for one in window]
        pool = list(chain.from_iterable(parts))
        titles = [str(one["title"]) for one in window]
        chance.shuffle(pool)
        chance.shuffle(titles)
        rest = iter(pool)
        for title, part in zip(titles, parts, strict=True):
            yield {"title": title, "summary": "", "body": " ".join(islice(rest, len(part)))}


def numbered(found: Iterator[Record], begin: str) -> Iterator[Record]:
    """Yield articles with ids, and with dates, sources and categories where they have none: evenly made up."""
    for number, one in enumerate(found):
        day = FIRST_DAY + timedelta(days=number * 7919 % DAYS, minutes=number % 1440)
        yield {
            "source": f"nguồn {number % SOURCES}",
            "category": f"mục {number * 31 % CATEGORIES}",
            "published": day.isoformat(),
            **{key: value for key, value in one.items() if key in ("title", "summary", "body")},
            "id": f"{begin}-{number}",
        }


def write_articles(news: Sequence[Path], size: int, path: Path) -> None:
    """Write the first `size` articles as JSON Lines; each size begins with what the smaller ones are."""
    with path.open("w", encoding="utf-8") as file:
        for one in islice(articles(news), size):
            file.write(f"{json.dumps(one, ensure_ascii=False)}\n")
