"""Readers who ask all the time while runs are killed: each answer must belong to one generation."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.kills_runs import PATIENCE, ROOT
from searcher import Archive

READER = """
import sys, time
from pathlib import Path
from searcher import Archive, Settings
from benchmarks.kills_readers import ask
settings, stop = Settings(home=Path(sys.argv[1])), Path(sys.argv[2])
kept, answers = Archive(settings), 0
while not stop.exists():
    ask(kept if answers % 4 else Archive(settings))
    answers += 1
    time.sleep(0.2)
print(answers)
"""


def ask(archive: Archive) -> None:
    """Ask an archive several things; raises AssertionError where two answers of one question disagree."""
    found = archive.search("chuyện chung", per_page=50)
    assert found.total == sum(facet.count for facet in found.facets.author)
    ids = [hit.article.id for hit in found.hits]
    assert len(set(ids)) == len(ids) > 0
    everything = [one.id for one in archive.articles()]
    assert len(set(everything)) == len(everything)
    assert archive.search("le hoi ao dai").total
    archive.suggest("le hoi")


@dataclass(slots=True)
class Asked:
    """How many answers came, and what was wrong with one."""

    answers: int = 0
    wrong: list[str] = field(default_factory=list)


@contextmanager
def asked_meanwhile(home: Path) -> Iterator[Asked]:
    """Have another process ask all the time; after the block, note how often, and what it died of."""
    stop, asked = home / "stop", Asked()
    command = [sys.executable, "-c", READER, str(home), str(stop)]
    with subprocess.Popen(
        command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as reader:
        try:
            yield asked
        finally:
            stop.touch()
            said, complaint = reader.communicate(timeout=PATIENCE)
    if reader.returncode:
        asked.wrong.append(f"a query failed: {complaint}")
    else:
        asked.answers = int(said)
