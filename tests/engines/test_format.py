"""FORMAT.md is enough to read an index: what a reader written from it finds are the documents that were written."""

import zlib
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path

import numpy as np
import pytest

from searcher.engines.whoosh.columns import ColumnsEngine
from searcher.model import Article, Document, Tokens
from searcher.vietnamese.keywords import keyword_key
from tests.corpus import article, document
from tests.engines.by_the_book import FIELDS, HALVES, Book, container, manifest
from tests.engines.mixing import analysed, mixed

NAMES = ("title", "summary", "body")
GONE = ("bai-4", "bai-60")


def documents() -> list[Document]:
    """Return articles of all kinds: without anything, with a word 40 times and 400 times, one of 70,000 syllables."""
    odd = [
        article("trống", ""),
        article("nhiều", "nước " * 40, "nước mắm " * 400, url="https://www.tin.example/a"),
        article("dài", "Bài dài", "một hai ba bốn năm " * 14_000),
        article("lạ \ud800", "🙂 \ud800", "54-NQ/TW ngày 1/2/2024"),
    ]
    return [*analysed(mixed(90, seed=41)), *map(document, odd)]


@pytest.fixture(scope="module")
def written() -> list[Document]:
    return documents()


@pytest.fixture(scope="module")
def folder(written: list[Document], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("book")
    for batch, gone in ((written, ()), ([], GONE)):
        writer = ColumnsEngine().writer(folder)
        writer.write(batch)
        writer.delete(gone)
        writer.finish()
    return folder


@pytest.fixture(scope="module")
def book(folder: Path) -> Book:
    (entry,) = manifest(folder)
    return Book(folder / entry["file"])


def texts(written: list[Document]) -> list[Tokens]:
    """Return the texts, field by field."""
    return [getattr(one, name) for name in NAMES for one in written]


def test_articles_are_read(book: Book, written: list[Document]) -> None:
    articles = [one.article for one in written]
    assert book.strings("ids") == [one.id for one in articles]
    order = book.arrays["ids.order"].tolist()
    assert order == sorted(
        range(len(articles)), key=lambda n: articles[n].id.encode("utf-8", "surrogatepass")
    )
    assert [order[rank] for rank in book.arrays["ids.rank"].tolist()] == list(range(len(order)))
    for stored, one in zip(book.articles(), articles, strict=True):
        assert (stored["id"], stored["title"], stored["body"]) == (one.id, one.title, one.body)
        assert stored["published"] == (one.published.isoformat() if one.published else None)
        assert tuple(stored["tags"]) == one.tags


def test_columns_are_read(book: Book, written: list[Document]) -> None:
    articles = [one.article for one in written]
    for name in ("source", "category", "author"):
        assert book.keyword(name) == [getattr(one, name) for one in articles]
    assert book.tags() == [[*dict.fromkeys(map(keyword_key, one.tags))] for one in articles]
    assert [host for host in book.keyword("host") if host] == ["tin.example"]
    for one, day, time in zip(
        articles, book.arrays["day"].tolist(), book.arrays["time"].tolist(), strict=True
    ):
        assert day == (one.published.date().toordinal() if one.published else 0)
        assert time == (_microseconds(one) if one.published else -(2**63))


def _microseconds(one: Article) -> int:
    assert one.published is not None
    return (one.published - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def test_syllables_are_read(book: Book, written: list[Document]) -> None:
    assert book.texts() == [list(text.accented) for text in texts(written)]
    folds = book.folds()
    assert [[folds[key] for key in text] for text in book.texts()] == [
        list(text.folded) for text in texts(written)
    ]
    assert book.terms == sorted(book.terms, key=lambda key: (folds[key], key))
    by_bytes = [book.terms[n] for n in book.arrays["accented.order"].tolist()]
    assert by_bytes == sorted(by_bytes, key=lambda key: key.encode("utf-8", "surrogatepass"))


def test_places_are_read(book: Book) -> None:
    tokens = np.array(book.tokens())
    assert len(tokens) > 1 << 16
    assert len(book.arrays["places.frequent"])
    assert len(book.arrays["places.high"])
    signatures = book.arrays["signatures"].tolist()
    near = book.arrays["places.near"].tolist()
    ptr = book.arrays["places.ptr"].tolist()
    for term in range(len(book.terms)):
        places = book.places(term)
        assert places == np.flatnonzero(tokens == term + 1).tolist()
        for at, place in zip(range(ptr[term], ptr[term + 1]), places, strict=True):
            after, before = signatures[tokens[place + 1]], signatures[tokens[place - 1]]
            assert near[at] == after | before << 4


def test_signatures_are_read(book: Book) -> None:
    folds = book.folds()
    assert book.arrays["signatures"].tolist() == [
        0,
        *(zlib.crc32(folds[k].encode("utf-8", "surrogatepass")) % 15 + 1 for k in book.terms),
    ]


def test_words_are_read(book: Book, written: list[Document]) -> None:
    assert book.bags() == [dict(Counter(text.words)) for text in texts(written)]
    assert book.arrays["words.lengths"].tolist() == [len(text.words) for text in texts(written)]
    assert book.words == sorted(book.words)


def _expected(written: list[Document], view: str) -> dict[str, dict[int, list[int]]]:
    """Return key -> article -> occurrences in each field; numbers all count as body."""
    found: dict[str, dict[int, list[int]]] = {}
    for at, text in enumerate(texts(written)):
        field, doc = divmod(at, len(written))
        for key in getattr(text, view):
            counts = found.setdefault(key, {}).setdefault(doc, [0] * FIELDS)
            counts[FIELDS - 1 if view == "numbers" else field] += 1
    return found


@pytest.mark.parametrize("view", ["accented", "folded", "words", "numbers"])
def test_postings_are_read(book: Book, written: list[Document], view: str) -> None:
    expected, keys = _expected(written, view), book.strings(view)
    assert sorted(expected) == sorted(keys)
    for number, key in enumerate(keys):
        right = expected[key]
        assert book.postings(view, number) == {
            doc: sum(n * half for n, half in zip(counts, HALVES, strict=True))
            for doc, counts in right.items()
        }
        assert book.frequencies(view, number) == [
            sum(counts[field] > 0 for counts in right.values()) for field in range(FIELDS)
        ]


def test_masks_are_read(folder: Path, book: Book, written: list[Document]) -> None:
    (entry,) = manifest(folder)
    mask = container(folder / entry["mask"])
    gone = [n for n, one in enumerate(written) if one.article.id in GONE]
    assert mask["articles"].tolist() == gone
    for view in ("accented", "folded", "words", "numbers"):
        taken = {
            key: [sum(c[field] > 0 for doc, c in docs.items() if doc in gone) for field in range(3)]
            for key, docs in _expected(written, view).items()
        }
        keys = book.strings(view)
        listed = [keys[n] for n in mask[f"{view}.keys"].tolist()]
        assert dict(zip(listed, mask[f"{view}.df"].T.tolist(), strict=True)) == {
            key: counts for key, counts in taken.items() if any(counts)
        }


def test_nothing_else_is_in_the_file(book: Book) -> None:
    """Every array is one that FORMAT.md names."""
    views = ("accented", "folded", "words", "numbers")
    known = {f"{v}.{n}" for v in views for n in ("df", "dense", "rows", "ptr", "docs", "tf", "far", "over.at", "over")}  # fmt: skip
    strings = (*views, "ids", "tags.keys", *(f"{n}.values" for n in ("source", "category", "author", "host")))  # fmt: skip
    known |= {f"{name}.{part}" for name in strings for part in ("text", "at")}
    known |= {"ids.order", "ids.rank", "time", "day", "source", "category", "author", "host", "tags", "tags.at"}  # fmt: skip
    known |= {f"stored.{n}" for n in ("lengths", "first", "at", "blocks")} | {"minhash", "sums"}
    coded = (f"{name}{part}" for name in ("tokens", "words.bag") for part in ("", ".common", ".rare.at", ".rare"))  # fmt: skip
    known |= {"accented.order", "folded.first", "starts", "norm", "signatures", *coded}
    known |= {f"places.{n}" for n in ("ptr", "low", "near", "frequent", "directory", "high.ptr", "high")}  # fmt: skip
    known |= {f"words.{n}" for n in ("lengths", "norm", "starts", "count", "count.over.at", "count.over")}  # fmt: skip
    assert set(book.arrays) == known
    assert len(set(chain.from_iterable(book.texts()))) == len(book.terms)


def test_signatures_of_articles_are_read(book: Book) -> None:
    for number in (0, 5, 17, book.size - 4, book.size - 3, book.size - 1):
        assert book.arrays["minhash"][number].tolist() == book.signature(number)
