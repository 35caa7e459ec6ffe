"""What is noted of a batch: for the journal, and what servers told of its pages."""

from collections.abc import Mapping, Sequence

from searcher.indexing.journal import Entry, Packed, file_state
from searcher.indexing.preparing import Prepared, PreparedBatch
from searcher.indexing.tally import Verdict
from searcher.model import Page, Stamp


def entry_of(
    batch: PreparedBatch, verdict: Verdict, packs: Sequence[Packed], stamps: Mapping[int, Stamp]
) -> Entry:
    """Return what the journal says of a batch."""
    place = batch.source.pages[-1].place
    return Entry(
        pages=batch.pages,
        numbers=batch.source.numbers,
        number=batch.source.numbers[-1],
        place=place,
        file=file_state(place),
        packs=packs,
        gone=verdict.gone,
        stamps=stamps,
    )


def stamps_of(batch: PreparedBatch) -> dict[int, Stamp]:
    """Return the stamps of the pages that gave an article, or certainly have none."""
    return {
        number: source.stamp
        for number, (page, source) in enumerate(zip(batch.pages, batch.source.pages, strict=True))
        if isinstance(source, Page) and source.stamp and _is_settled(page)
    }


def _is_settled(page: Prepared) -> bool:
    return page.id is not None or (page.skipped is not None and page.skipped.code == "no-article")
