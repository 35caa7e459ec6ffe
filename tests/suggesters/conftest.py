"""The samples, indexed once, and their lexicon."""

from pathlib import Path

import pytest

from searcher import Archive, Order, Settings, reindex
from searcher.publish import LEXICON
from searcher.suggesters import Lexicon

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    made = Settings(home=tmp_path_factory.mktemp("samples"), workers=1)
    reindex(Order(places=(str(SAMPLES),)), made)
    return made


@pytest.fixture(scope="session")
def archive(settings: Settings) -> Archive:
    return Archive(settings)


@pytest.fixture(scope="session")
def lexicon(settings: Settings) -> Lexicon:
    return Lexicon(settings.folder / "000001" / LEXICON)
