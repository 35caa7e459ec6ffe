"""The query language over an archive: its own diacritics, its sources and days."""

import pytest

from searcher import Archive, ParameterError, Settings
from searcher.model import All, View, Word


@pytest.fixture(scope="module")
def archive(samples: Settings) -> Archive:
    return Archive(samples)


def accented(archive: Archive, typed: str, **options: bool) -> set[str]:
    """Return the accented keys that the words of a query are read as."""
    tree = archive.parse(typed, **options).tree  # type: ignore[arg-type]
    words = tree.children if isinstance(tree, All) else (tree,)
    readings = [r for word in words if isinstance(word, Word) for r in word.readings]
    return {reading.key for reading in readings if reading.view is View.ACCENTED}


def test_an_archive_reads_bare_words_as_it_writes_them(archive: Archive) -> None:
    assert {"khánh", "thành", "cầu"} <= accented(archive, "khanh thanh cau hac giang")
    assert not accented(archive, "khanh thanh cau hac giang", verbatim=True)


def test_a_source_and_days_limit_a_phrase(archive: Archive) -> None:
    whole = archive.search('"cầu Hạc Giang"')
    source = whole.hits[0].article.source
    named = archive.search(f'"cầu Hạc Giang" nguồn:"{source}"')
    assert {hit.article.source for hit in named.hits} == {source}
    assert 0 < named.total < whole.total
    assert archive.search(f'"cầu Hạc Giang" -nguồn:"{source}"').total == whole.total - named.total
    assert not archive.search('"cầu Hạc Giang" trước:1995').total


def test_days_behind_an_operator_are_never_taken_for_words(archive: Archive) -> None:
    found = archive.search("cầu ngày:01/01/1995")
    assert (found.total, found.query.spoken) == (0, ("ngày:01/01/1995",))


def test_days_that_leave_none_are_named(archive: Archive) -> None:
    with pytest.raises(ParameterError, match="sau:2024"):
        archive.search("cầu sau:2024 trước:2020")
