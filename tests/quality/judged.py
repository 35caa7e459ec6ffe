"""A small judged set over samples/: events, titles told by others, and articles that are known."""

import json
import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from unidecode import unidecode

SAMPLES = Path(__file__).resolve().parent.parent.parent / "samples"
FORMS = ("accented", "without", "half")
_EVENT = re.compile(
    r"^\| (?P<label>[^|]+) \| (?P<ids>[a-z]+-\d+(?:, [a-z]+-\d+)+) \|$", re.MULTILINE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One query and the articles that answer it; `exclude` is the article it was taken from."""

    kind: str
    text: str
    relevant: frozenset[str]
    exclude: frozenset[str] = frozenset()


def judged() -> list[Judged]:
    """Return all queries: the events of the README, their titles, every title, and phrases of summaries."""
    articles = {one["id"]: one for one in _articles()}
    return [*_of_events(articles), *_of_articles(articles)]


def _articles() -> Iterator[dict[str, str]]:
    for path in sorted(SAMPLES.glob("*.jsonl")):
        yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())


def _of_events(articles: Mapping[str, dict[str, str]]) -> Iterator[Judged]:
    for event in _EVENT.finditer((SAMPLES / "README.md").read_text(encoding="utf-8")):
        ids = frozenset(event["ids"].split(", "))
        yield Judged(kind="event", text=event["label"].strip(), relevant=ids)
        for id_ in sorted(ids):
            own = frozenset({id_})
            yield Judged(
                kind="title of another",
                text=articles[id_]["title"],
                relevant=ids - own,
                exclude=own,
            )


def _of_articles(articles: Mapping[str, dict[str, str]]) -> Iterator[Judged]:
    """Yield known items: titles, and six words from the middle of every other summary as a phrase."""
    copies = {articles[id_]["title"]: frozenset[str]() for id_ in articles}
    for id_, one in articles.items():
        copies[one["title"]] |= {id_}
    for title, ids in copies.items():
        yield Judged(kind="known title", text=title, relevant=ids)
    for id_, one in list(articles.items())[::2]:
        words = re.findall(r"\w+", one.get("summary") or "")
        if len(words) > 12:
            phrase = " ".join(words[4:10])
            yield Judged(kind="known phrase", text=f'"{phrase}"', relevant=frozenset({id_}))


def typed(query: Judged, form: str) -> str:
    """Return what is typed: as written, without marks, or half of the words without."""
    if form == "without":
        return unidecode(query.text)
    if form == "half":
        chance = random.Random(query.text)  # noqa: S311 - a test needs no secrets
        return " ".join(unidecode(w) if chance.random() < 0.5 else w for w in query.text.split())
    return query.text
