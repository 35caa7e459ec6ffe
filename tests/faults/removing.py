"""Opens an index again and again, and removes its generation at each file that opening looks at; a program of its own.

    python -m tests.faults.removing HOME

It prints a line per removal: how it was done, and what a question was answered with. Hooks into the interpreter
(`sys.addaudithook`) cannot be taken away again, hence the process.
"""

import sys
from pathlib import Path

from searcher import Archive, ArchiveError, Settings
from searcher.publish.seals import pointed, pointer

_MOST = 60


class Remover:
    """Takes a generation away when its `left`-th file is opened; with `moves` CURRENT names the one before at once."""

    def __init__(self, index: Path) -> None:
        self._current = index / "CURRENT"
        self._written = self._current.read_bytes()
        name = pointed(self._written)
        self._folder, self._aside = index / name, index / f"{name}.removed"
        others = (one.name for one in index.iterdir() if one.name.isdigit() and one.name != name)
        self._elder = max(others)
        self.left, self._moves = 0, False
        sys.addaudithook(self._look)

    def arm(self, left: int, *, moves: bool) -> None:
        """Begin to count."""
        self.left, self._moves = left, moves

    def restore(self) -> None:
        """Bring everything back."""
        self.left = 0
        if self._aside.exists():
            self._aside.rename(self._folder)
        self._current.write_bytes(self._written)

    def _look(self, event: str, args: tuple[object, ...]) -> None:
        if self.left and event == "open" and str(args[0]).startswith(str(self._folder)):
            self.left -= 1
            if not self.left:
                self._remove()

    def _remove(self) -> None:
        if self._moves:
            self._current.write_bytes(pointer(self._elder))
        self._folder.rename(self._aside)


def asked(archive: Archive) -> str:
    """Return what became of some questions."""
    try:
        archive.search("tin")
        archive.suggest("ti")
        archive.statistics()
    except ArchiveError as error:
        return error.code
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return "answered"


def main(home: Path) -> None:
    """Remove at the first file, at the second, and so on, until opening looks at no more."""
    settings = Settings(home=home)
    remover = Remover(settings.folder)
    for moves in (False, True):
        for number in range(1, _MOST):
            remover.arm(number, moves=moves)
            told, is_over = asked(Archive(settings)), remover.left > 0
            remover.restore()
            if is_over:
                break
            print("moves" if moves else "gone", told)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
