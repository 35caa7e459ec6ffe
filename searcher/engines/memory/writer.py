"""Documents to one JSON Lines file."""

import errno
import json
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import searcher.disk as disk
from searcher.engines.memory.records import DOCUMENTS, article_record, read_documents
from searcher.errors import NoSpace
from searcher.model import Document, Tokens


class MemoryWriter:
    """Holds the documents until `finish` writes them beside the old file and renames it into place."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        there = (folder / DOCUMENTS).exists()
        self._documents = {d.article.id: d for d in read_documents(folder)} if there else {}

    def write(self, batch: Sequence[Document]) -> None:
        """Add the documents; one with an id that is already there replaces it."""
        for document in batch:
            self._documents.pop(document.article.id, None)
            self._documents[document.article.id] = document

    def packer(self) -> Callable[[Sequence[Document]], list[Document]]:
        """Return what makes documents ready: they are as they come."""
        return list

    def adopt(self, packed: Sequence[Document], chosen: Sequence[int]) -> None:
        """Add some of the documents, by place."""
        self.write([packed[place] for place in chosen])

    def put_away(self, packed: Sequence[Document], folder: Path) -> dict[str, object]:
        """Keep documents in a folder of their own below `folder`."""
        kept = folder / f"RUN_{secrets.token_hex(8)}"
        disk.make_folder(kept)
        writer = MemoryWriter(kept)
        writer._documents = {str(place): one for place, one in enumerate(packed)}
        writer.finish()
        return {"folder": kept.name}

    def take_up(self, record: Mapping[str, Any], folder: Path) -> list[Document]:
        """Return documents that were kept."""
        return list(read_documents(folder / str(record["folder"])))

    def delete(self, ids: Iterable[str]) -> None:
        """Remove articles by id."""
        for id_ in ids:
            self._documents.pop(id_, None)

    def finish(self) -> None:
        """Write all documents durably."""
        fresh = self._folder / f"{DOCUMENTS}.new"
        try:
            self._write_to(fresh)
        except OSError as error:
            disk.remove(fresh, missing_ok=True)
            if error.errno == errno.ENOSPC:
                raise NoSpace(
                    f"Ổ đĩa đã đầy khi ghi {fresh}.", f"The disk is full at {fresh}.", path=fresh
                ) from error
            raise
        disk.rename(fresh, self._folder / DOCUMENTS)

    def _write_to(self, fresh: Path) -> None:
        with disk.create(fresh) as file:
            for document in self._documents.values():
                line = json.dumps(_record(document), ensure_ascii=False) + "\n"
                file.write(line.encode("utf-8"))
            disk.settle(file, fresh)

    def abandon(self) -> None:
        """Forget what was written."""
        self._documents.clear()


def _record(document: Document) -> dict[str, object]:
    fields = {name: _tokens(getattr(document, name)) for name in ("title", "summary", "body")}
    return {"article": article_record(document.article), **fields}


def _tokens(text: Tokens) -> dict[str, object]:
    """Return the views as they are: `asdict` would copy every token, and take half of the time of a run."""
    return {name: getattr(text, name) for name in text.__slots__}
