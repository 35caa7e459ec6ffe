"""A site over the samples: articles that tell the same event, some in nearly the same words."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from searcher import Order, Settings, reindex
from webui import create_app

SAMPLES = Path(__file__).resolve().parent.parent.parent / "samples"


def sample(id_: str) -> dict[str, Any]:
    """Return the record of a sample article."""
    for place in sorted(SAMPLES.glob("*.jsonl")):
        for line in place.read_text(encoding="utf-8").splitlines():
            record: dict[str, Any] = json.loads(line)
            if record["id"] == id_:
                return record
    raise KeyError(id_)


@pytest.fixture(scope="session")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Index the samples."""
    made = Settings(home=tmp_path_factory.mktemp("newsroom"), workers=1)
    reindex(Order(places=tuple(map(str, sorted(SAMPLES.glob("*.jsonl"))))), made)
    return made


@pytest.fixture
def desk_client(newsroom: Settings) -> Iterator[FlaskClient]:
    """Open the site over the samples."""
    with create_app(newsroom).test_client() as client:
        yield client
