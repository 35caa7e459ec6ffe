"""On real news: the columns answer typed queries like the plain engine does."""

import json
import lzma
import random
from itertools import islice
from pathlib import Path

import pytest
from unidecode import unidecode

from searcher.engines.memory import MemoryEngine
from searcher.engines.whoosh.columns import ColumnsEngine
from searcher.parse import parse_query
from tests.corpus import article, indexed
from tests.property.test_columns import assert_equal


@pytest.mark.shared
def test_typed_queries_are_answered_alike(shared_data: Path, tmp_path: Path) -> None:
    with lzma.open(shared_data / "news" / "vietnews.jsonl.xz", "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in islice(lines, 250)]
    articles = [
        article(one["id"], one["title"], one["body"], summary=one["summary"], day="2024-03-01")
        for one in records
    ]
    parts = [articles[:120], articles[120:], articles[:10]]
    ours = indexed(ColumnsEngine(), tmp_path / "columns", parts)
    plain = indexed(MemoryEngine(), tmp_path / "memory", parts)
    chance = random.Random(3)  # noqa: S311 - the same queries on every run
    for one in chance.sample(articles, 25):
        words = one.title.split()[: chance.randint(1, 7)]
        typed = " ".join(words)
        for asked in (typed, unidecode(typed), f'"{typed}"', " OR ".join(words)):
            query = parse_query(asked)
            assert_equal(ours.search(query, 20), plain.search(query, 20))
