"""What is kept of an article beside its tokens: the article itself, and the columns that filter and sort."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import zstandard
from numpy.typing import NDArray

from searcher.container import Container, damaged
from searcher.container.strings import Strings, packed
from searcher.engines.filtering import host_of
from searcher.engines.whoosh.columns.tags import TagTable, tag_arrays, tag_keys
from searcher.model import Article

BLOCK_BYTES = 1 << 16
"""Articles are compressed together until a block has so many bytes of JSON."""
COMPRESSION = 3
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
UNDATED = np.iinfo(np.int64).min
"""Time of an article without a date; its day is 0."""
KEYWORDS = ("source", "category", "author")
NAMES = (*KEYWORDS, "host")
"""Columns with at most one name per article."""

Arrays = dict[str, NDArray[Any]]


def microseconds(moment: datetime | None) -> int:
    """Return a time as microseconds since 1970, UNDATED for None."""
    return UNDATED if moment is None else (moment - EPOCH) // timedelta(microseconds=1)


def day_number(day: date | None) -> int:
    """Return a day as Python's ordinal, 0 for None."""
    return day.toordinal() if day else 0


def article_json(article: Article) -> bytes:
    """Return an article as JSON; times in ISO 8601."""
    record = {name: getattr(article, name) for name in article.__slots__}
    for name in ("published", "updated"):
        record[name] = record[name].isoformat() if record[name] else None
    return json.dumps(record, ensure_ascii=False).encode("utf-8", "surrogatepass")


def article_from(content: bytes) -> Article:
    """Return the article of such a piece of JSON."""
    record = json.loads(content.decode("utf-8", "surrogatepass"))
    for name in ("published", "updated"):
        record[name] = datetime.fromisoformat(record[name]) if record[name] else None
    return Article(**{**record, "tags": tuple(record["tags"])})


class Shelf:
    """Collects the stored part of a segment; articles are compressed as they come."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self._times: list[int] = []
        self._days: list[int] = []
        self._names: dict[str, list[str | None]] = {name: [] for name in NAMES}
        self._tags: list[tuple[str, ...]] = []
        self._lengths: list[int] = []
        self._firsts: list[int] = [0]
        self._blocks: list[bytes] = []
        self._open: list[bytes] = []
        self._open_bytes = 0
        self._compress = zstandard.ZstdCompressor(level=COMPRESSION).compress

    def add(self, articles: Sequence[Article]) -> None:
        """Append articles."""
        for article in articles:
            self.ids.append(article.id)
            self._times.append(microseconds(article.published))
            self._days.append(day_number(article.published.date() if article.published else None))
            for name, values in self._names.items():
                values.append(host_of(article) if name == "host" else getattr(article, name))
            self._tags.append(tag_keys(article))
            self._store(article_json(article))

    def copy(self, container: Container, live: NDArray[np.bool_]) -> None:
        """Append the live articles of a segment, without parsing them."""
        chosen = np.flatnonzero(live)
        ids = Strings(container, "ids").all()
        self.ids.extend(ids[number] for number in chosen.tolist())
        self._times.extend(container["time"][chosen].tolist())
        self._days.extend(container["day"][chosen].tolist())
        for name, values in self._names.items():
            table: list[str | None] = [None, *Strings(container, f"{name}.values").all()]
            values.extend(table[code] for code in container[name][chosen].tolist())
        tags = TagTable(container)
        self._tags.extend(tags.of(number) for number in chosen.tolist())
        stored = Stored(container)
        for block in range(stored.blocks):
            self._copy_block(stored, block, live)

    def _copy_block(self, stored: "Stored", block: int, live: NDArray[np.bool_]) -> None:
        """Append the live articles of a block; a full one of which all are live as it is."""
        numbers = stored.numbers(block)
        if live[numbers.start : numbers.stop].all() and stored.bytes_of(block) >= BLOCK_BYTES:
            if self._open:
                self._close_block()
            self._lengths.extend(stored.lengths[numbers.start : numbers.stop].tolist())
            self._blocks.append(stored.packed_block(block))
            self._firsts.append(len(self._lengths))
            return
        for number, content in zip(numbers, stored.contents_of(block), strict=True):
            if live[number]:
                self._store(content)

    def _store(self, content: bytes) -> None:
        self._lengths.append(len(content))
        self._open.append(content)
        self._open_bytes += len(content)
        if self._open_bytes >= BLOCK_BYTES:
            self._close_block()

    def _close_block(self) -> None:
        self._blocks.append(self._compress(b"".join(self._open)))
        self._firsts.append(len(self._lengths))
        self._open, self._open_bytes = [], 0

    def arrays(self) -> Arrays:
        """Return everything as arrays; nothing may be added after."""
        if self._open:
            self._close_block()
        return {
            **id_arrays(self.ids),
            "time": np.array(self._times, np.int64),
            "day": np.array(self._days, np.int32),
            **_name_arrays(self._names),
            **tag_arrays(self._tags),
            "stored.lengths": np.array(self._lengths, np.uint32),
            "stored.first": np.array(self._firsts, np.int32),
            "stored.blocks": np.frombuffer(b"".join(self._blocks), np.uint8),
            "stored.at": np.cumsum([0, *map(len, self._blocks)], dtype=np.int64),
        }


def id_arrays(ids: Sequence[str]) -> Arrays:
    """Return the ids by article, and the articles sorted by id."""
    order = sorted(range(len(ids)), key=lambda n: ids[n].encode("utf-8", "surrogatepass"))
    rank = np.zeros(len(ids), np.int32)
    rank[order] = np.arange(len(ids))
    return {**packed("ids", ids), "ids.order": np.array(order, np.int32), "ids.rank": rank}


def _name_arrays(names: dict[str, list[str | None]]) -> Arrays:
    """Return per column a code for each article (0 = none) and the values of the codes from 1 on."""
    arrays: Arrays = {}
    for name, values in names.items():
        table = sorted({value for value in values if value is not None})
        code: dict[str | None, int] = {None: 0}
        code.update((value, n) for n, value in enumerate(table, start=1))
        arrays[name] = np.array([code[value] for value in values], np.int32)
        arrays.update(packed(f"{name}.values", table))
    return arrays


class Stored:
    """The articles of a segment, read back."""

    def __init__(self, container: Container) -> None:
        self._container = container
        self.lengths = container["stored.lengths"]
        self._first = container["stored.first"]
        self._at = container["stored.at"]
        self._blocks = container.guarded("stored.blocks")

    @property
    def blocks(self) -> int:
        """Number of blocks."""
        return len(self._first) - 1

    def article(self, number: int) -> Article:
        """Return one article."""
        block = int(np.searchsorted(self._first, number, side="right")) - 1
        first = int(self._first[block])
        start = int(self.lengths[first:number].sum())
        return article_from(self._content(block)[start : start + int(self.lengths[number])])

    def contents(self) -> Iterator[bytes]:
        """Yield the JSON of every article, in order."""
        for block in range(self.blocks):
            yield from self.contents_of(block)

    def contents_of(self, block: int) -> Iterator[bytes]:
        """Yield the JSON of every article of a block."""
        content, at, numbers = self._content(block), 0, self.numbers(block)
        for length in self.lengths[numbers.start : numbers.stop].tolist():
            yield content[at : at + length]
            at += length

    def numbers(self, block: int) -> range:
        """Return the numbers of the articles of a block."""
        return range(int(self._first[block]), int(self._first[block + 1]))

    def bytes_of(self, block: int) -> int:
        """Return the size of a block before compression."""
        numbers = self.numbers(block)
        return int(self.lengths[numbers.start : numbers.stop].sum())

    def packed_block(self, block: int) -> bytes:
        """Return a block as it was compressed."""
        packed: bytes = self._blocks.span(int(self._at[block]), int(self._at[block + 1])).tobytes()
        return packed

    def _content(self, block: int) -> bytes:
        try:
            return zstandard.ZstdDecompressor().decompress(self.packed_block(block))
        except zstandard.ZstdError as error:
            raise damaged(self._container.path, "stored.blocks", str(error)) from error
