"""Related articles keep what was reached on the samples: the floors of `related/` may only rise.

Every article of an event is asked for, by its id, as a draft, and as a draft without diacritics.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from math import log2
from pathlib import Path

import pytest
from unidecode import unidecode

from searcher import Archive, Draft, Settings
from tests.flows.conftest import samples
from tests.quality.judged import judged

__all__ = ["samples"]

FLOORS = json.loads(Path(__file__).with_name("floors.json").read_text(encoding="utf-8"))
TOP = 10
Asking = Callable[[Archive, str], str | Draft]
"""From the id of an article to what is asked."""


def drafted(archive: Archive, id_: str, typed: Callable[[str], str] = str) -> Draft:
    one = archive.article(id_)
    return Draft(title=typed(one.title), summary=typed(one.summary), body=typed(one.body))


FORMS: Mapping[str, Asking] = {
    "article": lambda _, id_: id_,
    "draft": drafted,
    "draft without diacritics": lambda archive, id_: drafted(archive, id_, unidecode),
}


def stories() -> Iterator[tuple[str, frozenset[str]]]:
    """Yield every article of an event, and the others of its event."""
    for query in judged():
        if query.kind == "title of another":
            (id_,) = query.exclude
            yield id_, query.relevant


def gain(ids: list[str], relevant: frozenset[str]) -> float:
    ideal = sum(1 / log2(place + 2) for place in range(min(TOP, len(relevant))))
    return sum(1 / log2(place + 2) for place, id_ in enumerate(ids) if id_ in relevant) / ideal


@pytest.mark.parametrize("form", FORMS)
def test_related_articles_do_not_fall_below_their_floor(samples: Settings, form: str) -> None:
    archive = Archive(samples)
    gains = [
        gain([hit.id for hit in ranked], relevant)
        for id_, relevant in stories()
        for ranked, _ in [
            archive.related_ids(FORMS[form](archive, id_), limit=TOP, exclude=frozenset({id_}))
        ]
    ]
    assert len(gains) >= 30
    assert sum(gains) / len(gains) >= FLOORS[f"related/{form}"]
