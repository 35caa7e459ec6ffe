"""The ranking keeps what was reached on the samples: floors.json may only rise.

Events and titles of another article are measured by nDCG@10, known items by RR@10.
"""

import json
from collections import defaultdict
from collections.abc import Mapping
from math import log2
from pathlib import Path

import pytest

from searcher import Archive, Settings, parse_query
from tests.flows.conftest import samples
from tests.quality.judged import FORMS, Judged, judged, typed

__all__ = ["samples"]

_ALL = json.loads(Path(__file__).with_name("floors.json").read_text(encoding="utf-8"))
FLOORS = {name: floor for name, floor in _ALL.items() if not name.startswith("related/")}
TOP = 10


def value(archive: Archive, query: Judged, form: str) -> float:
    asked = parse_query(typed(query, form), exclude=query.exclude)
    found = [hit.id in query.relevant for hit in archive.rank_ids(asked)[0][:TOP]]
    if query.kind.startswith("known"):
        return 1 / (found.index(True) + 1) if any(found) else 0.0
    ideal = sum(1 / log2(place + 2) for place in range(min(TOP, len(query.relevant))))
    return sum(right / log2(place + 2) for place, right in enumerate(found)) / ideal


def measured(archive: Archive) -> Mapping[str, float]:
    values: dict[str, list[float]] = defaultdict(list)
    for query in judged():
        for form in FORMS:
            values[f"{query.kind}/{form}"].append(value(archive, query, form))
    return {name: round(sum(all_) / len(all_), 4) for name, all_ in values.items()}


@pytest.fixture(scope="module")
def reached(samples: Settings) -> Mapping[str, float]:
    return measured(Archive(samples))


def test_the_judged_set_is_large_enough() -> None:
    assert len(judged()) >= 150
    assert {f"{query.kind}/{form}" for query in judged() for form in FORMS} == set(FLOORS)


@pytest.mark.parametrize("name", FLOORS)
def test_ranking_does_not_fall_below_its_floor(reached: Mapping[str, float], name: str) -> None:
    assert reached[name] >= FLOORS[name]
