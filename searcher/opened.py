"""One generation that is open: its reader, and the models that were learned from it."""

import logging
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import TypeVar

from searcher.container import Container
from searcher.engines import Reader, engine_named
from searcher.errors import ArchiveError, IndexFormat
from searcher.publish import (
    FRESH,
    INDEX,
    LEXICON,
    RESTORATION,
    Generations,
    Manifest,
    verify_file,
)
from searcher.settings import Settings
from searcher.suggesters import Fresh, Lexicon, ToppedLexicon
from searcher.suggesting import Advisor
from searcher.vietnamese import ANALYSER
from searcher.vietnamese.restoration import Choices, Restorer, few_choices, open_arrays

Held = TypeVar("Held")

_log = logging.getLogger(__name__)

RESTORED = 4096
"""Queries without diacritics whose readings are kept: pages after the first ask for the same."""


class Opened:
    """One generation: its reader, and its models, which are read when first asked for.

    The files of the models are held from the beginning, since a generation may be removed while it is asked.
    Models that are the same files as those of `elder`, the generation before, are not read again.
    """

    def __init__(
        self, folder: Path, manifest: Manifest, reader: Reader, elder: "Opened | None" = None
    ) -> None:
        self.folder = folder
        self.manifest = manifest
        self.reader = reader
        self._restoration = _held(open_arrays, folder / RESTORATION)
        self._lexicon_file = _held(Container, folder / LEXICON)
        self._fresh_file = _held(self._as_written, folder / FRESH)
        if elder is not None:
            self._take_over(elder)

    def _take_over(self, elder: "Opened") -> None:
        """Keep what the generation before has read, where it is of the same file."""
        for name, file in (
            ("restorer", RESTORATION),
            ("choices", RESTORATION),
            ("learned_lexicon", LEXICON),
        ):
            entry = self.manifest.files.get(file)
            if entry and entry == elder.manifest.files.get(file) and name in vars(elder):
                vars(self)[name] = vars(elder)[name]

    @cached_property
    def restorer(self) -> Restorer:
        """Restores diacritics as this archive writes them; raises ArchiveError."""
        return Restorer(self._restoration)

    @cached_property
    def learned_lexicon(self) -> Lexicon:
        """What this archive was learned to complete and correct with; raises ArchiveError."""
        return Lexicon(self._lexicon_file)

    @cached_property
    def lexicon(self) -> Lexicon:
        """What this archive completes and corrects with; raises ArchiveError."""
        if FRESH not in self.manifest.files:
            return self.learned_lexicon
        file = self._fresh_file
        fresh = Fresh(self._as_written(file) if isinstance(file, Path) else file)
        return ToppedLexicon(self.learned_lexicon, fresh)

    def _as_written(self, path: Path) -> Container:
        """Open a file that differs between generations of the same models: that of another one looks sound, too."""
        verify_file(self.folder, self.manifest, path.name)
        return Container(path)

    @cached_property
    def choices(self) -> Callable[[str], Sequence[Choices]]:
        """The readings of the words of a query; raises ArchiveError: without them it is another question."""
        if not self._has(RESTORATION):
            return lambda _: ()
        return lru_cache(RESTORED)(partial(few_choices, self.restorer.model))

    def marked(self, texts: Sequence[str]) -> Sequence[str]:
        """Return texts with diacritics; raises ArchiveError with a damaged model."""
        return list(self.restorer.restore_many(texts)) if self._has(RESTORATION) else texts

    @cached_property
    def full_advisor(self) -> Advisor:
        """What may have been meant, and how what is typed goes on; raises ArchiveError with damaged models."""
        restorer = self.restorer if self._has(RESTORATION) else None
        lexicon = self.lexicon if self._has(LEXICON) else None
        return Advisor(self.reader, restorer, lexicon)

    @cached_property
    def advisor(self) -> Advisor:
        """What may have been meant, for a search: that goes on without its suggestion where models are damaged."""
        try:
            return self.full_advisor
        except ArchiveError:
            _log.exception("searching goes on without suggestions")
            return Advisor(self.reader, None, None)

    @property
    def holds_its_models(self) -> bool:
        """Whether every file of a model could be opened: not where it is damaged, or removed in that moment."""
        held = {
            RESTORATION: self._restoration,
            LEXICON: self._lexicon_file,
            FRESH: self._fresh_file,
        }
        return not any(isinstance(held[name], Path) for name in held if self._has(name))

    def _has(self, name: str) -> bool:
        """Tell whether there should be a model; generations of older programs and small engines have none."""
        return name in self.manifest.files or (self.folder / name).exists()


def _held(opening: Callable[[Path], Held], path: Path) -> Held | Path:
    """Return what is open, or the path where it cannot be opened: who asks for it is told."""
    try:
        return opening(path)
    except ArchiveError:
        return path


def open_visible(
    generations: Generations, settings: Settings, elder: Opened | None = None
) -> Opened:
    """Open the generation that CURRENT names, also while others take its place.

    Raises IndexFormat for one of another engine version or analyser, ArchiveError where nothing can be read.
    """
    while True:
        name = generations.current()
        try:
            opened = _opened(generations, settings, elder)
        except ArchiveError:
            if generations.current() == name:
                raise
        else:
            if opened.holds_its_models or generations.current() == name:
                return opened


def _opened(generations: Generations, settings: Settings, elder: Opened | None) -> Opened:
    folder, manifest = generations.open()
    engine = engine_named(manifest.engine, settings)
    wanted = (engine.format, ANALYSER)
    found = (manifest.engine_format, manifest.analyser)
    if wanted != found:
        raise IndexFormat(
            f"Chỉ mục {folder} có định dạng {found}, chương trình này đọc {wanted}: hãy chạy reindex.py --full.",
            f"The index {folder} has format {found}, this program reads {wanted}: run reindex.py --full.",
            path=str(folder),
            found=found,
            wanted=wanted,
        )
    return Opened(folder, manifest, engine.reader(folder / INDEX), elder)
