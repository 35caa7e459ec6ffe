"""Small archives for tests: articles written in one line, documents, indexed folders."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from searcher.engines import Engine, Reader
from searcher.model import Article, Document
from searcher.vietnamese import analyse

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def article(
    id_: str, title: str, body: str = "", *, day: str | None = None, **rest: object
) -> Article:
    """Return an article; `day` is an ISO date or datetime in Asia/Ho_Chi_Minh."""
    published = datetime.fromisoformat(day).replace(tzinfo=HANOI) if day else None
    return Article(id=id_, title=title, body=body, published=published, **rest)  # type: ignore[arg-type]


def document(one: Article) -> Document:
    """Return the article with its text analysed."""
    title, summary, body = analyse([one.title, one.summary, one.body])
    return Document(article=one, title=title, summary=summary, body=body)


def indexed(engine: Engine, folder: Path, batches: Iterable[Sequence[Article]]) -> Reader:
    """Write the batches, one run of the engine each, and open what came out."""
    folder.mkdir(parents=True, exist_ok=True)
    for batch in batches:
        writer = engine.writer(folder)
        writer.write([document(one) for one in batch])
        writer.finish()
    return engine.reader(folder)
