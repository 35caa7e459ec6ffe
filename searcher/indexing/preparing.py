"""Pages become documents, batch by batch, in worker processes when there are many.

What comes back from a worker is small: a record for each page, and what the engine's packer made of the
documents. The texts themselves do not travel.
"""

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Any

from searcher.errors import ArchiveError, InputError
from searcher.extract import extract
from searcher.indexing.ledger import digest
from searcher.model import Article, Document, Page, Skipped
from searcher.sources import Source
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

Batch = Sequence[Page | Skipped]
Packer = Callable[[Sequence[Document]], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What is known of one page: skipped, or the id of its article, whether it has a date, and its digest.

    `place` is where its document stands among those of the batch; None when the ledger already held
    the article with the same content, so that no document was made.
    """

    skipped: Skipped | None = None
    id: str | None = None
    undated: bool = False
    digest: str = ""
    unknown: tuple[str, ...] = ()
    place: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedBatch:
    """The pages of a batch and their documents: as they are, or as a packer made them ready for the writer."""

    pages: Sequence[Prepared]
    documents: Sequence[Document] = ()
    packed: Any = None
    source: Batch = ()

    def document(self, number: int) -> Document:
        """Return the document of a page of which none was made, because its article was known."""
        return prepare([self.source[number]], {}).documents[0]


def prepared_batches(
    sources: Iterable[Source], known: Mapping[str, str], workers: int, packer: Packer
) -> Iterator[PreparedBatch]:
    """Yield the prepared pages of all sources, in their order; memory holds a few batches at a time."""
    pages = chain.from_iterable(source.pages() for source in sources)
    batches = _batches(pages, BATCH_PAGES)
    ahead = list(islice(batches, WORTH_PROCESSES))
    workers = workers or os.cpu_count() or 1
    if len(ahead) < WORTH_PROCESSES or workers == 1:
        for batch in chain(ahead, batches):
            yield replace(prepare(batch, known), source=batch)
    else:
        runs = _batches(chain.from_iterable(chain(ahead, batches)), RUN_PAGES)
        yield from _in_processes(runs, known, workers, packer)


def _batches(pages: Iterable[Page | Skipped], most: int) -> Iterator[Batch]:
    batch: list[Page | Skipped] = []
    size = 0
    for page in pages:
        batch.append(page)
        size += len(page.content) if isinstance(page, Page) else 0
        if len(batch) == most or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


_known: Mapping[str, str] = {}
"""The ledger, once in every worker process."""


def _remember(known: Mapping[str, str]) -> None:
    global _known
    _known = known


def _packed_here(batch: Batch, packer: Packer) -> PreparedBatch:
    prepared = prepare(batch, _known)
    packed = packer(prepared.documents) if prepared.documents else None
    return PreparedBatch(pages=prepared.pages, packed=packed)


def _in_processes(
    batches: Iterable[Batch], known: Mapping[str, str], workers: int, packer: Packer
) -> Iterator[PreparedBatch]:
    context = multiprocessing.get_context("forkserver")
    waiting: deque[tuple[Batch, Future[PreparedBatch]]] = deque()
    with ProcessPoolExecutor(workers, context, _remember, (dict(known),)) as pool:
        for batch in batches:
            waiting.append((batch, pool.submit(_packed_here, batch, packer)))
            if len(waiting) >= workers * BATCHES_AHEAD:
                yield _result(*waiting.popleft())
        while waiting:
            yield _result(*waiting.popleft())


def _result(batch: Batch, future: Future[PreparedBatch]) -> PreparedBatch:
    try:
        return replace(future.result(), source=batch)
    except BrokenProcessPool as error:
        raise ArchiveError(
            "Một tiến trình phân tích đã bị dừng đột ngột (có thể do hết bộ nhớ); chỉ mục không thay đổi.",
            "An analysing process died (out of memory, perhaps); the index is unchanged.",
        ) from error


def prepare(batch: Batch, known: Mapping[str, str]) -> PreparedBatch:
    """Extract every page of a batch and analyse those that `known` does not hold with the same content."""
    pages: list[Prepared] = []
    fresh: list[Article] = []
    for page in batch:
        prepared, article = _extracted(page)
        if article and known.get(article.id) != prepared.digest:
            prepared = replace(prepared, place=len(fresh))
            fresh.append(article)
        pages.append(prepared)
    return PreparedBatch(pages=pages, documents=analysed(fresh))


def _extracted(page: Page | Skipped) -> tuple[Prepared, Article | None]:
    """Return the page before analysis, and its article; the digest is made once."""
    if isinstance(page, Skipped):
        return Prepared(skipped=page), None
    try:
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
