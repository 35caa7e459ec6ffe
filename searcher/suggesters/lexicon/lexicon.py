"""The open lexicon of one generation."""

from functools import cached_property
from pathlib import Path

from searcher.container import Container
from searcher.errors import IndexFormat
from searcher.suggesters.lexicon.arrays import FORMAT
from searcher.suggesters.lexicon.lines import Lines
from searcher.suggesters.lexicon.pairs import Pairs
from searcher.suggesters.lexicon.syllabary import Syllabary


class Lexicon:
    """What an archive can complete and correct with; safe to share between threads.

    Opening maps the file and verifies every array (some ms). Raises IndexDamaged, IndexFormat, or
    IndexMissing where there is no such file.
    """

    def __init__(self, path: Path) -> None:
        self._arrays = Container(path)
        found = self._arrays.facts.get("format")
        if found != FORMAT:
            raise _other_format(path, found)
        self._arrays.verify_all()
        self.articles = int(self._arrays.facts["articles"])

    @cached_property
    def syllabary(self) -> Syllabary:
        """The syllables of the archive."""
        return Syllabary(self._arrays)

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
        f"Tệp {path} (từ điển gợi ý) thuộc định dạng {found}; bản này đọc định dạng {FORMAT}.",
        f"{path} (the lexicon of suggestions) has format {found}; this program reads {FORMAT}.",
        path=str(path),
        found=found,
        wanted=FORMAT,
    )
