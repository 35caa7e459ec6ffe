"""A generation that is pruned while a reader opens it: the next one answers, or a sentence says that there is none."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from searcher import Order, Settings, reindex
from searcher.errors import IndexDamaged
from searcher.publish import FRESH, Generations, verify_file

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the home of an index of two generations, whose second topped the lexicon up."""
    folder = tmp_path_factory.mktemp("removed")
    settings = Settings(home=folder / "indexes", workers=1)
    for name, numbers in (("many", range(40)), ("more", range(40, 42))):
        lines = (
            json.dumps({"id": f"t{n}", "title": f"Tin số {n}", "body": f"Một tin về số {n}."})
            for n in numbers
        )
        place = folder / f"{name}.jsonl"
        place.write_text("\n".join(lines), encoding="utf-8")
        reindex(Order(places=(str(place),)), settings)
    _, manifest = Generations(settings.folder).open()
    assert FRESH in manifest.files
    return settings.home


def test_whenever_it_goes_the_next_one_answers_or_a_sentence_says_why(home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.removing", str(home)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    told = Counter(done.stdout.splitlines())
    assert set(told) <= {
        "gone answered",
        "gone index-damaged",
        "gone index-missing",
        "moves answered",
    }
    assert told["moves answered"] >= 8
    assert told["gone index-damaged"] + told["gone index-missing"] >= 5


def test_a_file_that_is_gone_is_damage_and_no_other_error(home: Path) -> None:
    folder, manifest = Generations(Settings(home=home).folder).open()
    path = folder / FRESH
    aside = path.rename(path.with_suffix(".aside"))
    try:
        with pytest.raises(IndexDamaged):
            verify_file(folder, manifest, FRESH)
        path.mkdir()  # nor is a folder in its place
        with pytest.raises(IndexDamaged):
            verify_file(folder, manifest, FRESH)
        path.rmdir()
    finally:
        aside.rename(path)
    verify_file(folder, manifest, FRESH)
