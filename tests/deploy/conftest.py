"""An index of the samples that a site can serve."""

from pathlib import Path

import pytest

from searcher import Order, Settings, reindex

SAMPLES = Path(__file__).resolve().parent.parent.parent / "samples"


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return the settings of an index of some samples."""
    made = Settings(home=tmp_path_factory.mktemp("deployed") / "indexes", workers=1)
    reindex(Order(places=(str(SAMPLES / "bao-song-huong.jsonl"),)), made)
    return made
