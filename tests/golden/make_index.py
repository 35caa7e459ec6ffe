"""Make the index of a release, small enough to be kept: `python -m tests.golden.make_index 1.0`.

Two generations of some samples, the second with changed and deleted articles, and what searches of it answer.
Run it once for a release whose format is new, and keep what older releases wrote.
"""

import json
import sys
import tarfile
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from searcher import Archive, Order, Settings, article_record, reindex

SAMPLES = Path(__file__).resolve().parent.parent.parent / "samples"
KEPT = Path(__file__).resolve().parent / "indexes"
QUERIES = (
    "áo dài sông Hương",
    "ao dai",
    '"thành phố"',
    "lễ hội -mưa",
    "dự án OR cầu",
    "người dân được hưởng lợi",
)


def news(count: int) -> list[dict[str, Any]]:
    """Return the first samples of every newspaper."""
    papers = [
        path.read_text(encoding="utf-8").splitlines() for path in sorted(SAMPLES.glob("*.jsonl"))
    ]
    return [json.loads(line) for row in zip(*papers, strict=False) for line in row][:count]


def publish(place: Path, settings: Settings, records: list[dict[str, Any]], **order: bool) -> None:
    """Bring the index to some records."""
    lines = (json.dumps(record, ensure_ascii=False) for record in records)
    place.write_text("\n".join(lines), encoding="utf-8")
    reindex(Order(places=(str(place),), **order), settings)


def made(folder: Path) -> Settings:
    """Make the index in a folder."""
    settings = Settings(home=folder / "indexes", workers=1)
    first = news(24)
    publish(folder / "tin.jsonl", settings, first)
    second = [*first[:-2], *news(28)[24:]]
    second[0]["title"] += " (sửa)"
    publish(folder / "tin.jsonl", settings, second)
    return settings


def answers(archive: Archive) -> Mapping[str, Any]:
    """Return what an archive says, without what later releases may rank in another way."""
    articles = sorted(
        (article_record(one) for one in archive.articles()), key=lambda one: one["id"]
    )
    found = {typed: archive.search(typed) for typed in QUERIES}
    return {
        "articles": articles,
        "totals": {typed: results.complete for typed, results in found.items()},
        "restored": list(archive.restore(["le hoi ao dai tren song huong"])),
    }


def pack(name: str) -> Path:
    """Keep the index of a release and its answers."""
    with tempfile.TemporaryDirectory() as folder:
        settings = made(Path(folder))
        said = json.dumps(answers(Archive(settings)), ensure_ascii=False, indent=1)
        (KEPT / f"{name}.json").write_text(said + "\n", encoding="utf-8")
        with tarfile.open(KEPT / f"{name}.tar.xz", "w:xz", preset=9) as archive:
            archive.add(settings.folder, "tin", filter=_plain)
    return KEPT / f"{name}.tar.xz"


def _plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = member.mtime = 0
    member.uname = member.gname = ""
    return member


if __name__ == "__main__":
    print(pack(sys.argv[1]), (KEPT / f"{sys.argv[1]}.tar.xz").stat().st_size)
