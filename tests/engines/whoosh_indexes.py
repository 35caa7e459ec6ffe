"""The same articles as a stock Whoosh index, through our codec, and by our engine; opened by Whoosh itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whoosh import fields
from whoosh.index import create_in, open_dir

from searcher.engines.whoosh.columns import ColumnsEngine
from searcher.engines.whoosh.columns.codec.schema import engine_schema
from searcher.model import Article
from tests.engines.mixing import analysed

ENGINE_FIELDS = ("id", "title", "summary", "body", "source", "category", "author", "published")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of a writer: ids that go, articles that come anew or in the place of an older one."""

    articles: Sequence[Article]
    gone: Sequence[str] = ()


def rich_schema() -> fields.Schema:
    """Return the fields of our engine and one of every other kind."""
    schema = engine_schema()
    schema.add("reads", fields.NUMERIC(stored=True, sortable=True, signed=True))
    schema.add("share", fields.NUMERIC(float, stored=True, sortable=True))
    schema.add("tags", fields.KEYWORD(stored=True, commas=True))
    schema.add("long", fields.BOOLEAN(stored=True))
    return schema


def row(one: Article) -> dict[str, Any]:
    """Return what Whoosh keeps of an article."""
    found = {name: getattr(one, name) for name in ENGINE_FIELDS}
    found["published"] = one.published.replace(tzinfo=None) if one.published else None
    found |= {"reads": one.reads, "share": (one.reads or 0) / 4, "tags": ",".join(one.tags)}
    found["long"] = len(one.body) > 400
    return {name: value for name, value in found.items() if value is not None}


def by_whoosh(folder: Path, runs: Sequence[Run], codec: Any = None) -> Any:
    """Write runs with Whoosh's own writer, one segment each; return the index."""
    folder.mkdir()
    index = create_in(str(folder), rich_schema())
    for run in runs:
        writer = index.writer(codec=codec)
        known = index.doc_count() > 0
        for one in run.articles:
            (writer.update_document if known else writer.add_document)(**row(one))
        for id_ in run.gone:
            writer.delete_by_term("id", id_)
        writer.commit(merge=False)
    return index


def by_engine(folder: Path, runs: Sequence[Run]) -> Any:
    """Write runs with our engine; return the index as Whoosh opens it."""
    folder.mkdir()
    for run in runs:
        writer = ColumnsEngine().writer(folder)
        writer.write(analysed(list(run.articles)))
        writer.delete(run.gone)
        writer.finish()
    return open_dir(str(folder))
