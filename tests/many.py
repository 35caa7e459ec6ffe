"""Five thousand articles and more, and queries of every kind about them."""

import json
import lzma
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from unidecode import unidecode

from searcher.errors import ParameterError
from searcher.model import Article, Filters, Query, Sort
from searcher.parse import parse_query
from tests.corpus import HANOI

ROOT = Path(__file__).resolve().parent.parent
REAL = ROOT.parent / "shared" / "data" / "news" / "dated.jsonl.xz"
PAGES = (1, 3, 10)


def news(count: int) -> list[Article]:
    """Return real articles where they are on this machine, else those of the samples with their sentences mixed."""
    return list(islice(_real() if REAL.exists() else _mixed(), count))


def _real() -> Iterator[Article]:
    with lzma.open(REAL, "rt", encoding="utf-8") as file:
        for line in file:
            yield _article(json.loads(line))


def _article(record: dict[str, str]) -> Article:
    told = record.get("published")
    published = datetime.fromisoformat(told).astimezone(HANOI) if told else None
    known = ("id", "title", "summary", "body", "source", "category", "author", "url")
    texts = {name: record.get(name) or "" for name in ("title", "summary", "body")}
    rest = {name: record[name] for name in known if record.get(name) and name not in texts}
    return Article(**texts, **rest, published=published)  # type: ignore[arg-type]


def _mixed() -> Iterator[Article]:
    chance = random.Random(5)  # noqa: S311 - no secret
    paths = sorted((ROOT / "samples").glob("*.jsonl"))
    lines = [line for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    own = [_article(json.loads(line)) for line in lines]
    sentences = [text for one in own for text in one.body.split(". ") if text]
    for number in range(100_000):
        one = own[number % len(own)]
        mixed = ". ".join([*chance.sample(one.body.split(". "), 1), *chance.sample(sentences, 12)])
        day = (
            None
            if number % 9 == 0
            else datetime(2023, 1, 1, tzinfo=HANOI) + timedelta(hours=7 * number)
        )
        yield replace(one, id=f"{one.id}-{number}", body=mixed, published=day)


def questions(articles: Sequence[Article], count: int) -> Iterator[Query]:
    """Yield queries of every kind, made of what stands in the articles; the same ones each time."""
    chance = random.Random(11)  # noqa: S311 - no secret
    while count:
        try:
            query = _question(chance, chance.choice(articles), chance.choice(articles))
        except (ValueError, ParameterError):  # too few words, or signs that are no query
            continue
        count -= 1
        yield query


def _question(chance: random.Random, one: Article, other: Article) -> Query:
    text = f"{one.title} {one.summary} {one.body}".split()
    at = chance.randrange(len(text))
    few, many = text[at : at + chance.randint(1, 4)], text[at : at + chance.randint(5, 30)]
    said, rare = " ".join(few), chance.choice(other.title.split())
    typed = chance.choice(
        [said, unidecode(said), " ".join(many), unidecode(" ".join(many)), one.title, unidecode(one.title),
         f'"{said}"', f'"{said}"~3', unidecode(f'"{said}"'), f"{said} {rare}", f"{said} OR {rare}", f"{said} -{rare}",
         f"tiêu-đề:{few[0]}", f'tóm-tắt:"{said}"', f"nội-dung:({said}) {rare}", f"{few[0][:2]}*", f"{unidecode(rare[:1])}* {few[0]}",
         f"+{few[0]} {rare}", f'nguồn:"{one.source}" {said}', f'chuyên-mục:"{one.category}" OR "{said}"', "", "54-NQ/TW",
         f"({said} OR {rare}) -tiêu-đề:{few[-1]}"]
    )  # fmt: skip
    day = one.published.date() if one.published else None
    filters = chance.choice(
        [Filters()] * 5
        + [
            Filters(since=day),
            Filters(until=day, category=other.category),
            Filters(source=one.source),
        ]
    )
    sort = chance.choice([Sort.RELEVANCE] * 6 + [Sort.NEWEST, Sort.OLDEST])
    return parse_query(typed[:500], filters=filters, sort=sort, per_page=chance.choice(PAGES))
