"""The JSON Lines file of the memory engine."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any as Json

from searcher.errors import IndexDamaged, IndexMissing
from searcher.model import Article, Document, Tokens

DOCUMENTS = "documents.jsonl"


def article_record(article: Article) -> dict[str, Json]:
    """Return an article as a JSON object; dates in ISO 8601."""
    record = {name: getattr(article, name) for name in article.__slots__}
    for name in ("published", "updated"):
        record[name] = record[name].isoformat() if record[name] else None
    return record


def article_from(record: dict[str, Json]) -> Article:
    """Return the article of such an object."""
    times = {
        name: datetime.fromisoformat(record[name]) if record[name] else None
        for name in ("published", "updated")
    }
    return Article(**{**record, **times, "tags": tuple(record["tags"])})


def read_documents(folder: Path) -> Iterator[Document]:
    """Yield the documents of a finished generation; raises IndexMissing or IndexDamaged, naming the line."""
    path = folder / DOCUMENTS
    if not path.exists():
        raise IndexMissing(f"Không có tệp {path}.", f"There is no file {path}.", path=path)
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            try:
                yield _document(json.loads(line))
            except (ValueError, KeyError, TypeError) as error:
                where = f"{path}:{number}"
                raise IndexDamaged(
                    f"Tệp chỉ mục hỏng ở {where}.", f"The index is damaged at {where}.", path=path
                ) from error


def _document(record: dict[str, Json]) -> Document:
    fields = {
        name: Tokens(**{key: tuple(value) for key, value in record[name].items()})
        for name in ("title", "summary", "body")
    }
    return Document(article=article_from(record["article"]), **fields)
