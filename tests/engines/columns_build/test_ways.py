"""However an index is built, in one go, by runs, range by range or by merging, its arrays are the same."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from searcher.engines.whoosh.columns import draft, parallel, ranges, stretches
from searcher.engines.whoosh.columns.manifest import open_segment, read_manifest
from searcher.engines.whoosh.columns.writer import ColumnsWriter
from searcher.model import Document
from tests.corpus import article, document
from tests.property.test_columns import documents

Arrays = dict[str, NDArray[np.generic]]
Way = Callable[[Path, Sequence[Document]], None]
BATCH = 3


@contextmanager
def small(**limits: int) -> Iterator[None]:
    """Let a few articles take the ways of many."""
    homes = {
        "DRAFT_DOCUMENTS": draft,
        "RANGE_TOKENS": ranges,
        "STRETCH": stretches,
        "SPILLED": ranges,
        "RUN_ITEMS": parallel,
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, limit in limits.items():
            patch.setattr(homes[name], name, limit)
        yield


def at_once(folder: Path, articles: Sequence[Document]) -> None:
    writer = ColumnsWriter(folder)
    writer.write(articles)
    writer.finish()


def by_drafts(folder: Path, articles: Sequence[Document]) -> None:
    with small(DRAFT_DOCUMENTS=2, RANGE_TOKENS=7, STRETCH=5, SPILLED=20):
        writer = ColumnsWriter(folder)
        for start in range(0, len(articles), BATCH):
            writer.write(articles[start : start + BATCH])
        writer.finish()


def as_they_are(articles: Sequence[Document]) -> Sequence[Document]:
    return articles


def by_runs(folder: Path, articles: Sequence[Document], workers: int = 1) -> None:
    with small(RUN_ITEMS=2, RANGE_TOKENS=1, SPILLED=0):
        writer = ColumnsWriter(folder)
        writer.build([articles[:4], articles[4:]], as_they_are, workers)
        writer.finish()


def by_publishing(folder: Path, articles: Sequence[Document]) -> None:
    with small(RANGE_TOKENS=20):
        for start in range(0, len(articles) or 1, BATCH):
            at_once(folder, articles[start : start + BATCH])


def arrays(way: Way, articles: Sequence[Document]) -> list[Arrays]:
    """Return the arrays of every segment, what is compressed in blocks as articles."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        way(folder, articles)
        assert not list(folder.glob("RUN_*"))
        found = []
        for entry in read_manifest(folder):
            segment = open_segment(folder, entry)
            one = {key: np.array(segment.container[key]) for key in segment.container}
            texts = b"\n".join(segment.stored.contents())
            for key in ("stored.first", "stored.at", "stored.blocks"):
                del one[key]
            found.append({**one, "stored": np.frombuffer(texts, np.uint8)})
        return found


def assert_equal(found: list[Arrays], expected: list[Arrays]) -> None:
    assert len(found) == len(expected)
    for one, other in zip(found, expected, strict=True):
        assert one.keys() == other.keys()
        for name in one:
            assert one[name].dtype == other[name].dtype, name
            np.testing.assert_array_equal(one[name], other[name], err_msg=name)


@given(st.lists(documents(), max_size=14))
@settings(max_examples=25, deadline=None)
def test_every_way_of_writing_gives_the_same_arrays(articles: list[Document]) -> None:
    expected = arrays(at_once, articles)
    assert_equal(arrays(by_drafts, articles), expected)
    assert_equal(arrays(by_runs, articles), expected)


@given(st.lists(documents(), max_size=14, unique_by=lambda one: one.article.id))
@settings(max_examples=25, deadline=None)
def test_merged_segments_are_as_if_written_at_once(articles: list[Document]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("searcher.engines.whoosh.columns.merging.RATIO", 1000)
        found = arrays(by_publishing, articles)
    assert_equal(found, arrays(at_once, articles))


def test_processes_give_the_same_arrays() -> None:
    articles = [document(article(f"bài {n}", f"tin số {n}", "nội dung " * n)) for n in range(9)]
    assert_equal(arrays(partial(by_runs, workers=2), articles), arrays(at_once, articles))


@pytest.mark.parametrize("most", [5, 100])
def test_large_segments_are_written_beside_and_are_the_same(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("searcher.engines.whoosh.columns.limits.SEGMENT_DOCUMENTS", most)
    monkeypatch.setattr("searcher.engines.whoosh.columns.merging.SEGMENT_DOCUMENTS", most)
    articles = [document(article(f"bài {n}", f"tin số {n}", "nội dung " * n)) for n in range(11)]
    expected = arrays(by_runs, articles)
    monkeypatch.setattr("searcher.engines.whoosh.columns.fresh.WORTH_A_PROCESS", 2)
    assert_equal(arrays(partial(by_runs, workers=2), articles), expected)
