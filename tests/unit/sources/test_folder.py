"""Folders: what is walked, in which order, and what is not followed."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.model import Page, Skipped
from searcher.sources import open_source

PARTS = st.from_regex(r"[ab\-0é][ab\-.0é]{0,3}", fullmatch=True)
PATHS = st.lists(PARTS, max_size=3).map(lambda parts: "/".join([*parts, "x.txt"]))


def paths(folder: Path) -> list[str]:
    pages = open_source(str(folder)).pages()
    return [os.path.relpath(page.place.path, folder) for page in pages if isinstance(page, Page)]


def make(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"x")


@given(names=st.sets(PATHS, max_size=12))
def test_files_come_in_the_order_of_the_bytes_of_their_paths(
    tmp_path_factory: pytest.TempPathFactory, names: set[str]
) -> None:
    folder = tmp_path_factory.mktemp("walk")
    make(folder, *names)
    assert paths(folder) == sorted(names, key=os.fsencode)


def test_hidden_files_and_folders_are_no_part_of_the_place(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", ".b.txt", ".git/c.txt")
    assert [page.place.path for page in open_source(str(tmp_path)).pages()] == [
        str(tmp_path / "a.txt")
    ]


def test_a_loop_of_links_is_named_and_not_followed(tmp_path: Path) -> None:
    make(tmp_path, "in/a.txt")
    (tmp_path / "in" / "out").symlink_to(tmp_path)
    pages = list(open_source(str(tmp_path)).pages())
    assert [type(page) for page in pages] == [Page, Skipped]
    assert pages[1].code == "loop"  # type: ignore[union-attr]


def test_links_that_double_at_every_level_are_walked_once(tmp_path: Path) -> None:
    for level in range(40):
        folder = tmp_path / f"d{level}"
        folder.mkdir()
        (folder / "x").symlink_to(tmp_path / f"d{level + 1}")
        (folder / "y").symlink_to(tmp_path / f"d{level + 1}")
    make(tmp_path, "d40/a.txt")
    assert len(paths(tmp_path)) == 1


DEPTH = 1200


@pytest.fixture
def deep(tmp_path: Path) -> Iterator[Path]:
    """Make folders in one another, and take them away again: pytest itself cannot."""
    folders = [f"{tmp_path}{'/d' * depth}" for depth in range(1, DEPTH)]
    for folder in folders:
        Path(folder).mkdir()
    leaf = Path(folders[-1], "a.txt")
    leaf.write_bytes(b"x")
    yield tmp_path
    leaf.unlink()
    for folder in reversed(folders):
        Path(folder).rmdir()


def test_a_very_deep_folder_is_walked(deep: Path) -> None:
    assert len(paths(deep)) == 1


def test_a_name_that_is_no_utf8_is_read_and_can_be_printed(tmp_path: Path) -> None:
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/tin-\xff.txt"))).write_bytes(b"x")
    (page,) = open_source(str(tmp_path)).pages()
    assert isinstance(page, Page)
    page.place.path.encode()


def test_a_broken_link_is_skipped_and_the_walk_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "nowhere")
    make(tmp_path, "b.txt")
    first, second = open_source(str(tmp_path)).pages()
    assert isinstance(first, Skipped)
    assert isinstance(second, Page)


def test_an_empty_folder_says_so(tmp_path: Path) -> None:
    (page,) = open_source(str(tmp_path)).pages()
    assert isinstance(page, Skipped)
    assert page.code == "empty"
