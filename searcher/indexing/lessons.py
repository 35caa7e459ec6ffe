"""What is to be learned of articles, noted where they are analysed and kept on disk until the last one is known.

An archive that is made from nothing passes through the workers as a whole, so that nobody has to read it again
to learn from it. Of an article that is replaced or deleted later in the same run nothing is learned. What learns is imported where
it is used, as in `learning`.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

import searcher.disk as disk
from searcher.container import Container, write_container
from searcher.indexing.preparing import Prepared
from searcher.model import Article, Document

if TYPE_CHECKING:
    from searcher.suggesters import Note
    from searcher.vietnamese.restoration import PackedTexts

LESSONS = "lessons"
"""Folder in a generation that is not finished."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """Documents as a packer made them ready, and the file of what is to be learned of them."""

    packed: Any
    lesson: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """The file of a batch and which of its articles are still there, bool of shape (articles,)."""

    path: Path
    keep: Mask

    def read(self) -> "tuple[PackedTexts, list[Note]]":
        """Return the tokens of all articles of the batch, and what was noted of each."""
        from searcher.vietnamese.restoration import PackedTexts

        arrays = Container(self.path)
        edges = np.append(0, np.cumsum(arrays["spellings.lengths"])).tolist()
        words = arrays["spellings"].tobytes().decode("utf-8", "surrogatepass")
        texts = PackedTexts(
            spellings=[words[start:end] for start, end in pairwise(edges)],
            tokens=arrays["tokens"],
            lengths=arrays["lengths"],
        )
        return texts, [_note(one) for one in json.loads(arrays["notes"].tobytes())]


def make(
    pack: Callable[[Sequence[Document]], Any], folder: Path | None, documents: Sequence[Document]
) -> Made:
    """Make documents ready for a writer; with a folder, write there what is to be learned of them."""
    lesson = None
    if folder is not None:
        lesson = write_lesson(folder, [document.article for document in documents])
    return Made(packed=pack(documents), lesson=lesson)


def write_lesson(folder: Path, articles: Sequence[Article]) -> Path:
    """Write what is to be learned of some articles to a file of its own; raises NoSpace."""
    from searcher.suggesters import noted
    from searcher.vietnamese.restoration import packed_texts

    texts = packed_texts([texts_of(article) for article in articles])
    notes = json.dumps([list(asdict(noted(article)).values()) for article in articles])
    words = "".join(texts.spellings).encode("utf-8", "surrogatepass")
    path = folder / f"{token_hex(8)}.npk"
    arrays: dict[str, NDArray[Any]] = {
        "spellings": np.frombuffer(words, np.uint8),
        "spellings.lengths": np.fromiter(map(len, texts.spellings), np.int32),
        "tokens": texts.tokens,
        "lengths": texts.lengths,
        "notes": np.frombuffer(notes.encode(), np.uint8),
    }
    if not folder.exists():
        disk.make_folder(folder, exist_ok=True)
    write_container(path, arrays, {}, durable=False)
    return path


def texts_of(article: Article) -> list[str]:
    """Return the texts of an article that are learned from."""
    return [text for text in (article.title, article.summary, article.body) if text]


def _note(fields: Sequence[Any]) -> "Note":
    from searcher.suggesters import Note

    title, day, tags, documents = fields
    return Note(title=title, day=day, tags=tuple(tags), documents=tuple(documents))


class Lessons:
    """The lessons of a run, in order; knows of every article where its last version is."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / LESSONS
        self._made: list[tuple[Path, int]] = []
        self._places: dict[str, tuple[int, int]] = {}

    def __len__(self) -> int:
        return len(self._places)

    def note(
        self,
        made: Made | None,
        pages: Sequence[Prepared],
        chosen: Iterable[int],
        gone: Iterable[str],
    ) -> None:
        """Forget articles that are gone, and add those of a batch that are wanted, by their places among its documents."""
        self.drop(gone)
        if made is None or made.lesson is None:
            return
        ids = {page.place: str(page.id) for page in pages if page.place is not None}
        self._places.update((ids[place], (len(self._made), place)) for place in chosen)
        self._made.append((made.lesson, len(ids)))

    def drop(self, ids: Iterable[str]) -> None:
        """Forget articles."""
        for id_ in ids:
            self._places.pop(id_, None)

    def all(self) -> list[Lesson]:
        """Return every lesson with the articles that are still there."""
        keeps = [np.zeros(count, bool) for _, count in self._made]
        for lesson, place in self._places.values():
            keeps[lesson][place] = True
        return [
            Lesson(path=path, keep=keep)
            for (path, _), keep in zip(self._made, keeps, strict=True)
            if keep.any()
        ]

    def forget(self) -> None:
        """Take the files away."""
        if self.folder.exists():
            disk.remove_tree(self.folder)
