"""Pages become documents, batch by batch, in worker processes when there are many.

What comes back from a worker is small: a record for each page, and what the engine's packer made of the
documents. The texts themselves do not travel.
"""

import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from searcher.errors import InputError
from searcher.extract import extract, tombstone
from searcher.indexing.ledger import digest
from searcher.indexing.order import Order
from searcher.indexing.sourcing import Read
from searcher.model import Article, Document, Page, PageKind, Skipped
from searcher.processes import processes, result
from searcher.settings import Settings
from searcher.vietnamese import analyse

BATCH_PAGES = 64
RUN_PAGES = 1024
"""Pages of a batch that is sent to another process: what they share is then kept once."""
BATCH_BYTES = 4 << 20
"""A batch is closed by whichever comes first: a few large pages are work enough for one worker."""
WORTH_PROCESSES = 6
"""Batches below which starting processes takes longer than the work."""
BATCHES_AHEAD = 3
"""Batches waiting per worker: enough to keep it busy, few enough to bound memory."""

SLOW = 20.0
"""Seconds after which a batch is closed with what there is: a site gives a page a second."""

Packer = Callable[[Sequence[Document]], Any]


def workers_of(order: Order, settings: Settings) -> int:
    """Return how many processes work for a run: as it says, as the settings say, or one for each processor."""
    return order.workers or settings.workers or os.cpu_count() or 1


@dataclass(slots=True)
class Batch:
    """Pages one after another, and for each the number of its source."""

    pages: list[Page | Skipped] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What is known of one page: skipped, or the id of its article, whether it has a date, and its digest.

    `place` is where its document stands among those of the batch; None when the ledger already held
    the article with the same content, so that no document was made. A tombstone has an id only, and so has
    a page that is kept as it was.
    """

    skipped: Skipped | None = None
    id: str | None = None
    undated: bool = False
    digest: str = ""
    unknown: tuple[str, ...] = ()
    place: int | None = None
    is_tombstone: bool = False
    is_kept: bool = False
    is_partial: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedBatch:
    """The pages of a batch and their documents: as they are, or as a packer made them ready for the writer."""

    pages: Sequence[Prepared]
    documents: Sequence[Document] = ()
    packed: Any = None
    source: Batch = field(default_factory=Batch)
    is_of_many: bool = False
    """Whether it is one of so many that a run should not have to read them again."""

    def document(self, number: int) -> Document:
        """Return the document of a page of which none was made, because its article was known."""
        return prepare([self.source.pages[number]], {}).documents[0]


def prepared_batches(
    pages: Iterator[Read], known: Mapping[str, str], workers: int, packer: Packer
) -> Iterator[PreparedBatch]:
    """Yield the prepared pages of all sources, in their order; memory holds a few batches at a time.

    `known` is looked at as it is now: with any number of workers a batch is prepared in the same way.
    """
    known = dict(known)
    ahead, is_slow = _ahead(pages)
    workers = 1 if is_slow else workers
    if len(ahead) < BATCH_PAGES * WORTH_PROCESSES and not is_slow:
        for batch in _batches(ahead, BATCH_PAGES):
            yield replace(prepare(batch.pages, known), source=batch)
        return
    batches = _batches(chain(ahead, pages), RUN_PAGES)
    if workers > 1:
        yield from _in_processes(batches, known, workers, packer)
    else:
        for batch in batches:
            yield replace(_packed(batch.pages, known, packer), source=batch, is_of_many=True)


def _ahead(pages: Iterator[Read]) -> tuple[list[Read], bool]:
    """Return the first pages, enough to tell whether there are many; and whether they are slow to come."""
    ahead: list[Read] = []
    size = 0
    started = time.monotonic()
    for number, page in pages:
        ahead.append((number, page))
        size += len(page.content) if isinstance(page, Page) else 0
        if time.monotonic() - started > SLOW:
            return ahead, True
        if len(ahead) >= BATCH_PAGES * WORTH_PROCESSES or size >= BATCH_BYTES * WORTH_PROCESSES:
            break
    return ahead, False


def _batches(pages: Iterable[Read], most: int) -> Iterator[Batch]:
    batch, size, started = Batch(), 0, time.monotonic()
    for number, page in pages:
        batch.pages.append(page)
        batch.numbers.append(number)
        size += len(page.content) if isinstance(page, Page) else 0
        is_late = time.monotonic() - started > SLOW
        if len(batch.pages) == most or size >= BATCH_BYTES or is_late:
            yield batch
            batch, size, started = Batch(), 0, time.monotonic()
    if batch.pages:
        yield batch


_known: Mapping[str, str] = {}
"""The ledger, once in every worker process."""


def _remember(known: Mapping[str, str]) -> None:
    global _known
    _known = known


def _packed_here(pages: Sequence[Page | Skipped], packer: Packer) -> PreparedBatch:
    return _packed(pages, _known, packer)


def _packed(
    pages: Sequence[Page | Skipped], known: Mapping[str, str], packer: Packer
) -> PreparedBatch:
    prepared = prepare(pages, known)
    packed = packer(prepared.documents) if prepared.documents else None
    return PreparedBatch(pages=prepared.pages, packed=packed)


def _in_processes(
    batches: Iterable[Batch], known: Mapping[str, str], workers: int, packer: Packer
) -> Iterator[PreparedBatch]:
    waiting: deque[tuple[Batch, Future[PreparedBatch]]] = deque()
    with processes(workers, _remember, known) as pool:
        try:
            for batch in batches:
                waiting.append((batch, pool.submit(_packed_here, batch.pages, packer)))
                if len(waiting) >= workers * BATCHES_AHEAD:
                    yield _result(*waiting.popleft())
            while waiting:
                yield _result(*waiting.popleft())
        finally:
            pool.shutdown(cancel_futures=True)  # who stops in the middle does not wait for the rest


def _result(batch: Batch, future: Future[PreparedBatch]) -> PreparedBatch:
    return replace(result(future), source=batch, is_of_many=True)


def prepare(batch: Sequence[Page | Skipped], known: Mapping[str, str]) -> PreparedBatch:
    """Extract every page of a batch and analyse those that `known` does not hold with the same content."""
    pages: list[Prepared] = []
    fresh: list[Article] = []
    for page in batch:
        prepared, article = _extracted(page)
        if article and not _is_known(prepared, known):
            prepared = replace(prepared, place=len(fresh))
            fresh.append(article)
        pages.append(prepared)
    return PreparedBatch(pages=pages, documents=analysed(fresh))


def _is_known(page: Prepared, known: Mapping[str, str]) -> bool:
    """Say whether the archive has the content of a page, or more than that."""
    before = known.get(str(page.id))
    return before == page.digest or (page.is_partial and before is not None)


def _extracted(page: Page | Skipped) -> tuple[Prepared, Article | None]:
    """Return the page before analysis, and its article; the digest is made once."""
    if isinstance(page, Skipped):
        return Prepared(skipped=page), None
    if page.kind is PageKind.KEPT:
        return Prepared(id=page.content.decode(), is_kept=True), None
    try:
        buried = tombstone(page)
        if buried is not None:
            return Prepared(id=buried, is_tombstone=True), None
        found = extract(page)
    except InputError as error:
        skipped = Skipped(place=page.place, code=error.code, vi=error.vi, en=error.en)
        return Prepared(skipped=skipped), None
    article = found.article
    prepared = Prepared(
        id=article.id,
        undated=article.published is None,
        digest=digest(article),
        unknown=found.unknown,
        is_partial=page.is_partial,
    )
    return prepared, article


def analysed(articles: Sequence[Article]) -> list[Document]:
    """Return the documents of these articles, analysed as one batch."""
    texts = [text for a in articles for text in (a.title, a.summary, a.body)]
    tokens = analyse(texts)
    return [
        Document(article=article, title=title, summary=summary, body=body)
        for article, title, summary, body in zip(
            articles, tokens[::3], tokens[1::3], tokens[2::3], strict=True
        )
    ]
