"""`timtin check` reads everything in the folder of an index: every file of every generation, the pointer, the journal."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.faults import quick_folder
from benchmarks.faults_archives import Small
from searcher import Archive, IndexMissing, Order, Settings, reindex
from searcher.settings.sources import HttpSettings
from tests.replacing import replaced
from tests.site import Site, article, site

__all__ = ["site"]

FREE = {"LOCK"}
"""Files of which any content is right."""


@pytest.fixture
def small(site: Site) -> Iterator[Small]:
    """Return an index of three generations, one from the web, with the journal of a run that was killed."""
    with quick_folder() as folder:
        made = Small.made(folder / "small", "whoosh", "resume")
        journal = made.settings.folder / "journal"
        kept = journal.rename(folder / "journal")
        url = site.page("/tin.html", article("Tin từ mạng"), etag='"1"')
        http = HttpSettings(delay=0, tries=1)
        settings = replace(made.settings, http=http, keep=3)
        reindex(Order(places=(url,)), settings)
        kept.rename(journal)
        yield made


def files(settings: Settings) -> list[Path]:
    found = (path for path in sorted(settings.folder.rglob("*")) if path.is_file())
    return [path for path in found if path.name not in FREE]


def said(settings: Settings) -> list[str]:
    try:
        return list(Archive(settings).check())
    except IndexMissing as error:
        return [error.vi]


def spoilt(whole: bytes, other: bytes) -> Iterator[bytes]:
    """Yield what may have become of a file; `other` is the content of the one beside it."""
    middle = len(whole) // 2
    if whole:
        yield whole[:middle] + bytes([whole[middle] ^ 4]) + whole[middle + 1 :]
    yield whole[:-1]
    yield b""
    yield other


def test_check_names_whatever_file_of_an_index_is_not_what_was_written(small: Small) -> None:
    everything = files(small.settings)
    names = {path.name for path in everything}
    assert {"web.json", "skipped.jsonl", "order.json", "000001.json", "CURRENT"} <= names
    assert len([path for path in everything if path.name == "manifest.json"]) == 3
    assert said(small.settings) == []
    for path, beside in zip(everything, [*everything[1:], everything[0]], strict=True):
        whole = path.read_bytes()
        for content in spoilt(whole, beside.read_bytes()):
            if content == whole:
                continue
            replaced(path, content)
            assert any(str(path) in sentence for sentence in said(small.settings)), path
        path.unlink()
        is_end = path.name == "order.json" or path.parent.name == "journal"
        assert is_end or any(str(path) in sentence for sentence in said(small.settings)), path
        replaced(path, whole)
    assert said(small.settings) == []


def test_a_file_in_the_place_of_a_pack_is_not_resumed_from(small: Small) -> None:
    journal = small.settings.folder / "journal"
    one, other, *_ = sorted(journal.glob("RUN_*"))
    spare = journal.parent / "spare"
    one.rename(spare)
    other.rename(one)
    spare.rename(other)
    assert any(one.name in sentence for sentence in said(small.settings))
    shutil.rmtree(journal)
    assert said(small.settings) == []
