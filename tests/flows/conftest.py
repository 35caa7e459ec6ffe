"""An index of the samples, and small indexes of one's own; TIMTIN_ENGINE chooses another engine."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from searcher import Order, Report, Settings, load_settings, reindex

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return replace(load_settings(), home=tmp_path / "indexes", workers=1)


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., str]:
    """Write records to a JSONL file and return its path."""

    def written(*records: dict[str, object], name: str = "tin.jsonl") -> str:
        path = tmp_path / name
        lines = (json.dumps(record, ensure_ascii=False) for record in records)
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return str(path)

    return written


@pytest.fixture
def run(settings: Settings) -> Callable[..., Report]:
    """Run the batch job over places."""

    def ran(*places: str, workers: int = 1, **order: object) -> Report:
        asked = Order(places=places, workers=workers, **order)  # type: ignore[arg-type]
        return reindex(asked, settings)

    return ran


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Index the sample articles once."""
    settings = replace(load_settings(), home=tmp_path_factory.mktemp("samples"))
    reindex(Order(places=tuple(map(str, sorted((ROOT / "samples").glob("*.jsonl"))))), settings)
    return settings
