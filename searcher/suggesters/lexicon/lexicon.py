"""The open lexicon of one generation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from searcher.container import Container, damaged
from searcher.errors import IndexFormat
from searcher.suggesters.lexicon.arrays import FORMAT
from searcher.suggesters.lexicon.kinds import Kind
from searcher.suggesters.lexicon.lines import Lines
from searcher.suggesters.lexicon.pairs import Pairs
from searcher.suggesters.lexicon.syllabary import Syllabary


@dataclass(frozen=True, slots=True)
class Part:
    """A lexicon that completions are looked for in; `gone` says how many articles with a title are there no more."""

    lexicon: "Lexicon"
    gone: Mapping[str, int] = field(default_factory=dict)

    def holds(self, line: int) -> bool:
        """Tell whether the archive still has a line."""
        lines = self.lexicon.lines
        if not self.gone or lines.kind(line) is not Kind.TITLE:
            return True
        return self.gone.get(lines.text(line), 0) < int(lines.counts[line])


class Lexicon:
    """What an archive can complete and correct with; safe to share between threads.

    Opening maps the file and verifies every array (some ms). Raises IndexDamaged, IndexFormat, or
    IndexMissing where there is no such file.
    """

    def __init__(self, source: Path | Container) -> None:
        self._arrays = Container(source) if isinstance(source, Path) else source
        found = self._arrays.facts.get("format")
        if found != FORMAT:
            raise _other_format(self._arrays.path, found)
        self._arrays.verify_all()
        self.articles = self._counted()

    def _counted(self) -> int:
        try:
            return int(self._arrays.facts["articles"])
        except (KeyError, TypeError, ValueError) as error:
            raise damaged(self._arrays.path, "footer", str(error)) from error

    @property
    def parts(self) -> Sequence[Part]:
        """What completions are looked for in."""
        return (Part(self),)

    @cached_property
    def syllabary(self) -> Syllabary:
        """The syllables of the archive."""
        return Syllabary(self._arrays)

    @property
    def is_fresh(self) -> NDArray[np.bool_]:
        """Whether each syllable, by number, came after the archive was learned from."""
        return np.zeros(len(self.syllabary), np.bool_)

    @cached_property
    def pairs(self) -> Pairs:
        """Neighbours by the numbers of their accented keys."""
        return Pairs(self._arrays, "pairs", len(self.syllabary))

    @cached_property
    def folded_pairs(self) -> Pairs:
        """Neighbours by the numbers of their folded keys."""
        return Pairs(self._arrays, "folded", int(self.syllabary.folded.max(initial=0)) + 1)

    @cached_property
    def lines(self) -> Lines:
        """Phrases, titles, names and documents."""
        return Lines(self._arrays)


def _other_format(path: Path, found: object) -> IndexFormat:
    return IndexFormat(
        f"Tệp {path} (từ điển gợi ý) thuộc định dạng {found}; bản này đọc định dạng {FORMAT}: hãy chạy reindex.py --full.",
        f"{path} (the lexicon of suggestions) has format {found}; this program reads {FORMAT}: run reindex.py --full.",
        path=str(path),
        found=found,
        wanted=FORMAT,
    )
