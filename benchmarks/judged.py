"""The judged queries beside the project: clusters of news about one event, and known items."""

import json
import lzma
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from unidecode import unidecode

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
KINDS = ("human_label", "title_of_one_doc", "summary_first_sentence")
FORMS = ("accented", "without", "half")
SEED = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One query: `relevant` are article ids, `exclude` is taken out of the ranking."""

    id: str
    kind: str
    text: str
    exclude: str | None
    relevant: frozenset[str]


def read_judged(folder: Path) -> list[Judged]:
    """Return the queries of a folder that has queries.jsonl and qrels.txt."""
    relevant: dict[str, set[str]] = {}
    for line in (folder / "qrels.txt").read_text().splitlines():
        query, _, article, grade = line.split()
        if int(grade) > 0:
            relevant.setdefault(query, set()).add(article)
    lines = (json.loads(line) for line in (folder / "queries.jsonl").open(encoding="utf-8"))
    return [
        Judged(
            id=line["id"],
            kind=line["kind"],
            text=line["text"],
            exclude=line.get("exclude"),
            relevant=frozenset(relevant.get(line["id"], set()) - {line.get("exclude")}),
        )
        for line in lines
    ]


def in_form(queries: list[Judged], form: str) -> Mapping[str, str]:
    """Return query id -> text as typed: as written, without marks, or half of the words without."""
    chance = random.Random(SEED)  # noqa: S311 - a benchmark needs no secrets
    return {query.id: _typed(query.text, form, chance) for query in queries}


def _typed(text: str, form: str, chance: random.Random) -> str:
    if form == "accented":
        return text
    if form == "without":
        return unidecode(text)
    return " ".join(unidecode(w) if chance.random() < 0.5 else w for w in text.split())


def records(path: Path, limit: int | None = None) -> Iterator[dict[str, object]]:
    """Yield the articles of an .xz file as JSON objects."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, islice(file, limit))
