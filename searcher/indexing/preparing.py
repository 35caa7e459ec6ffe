"""Pages become documents, batch by batch, in worker processes when there are many."""

import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from itertools import chain, islice

from searcher.errors import ArchiveError, InputError
from searcher.extract import extract
from searcher.indexing.ledger import digest
from searcher.model import Article, Document, Page, Skipped
from searcher.sources import Source
from searcher.vietnamese import analyse

BATCH_PAGES = 64
BATCH_BYTES = 4 << 20
"""A batch is closed by whichever comes first: a few large pages are work enough for one worker."""
WORTH_PROCESSES = 6
"""Batches below which starting processes takes longer than the work."""
BATCHES_AHEAD = 3
"""Batches waiting per worker: enough to keep it busy, few enough to bound memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """One page after extraction: skipped, or an article with its digest.

    `document` is None when `known` already held the article with the same content.
    """

    skipped: Skipped | None = None
    article: Article | None = None
    document: Document | None = None
    digest: str = ""
    unknown: tuple[str, ...] = ()


Batch = Sequence[Page | Skipped]


def prepared_batches(
    sources: Iterable[Source], known: Mapping[str, str], workers: int
) -> Iterator[list[Prepared]]:
    """Yield the prepared pages of all sources, in their order; memory holds a few batches at a time."""
    batches = _batches(chain.from_iterable(source.pages() for source in sources))
    ahead = list(islice(batches, WORTH_PROCESSES))
    workers = workers or os.cpu_count() or 1
    if len(ahead) < WORTH_PROCESSES or workers == 1:
        yield from (prepare(batch, known) for batch in chain(ahead, batches))
    else:
        yield from _in_processes(chain(ahead, batches), known, workers)


def _batches(pages: Iterable[Page | Skipped]) -> Iterator[Batch]:
    batch: list[Page | Skipped] = []
    size = 0
    for page in pages:
        batch.append(page)
        size += len(page.content) if isinstance(page, Page) else 0
        if len(batch) == BATCH_PAGES or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


_known: Mapping[str, str] = {}
"""The ledger, once in every worker process."""


def _remember(known: Mapping[str, str]) -> None:
    global _known
    _known = known


def _prepare_here(batch: Batch) -> list[Prepared]:
    return prepare(batch, _known)


def _in_processes(
    batches: Iterable[Batch], known: Mapping[str, str], workers: int
) -> Iterator[list[Prepared]]:
    context = multiprocessing.get_context("forkserver")
    waiting: deque[Future[list[Prepared]]] = deque()
    with ProcessPoolExecutor(workers, context, _remember, (dict(known),)) as pool:
        for batch in batches:
            waiting.append(pool.submit(_prepare_here, batch))
            if len(waiting) >= workers * BATCHES_AHEAD:
                yield _result(waiting.popleft())
        while waiting:
            yield _result(waiting.popleft())


def _result(future: Future[list[Prepared]]) -> list[Prepared]:
    try:
        return future.result()
    except BrokenProcessPool as error:
        raise ArchiveError(
            "Một tiến trình phân tích đã bị dừng đột ngột (có thể do hết bộ nhớ); chỉ mục không thay đổi.",
            "An analysing process died (out of memory, perhaps); the index is unchanged.",
        ) from error


def prepare(batch: Batch, known: Mapping[str, str]) -> list[Prepared]:
    """Extract every page of a batch and analyse those that `known` does not hold with the same content."""
    prepared = [_extracted(page) for page in batch]
    fresh = [
        place
        for place, found in enumerate(prepared)
        if found.article and known.get(found.article.id) != found.digest
    ]
    documents = analysed([article for place in fresh if (article := prepared[place].article)])
    for place, document in zip(fresh, documents, strict=True):
        prepared[place] = replace(prepared[place], document=document)
    return prepared


def _extracted(page: Page | Skipped) -> Prepared:
    """Return the page before analysis; its digest is made once."""
    if isinstance(page, Skipped):
        return Prepared(skipped=page)
    try:
        found = extract(page)
    except InputError as error:
        return Prepared(
            skipped=Skipped(place=page.place, code=error.code, vi=error.vi, en=error.en)
        )
    return Prepared(article=found.article, digest=digest(found.article), unknown=found.unknown)


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
