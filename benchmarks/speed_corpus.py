"""The articles and the queries of the speed benchmark."""

import json
import lzma
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

from searcher.engines.scoring import FIELDS
from searcher.engines.whoosh.columns import ColumnsReader
from searcher.model import Article, Document, View
from searcher.vietnamese import analyse

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST_DAY = datetime(2015, 1, 1, tzinfo=HANOI)
Texts = dict[str, list[str]]
"""The accented syllables of each field of an article."""


def batches(path: Path, count: int, size: int = 1024) -> Iterator[list[tuple[int, str]]]:
    """Yield numbered lines of an xz-packed JSON Lines file."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        numbered = islice(enumerate(lines), count)
        while batch := list(islice(numbered, size)):
            yield batch


def documents(lines: Sequence[tuple[int, str]]) -> list[Document]:
    """Parse and analyse; the archive has no dates and categories, so these are made up, evenly."""
    articles = [_article(number, json.loads(line)) for number, line in lines]
    tokens = analyse([getattr(one, field) for one in articles for field in FIELDS])
    return [
        Document(article=one, **dict(zip(FIELDS, tokens[3 * n : 3 * n + 3], strict=True)))
        for n, one in enumerate(articles)
    ]


def _article(number: int, record: dict[str, str]) -> Article:
    return Article(
        id=record["id"],
        title=record["title"],
        summary=record.get("summary", ""),
        body=record.get("body", ""),
        source=f"nguồn {number % 3}",
        category=f"mục {number * 31 % 17}",
        published=FIRST_DAY + timedelta(days=number * 7919 % 3000),
    )


def indexed_texts(reader: ColumnsReader) -> Iterator[Texts]:
    """Yield the tokens of every article as our index has them, so that every peer gets the same."""
    for segment in reader.collection.segments:
        keys = ["", *segment.strings[View.ACCENTED].all()]
        for doc in range(segment.documents):
            spans = (segment.starts[f * segment.documents + doc :][:2].tolist() for f in range(3))
            found = [segment.tokens.span(start, end - 1).tolist() for start, end in spans]
            yield {f: [keys[t] for t in terms] for f, terms in zip(FIELDS, found, strict=True)}


@dataclass(frozen=True, slots=True)
class Cut:
    """Syllables cut from a text, and the field they come from."""

    accented: tuple[str, ...]
    field: str


def cuts(texts: Sequence[Texts], count: int, seed: int = 5) -> list[Cut]:
    """Return runs of two to six different syllables from titles and bodies, half each."""
    chance = random.Random(seed)  # noqa: S311 - the same queries on every run
    found: list[Cut] = []
    while len(found) < count:
        field = "title" if len(found) % 2 else "body"
        text, length = chance.choice(texts)[field], chance.randint(2, 6)
        if len(text) >= length:
            start = chance.randrange(len(text) - length + 1)
            run = tuple(text[start : start + length])
            if len(set(run)) == length:
                found.append(Cut(run, field))
    return found
