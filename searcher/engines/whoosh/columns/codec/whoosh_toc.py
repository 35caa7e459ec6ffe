"""Makes our folder a Whoosh index: a table of contents that names our segments.

It is a pickle, as Whoosh wants it; our own reader never opens it.
"""

# mypy: allow-untyped-calls

from collections.abc import Sequence
from pathlib import Path

from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.index import TOC

import searcher.disk as disk
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
    _write(folder / f"_{INDEX}_{generation}.toc", TOC(engine_schema(), listed, generation))
    for path in folder.glob(f"_{INDEX}_*.toc"):
        if path.name != f"_{INDEX}_{generation}.toc":
            disk.remove(path)


def _write(path: Path, toc: TOC) -> None:
    """Write a table of contents under a temporary name and rename it into place, as Whoosh does."""
    memory, fresh = RamStorage(), path.with_name(f"{path.name}.new")
    toc.write(memory, INDEX)
    try:
        with disk.create(fresh) as file:
            file.write(memory.files[path.name])
            disk.settle(file, fresh)
        disk.rename(fresh, path)
    except OSError as error:
        disk.remove(fresh, missing_ok=True)
        raise storage_error(error, path) from error


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
