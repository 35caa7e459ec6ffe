"""Makes our folder a Whoosh index: a table of contents that names our segments.

It is a pickle, as Whoosh wants it; our own reader never opens it.
"""

# mypy: allow-untyped-calls

from collections.abc import Sequence
from pathlib import Path

from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from searcher.container import storage_error
from searcher.engines import scoring
from searcher.engines.whoosh.columns.codec.codec import EXTENSION, ColumnsSegment
from searcher.engines.whoosh.columns.codec.schema import engine_schema
from searcher.engines.whoosh.columns.segment import Segment

INDEX = "MAIN"


def write_whoosh_toc(folder: Path, segments: Sequence[Segment]) -> None:
    """Write the next table of contents and remove the older ones; raises NoSpace."""
    storage = FileStorage(str(folder))
    generation = TOC._latest_generation(storage, INDEX) + 1
    listed = [_whoosh_segment(segment) for segment in segments]
    try:
        TOC(engine_schema(), listed, generation).write(storage, INDEX)
    except OSError as error:
        for path in folder.glob(f"_{INDEX}_{generation}.toc*"):
            path.unlink()
        raise storage_error(error, folder / f"_{INDEX}_{generation}.toc") from error
    for path in folder.glob(f"_{INDEX}_*.toc"):
        if path.name != f"_{INDEX}_{generation}.toc":
            path.unlink()


def _whoosh_segment(segment: Segment) -> ColumnsSegment:
    name = segment.container.path.name
    segid = name.removeprefix(f"{INDEX}_").removesuffix(EXTENSION)
    found = ColumnsSegment(INDEX, doccount=segment.documents, segid=segid)
    found.is_engine = True
    totals = segment.lengths.sum(axis=1).tolist()
    found._fieldlengths = dict(zip(scoring.FIELDS, totals, strict=True))
    gone = (~segment.live).nonzero()[0].tolist()
    found._deleted = set(gone) or None
    return found
