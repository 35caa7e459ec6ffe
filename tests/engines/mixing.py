"""Articles by the thousand, mixed from the sentences of `samples/`: real words, real lengths, made-up news."""

import json
import random
import re
from functools import cache
from pathlib import Path

from searcher.model import Article, Document
from searcher.vietnamese import analyse
from tests.corpus import article

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
SOURCES = ("Báo Sông Hương", "Tin Miền Trung", "báo sông hương", "Cổng tỉnh", None)
CATEGORIES = ("Thời sự", "Kinh tế", "Văn hóa", "Thể thao", None)
AUTHORS = ("Hà Anh", "Lê Bình", "Trần Mỹ", "HÀ ANH", None, None)
STEP = 500
"""Documents analysed at a time."""


@cache
def _sentences() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the titles of the samples, and the sentences of their bodies."""
    records = [
        json.loads(line)
        for path in sorted(SAMPLES.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    bodies = (piece for one in records for piece in re.split(r"(?<=[.!?])\s+", one["body"]))
    return tuple(one["title"] for one in records), tuple(filter(str.strip, bodies))


def _title(chance: random.Random, titles: tuple[str, ...]) -> str:
    """Return the beginning of one title and the end of another."""
    first, second = (chance.choice(titles).split() for _ in range(2))
    return " ".join([*first[: chance.randint(1, 6)], *second[-chance.randint(1, 5) :]])


def _day(chance: random.Random) -> str | None:
    if chance.random() < 0.1:
        return None
    day = f"20{chance.randint(18, 25)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    return (
        f"{day}T{chance.randint(0, 23):02}:{chance.randint(0, 59):02}"
        if chance.random() < 0.5
        else day
    )


def mixed(count: int, *, seed: int, first: int = 0, longest: int = 2) -> list[Article]:
    """Return articles with ids `bai-<number>` from `first` on; the same for the same seed.

    Bodies have up to `longest` sentences of the samples; one in forty has none, one in sixty ten times as many.
    """
    chance = random.Random(seed)  # noqa: S311 - the same archive on every run
    titles, sentences = _sentences()
    return [
        _article(chance, f"bai-{number}", titles, sentences, longest)
        for number in range(first, first + count)
    ]


def _article(
    chance: random.Random,
    id_: str,
    titles: tuple[str, ...],
    sentences: tuple[str, ...],
    longest: int,
) -> Article:
    size = chance.choices((0, chance.randint(1, longest), 10 * longest), (3, 115, 2))[0]
    return article(
        id_,
        _title(chance, titles),
        " ".join(chance.choices(sentences, k=size)),
        summary=chance.choice(sentences) if chance.random() < 0.3 else "",
        day=_day(chance),
        source=chance.choice(SOURCES),
        category=chance.choice(CATEGORIES),
        author=chance.choice(AUTHORS),
        reads=chance.randrange(5000),
        tags=tuple(chance.sample(("lũ lụt", "giáo dục", "đường sắt"), k=chance.randint(0, 2))),
    )


def analysed(articles: list[Article]) -> list[Document]:
    """Return the documents of articles, analysed in large batches."""
    return [one for at in range(0, len(articles), STEP) for one in _batch(articles[at : at + STEP])]


def _batch(articles: list[Article]) -> list[Document]:
    texts = analyse([text for one in articles for text in (one.title, one.summary, one.body)])
    return [
        Document(article=one, title=title, summary=summary, body=body)
        for one, title, summary, body in zip(
            articles, texts[::3], texts[1::3], texts[2::3], strict=True
        )
    ]
