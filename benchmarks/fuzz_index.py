"""What reads the files of an index: damage to any of them is an error that names the file, nothing else.

Half of the changed files get their sums and seals made right again: what lies behind them is read too.
"""

import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.fuzz_targets import Ground, Target
from searcher.container import Container, write_container
from searcher.container.layout import TAIL
from searcher.engines.whoosh.columns.codec.opening import open_whoosh
from searcher.engines.whoosh.columns.manifest import read_manifest as read_columns
from searcher.engines.whoosh.columns.segment import Segment
from searcher.errors import ArchiveError
from searcher.indexing.journal import Entry, Journal, Packed
from searcher.indexing.ledger import read_ledger, read_origins
from searcher.indexing.preparing import Prepared
from searcher.model import Place, Skipped, Stamp
from searcher.publish import Generations, read_manifest
from searcher.publish.seals import pointer, sealed
from searcher.sources import Memory
from searcher.suggesters.lexicon.lexicon import Lexicon
from searcher.vietnamese.restoration import Restorer

NESTED = b"[" * 50_000
"""JSON that no parser follows to its end."""
_FOOTER = b'{"facts"'


def resealed(content: bytes) -> bytes:
    """Return a record with a seal over what it says now, where it is a record."""
    try:
        record = json.loads(content)
        record.pop("digest", None)
        return sealed(record)
    except (ValueError, AttributeError, TypeError, RecursionError):
        return content


def repointed(content: bytes) -> bytes:
    """Return a pointer to the name that stands first."""
    return pointer(content.split(b" ")[0].split(b"\t")[0].strip().decode("utf-8", "replace"))


def resummed(content: bytes) -> bytes:
    """Return the list of segments with a right sum, where it is a list."""
    try:
        record = json.loads(content)
        listed = json.dumps(record["segments"], sort_keys=True).encode()
        return json.dumps({**record, "crc": zlib.crc32(listed)}).encode()
    except (ValueError, KeyError, TypeError, RecursionError):
        return content


def refooted(content: bytes) -> bytes:
    """Return a container whose tail has the place and the sum of the footer as it is now."""
    start = content.rfind(_FOOTER)
    if start < 0 or len(content) < start + TAIL.size:
        return content
    footer = content[start : -TAIL.size]
    _, _, _, version, zeros, magic = TAIL.unpack(content[-TAIL.size :])
    return content[: -TAIL.size] + TAIL.pack(
        start, len(footer), zlib.crc32(footer), version, zeros, magic
    )


def _read_container(path: Path) -> None:
    container = Container(path)
    for name in container:
        assert container[name].size >= 0
    container.verify_all()


def _read_segment(path: Path) -> None:
    segment = Segment(path)
    segment.container.verify_all()
    assert segment.documents == len(segment.live)


def _read_web(path: Path) -> None:
    memory = Memory()
    memory.load(path.read_bytes())
    memory.saved({"a"})


def _web_seed(_: Path) -> bytes:
    memory = Memory()
    memory.remember(Stamp(url="https://bao.example/1", etag='"a"', modified="x"), "a")
    return memory.saved({"a"})


def _journal(folder: Path) -> Journal:
    folder.mkdir(exist_ok=True)
    journal = Journal(folder)
    journal.begin({"sources": ["a"], "full": True})
    place = Place(path="a.jsonl", line=2)
    skipped = Skipped(place=place, code="no-article", vi="không", en="no")
    pages = [Prepared(place=0, id="1", digest="00"), Prepared(skipped=skipped)]
    pack = Packed(record={"name": "RUN_1", "rows": 1}, chosen=[0])
    journal.add(
        Entry(
            pages=pages,
            numbers=[0, 0],
            number=0,
            place=place,
            file=(1, 2),
            packs=[pack],
            gone=["x"],
            stamps={1: Stamp(url="u")},
        )
    )
    return journal


def _journal_seed(name: str, folder: Path) -> bytes:
    _journal(folder / "made")
    return (folder / "made" / "journal" / name).read_bytes()


def _container_seed(folder: Path) -> bytes:
    arrays = {"one": np.arange(20, dtype=np.int32), "two": np.ones((3, 4), np.float32)}
    write_container(
        folder / "small", {**arrays, "none": np.zeros((0, 2), np.uint8)}, {"kind": "small"}
    )
    return (folder / "small").read_bytes()


def _of(pattern: str, generation: Path) -> bytes:
    return next(generation.rglob(pattern)).read_bytes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A kind of file: where its reader looks for it, what it is like, and its reader, which gets its path."""

    name: str
    file: str
    seed: Callable[[Path], bytes]
    read: Callable[[Path], object]
    repair: Callable[[bytes], bytes] = resealed
    allowed: tuple[type[Exception], ...] = field(default=(ArchiveError,))


READERS = (
    Reader(name="current", file="CURRENT", seed=lambda g: _of("CURRENT", g.parent), repair=repointed,
           read=lambda p: Generations(p.parent).current()),
    Reader(name="manifest", file="manifest.json", seed=partial(_of, "manifest.json"),
           read=lambda p: read_manifest(p.parent)),
    Reader(name="columns", file="columns.json", seed=partial(_of, "columns.json"), repair=resummed,
           read=lambda p: read_columns(p.parent)),
    Reader(name="ledger", file="ledger.json", seed=partial(_of, "ledger.json"), read=lambda p: read_ledger(p.parent)),
    Reader(name="origins", file="origins.json", seed=lambda _: b'{"a.jsonl": ["1", "2"]}',
           read=lambda p: read_origins(p.parent)),
    Reader(name="web", file="web.json", seed=_web_seed, read=_read_web,
           allowed=(ValueError,)),  # what opening.py takes for a memory that was lost
    Reader(name="journal", file="journal/000001.json", seed=lambda g: _journal_seed("000001.json", g.parent.parent),
           read=lambda p: list(Journal(p.parent.parent).entries())),
    Reader(name="order", file="journal/order.json", seed=lambda g: _journal_seed("order.json", g.parent.parent),
           read=lambda p: Journal(p.parent.parent).is_of({"full": True})),
    Reader(name="toc", file="_MAIN_1.toc", seed=partial(_of, "_MAIN_*.toc"), read=lambda p: open_whoosh(p.parent)),
    Reader(name="container", file="container", seed=lambda g: _container_seed(g.parent.parent), repair=refooted,
           read=_read_container),
    Reader(name="segment", file="segment", seed=partial(_of, "*.npk"), repair=refooted, read=_read_segment),
    Reader(name="lexicon", file="lexicon", seed=partial(_of, "suggestions.lexicon"), repair=refooted,
           read=lambda p: Lexicon(p)),
    Reader(name="restoration", file="restoration", seed=partial(_of, "restoration.model"), repair=refooted,
           read=lambda p: Restorer(p).restore("le hoi ao dai")),
)  # fmt: skip


def index_targets(ground: Ground) -> Iterator[Target]:
    """Yield a target for every kind of file of an index; the folders are made here."""
    folder = ground.folder / "000001"
    (folder / "journal").mkdir(parents=True, exist_ok=True)
    generation = ground.small.folder / "000001"
    for reader in READERS:
        seed = reader.seed(generation)
        seeds = [seed, NESTED] if seed[:1] in b"[{" else [seed]
        read = partial(_put_and_read, folder / reader.file, reader.read)
        yield Target(
            name=f"index-{reader.name}",
            seeds=seeds,
            call=read,
            repair=reader.repair,
            allowed=reader.allowed,
        )


def _put_and_read(path: Path, read: Callable[[Path], object], content: bytes) -> None:
    path.write_bytes(content)
    read(path)
