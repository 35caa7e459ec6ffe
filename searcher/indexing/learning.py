"""What is learned from the whole archive and published with it: how to restore diacritics, what to suggest.

What learns is imported where it is used: most runs carry the models over, and should begin at once.
"""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import searcher.disk as disk
from searcher.engines import Reader
from searcher.indexing.elder import Elder
from searcher.indexing.lessons import Lesson, Lessons, texts_of
from searcher.processes import processes, result
from searcher.publish import LEXICON, RESTORATION

if TYPE_CHECKING:
    from searcher.suggesters import LexiconBuilder
    from searcher.vietnamese.restoration import Builder

GROWTH = 1.1
"""Models are made anew once the archive has grown by a tenth; until then the old ones are carried over."""
ARTICLES_AT_ONCE = 256
MODELS = (RESTORATION, LEXICON)


class Learning:
    """Makes the models of one generation: carried over, from the lessons of its run, or from its index.

    With several workers the lessons are learned in a process of their own, while the index is closed, and both models
    at the same time.
    """

    def __init__(self, folder: Path, lessons: Lessons | None, workers: int) -> None:
        self._folder, self._lessons = folder, lessons
        self._pool = processes(1) if lessons and workers > 1 else None
        self._learned: Future[None] | None = None

    def begin(self) -> None:
        """Begin with the lessons, where there is a process for that."""
        if self._pool is not None and self._lessons is not None:
            self._learned = self._pool.submit(
                learn_from_lessons, self._lessons.all(), self._folder, beside=True
            )

    def finish(self, reader: Reader, articles: int, elder: Elder | None) -> int:
        """Put the models of so many articles into the folder; return how many they were made from."""
        if elder is not None and carry_over(articles, self._folder, elder, reader):
            return elder.manifest.learned
        if self._lessons is None or len(self._lessons) != articles:
            learn_from_index(reader, self._folder)
        elif self._learned is not None:
            result(self._learned)
        else:
            learn_from_lessons(self._lessons.all(), self._folder)
        return articles

    def close(self) -> None:
        """End the process and take the lessons away."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
        if self._lessons is not None:
            self._lessons.forget()


def carry_over(articles: int, folder: Path, elder: Elder, reader: Reader) -> bool:
    """Share the models of the parent generation by hard links, if they are still good, and top them up; tell whether.

    `articles` are those of the new generation in `folder`, which `reader` reads.
    """
    from searcher.indexing.topping import top_up

    if articles >= elder.manifest.learned * GROWTH:
        return False
    if not all((elder.folder / name).exists() for name in MODELS):
        return False
    if not top_up(folder, elder, reader):
        return False
    for name in MODELS:
        disk.link(elder.folder / name, folder / name)
    return True


def learn_from_index(reader: Reader, folder: Path) -> None:
    """Read every article of an index once and write all models into `folder`."""
    counted, lexicon = _builders()
    articles = reader.scan()
    while batch := list(islice(articles, ARTICLES_AT_ONCE)):
        counted.add(text for one in batch for text in texts_of(one))
        lexicon.add(batch)
    _write(folder, counted, lexicon)


def learn_from_lessons(lessons: Sequence[Lesson], folder: Path, *, beside: bool = False) -> None:
    """Write the same models as `learn_from_index`, from what was noted of the same articles in the same order.

    With `beside` one is estimated while the other is made, which takes two processors and more memory.
    """
    counted, lexicon = _builders()
    for lesson in lessons:
        texts, notes = lesson.read()
        counted.take(texts.kept(lesson.keep))
        lexicon.take(note for note, is_there in zip(notes, lesson.keep, strict=True) if is_there)
    if beside:
        _write_side_by_side(folder, counted, lexicon)
    else:
        _write(folder, counted, lexicon)


def _builders() -> "tuple[Builder, LexiconBuilder]":
    from searcher.suggesters import LexiconBuilder
    from searcher.vietnamese.restoration import Builder

    return Builder(), LexiconBuilder()


def _write(folder: Path, counted: "Builder", lexicon: "LexiconBuilder") -> None:
    lexicon.write(folder / LEXICON, counted)
    counted.write(folder / RESTORATION)


def _write_side_by_side(folder: Path, counted: "Builder", lexicon: "LexiconBuilder") -> None:
    """Write the same files in the same order; NumPy, which estimates, hardly needs the interpreter."""
    _ = counted.tally  # counted before both ask for it
    with ThreadPoolExecutor(1) as estimating:
        estimated = estimating.submit(lambda: counted.arrays)
        lexicon.write(folder / LEXICON, counted)
        estimated.result()
    counted.write(folder / RESTORATION)
