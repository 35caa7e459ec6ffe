"""The rows of abbreviations: what an editor writes into a file, checked line by line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from pathlib import Path

from searcher.errors import SettingsError
from searcher.vietnamese.folding import accented_key, fold
from searcher.vietnamese.normalise import normalise
from searcher.vietnamese.phonology import is_bare_syllable, is_vietnamese_syllable
from searcher.vietnamese.syllables import token_texts

Keys = tuple[str, ...]
"""Accented keys of syllables, one after another."""


LONGEST_CONTEXT = 3
"""Syllables of a context that count."""


class Kind(StrEnum):
    """How the two sides of a row belong together; the values are what stands in the file."""

    ABBREVIATION = "viết tắt"
    SYNONYM = "đồng nghĩa"
    MERGED = "sáp nhập"
    """A province of before July 2025 and the unit that it is part of since: related, not the same."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line: the short forms (other names, the old name), the full form, the words that must be near.

    `context` has accented keys, and the same folded, for who types without marks; an empty one means
    that the short forms have one meaning only.
    """

    kind: Kind
    shorts: tuple[Keys, ...]
    full: Keys
    context: frozenset[Keys]

    @property
    def sides(self) -> tuple[Keys, ...]:
        """The full form and the short ones, each once."""
        return tuple(dict.fromkeys((self.full, *self.shorts)))


def is_a_word(key: str) -> bool:
    """Tell whether a key could be a syllable of Vietnamese: CA, TU, and MU without marks."""
    return is_vietnamese_syllable(key) or is_bare_syllable(key)


def packaged_rows() -> Iterator[Row]:
    """Yield the rows of the file that comes with this package."""
    file = files("searcher.vietnamese") / "abbreviations.tsv"
    yield from _rows(file.read_text(encoding="utf-8"), file.name)


def rows_of(path: Path) -> Iterator[Row]:
    """Yield the rows of a deployment's own file.

    Raises SettingsError, with file and line in its sentences and its fact `place`.
    """
    yield from _rows(_text_of(path), str(path))


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"Không đọc được tệp viết tắt {path}: {error}.",
            f"The file of abbreviations {path} cannot be read: {error}.",
            key="abbreviations",
            place=str(path),
        ) from error


def _rows(text: str, path: str) -> Iterator[Row]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            yield _row(line, f"{path}:{number}")


def _row(line: str, place: str) -> Row:
    try:
        return row_of(line.split("\t"))
    except WrongRow as wrong:
        raise _wrong(place, wrong.vi, wrong.en) from wrong


class WrongRow(ValueError):
    """A row that cannot be: why, in Vietnamese and in English, as parts of a sentence."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(en)
        self.vi, self.en = vi, en


def row_of(columns: Sequence[str]) -> Row:
    """Return the row of three to five columns (kind, short forms, full form, context, note); raises WrongRow."""
    cells = [cell.strip() for cell in columns]
    if not 3 <= len(cells) <= 5 or not all(cells[:3]):
        raise WrongRow("cần 3 đến 5 cột cách nhau bằng dấu Tab", "3 to 5 columns by tabs needed")
    if cells[0] not in set(Kind):
        raise WrongRow(f"không có loại “{cells[0]}”", f"there is no kind “{cells[0]}”")
    row = Row(
        Kind(cells[0]),
        tuple(_keys(short) for short in cells[1].split("|")),
        _keys(cells[2]),
        frozenset(_contexts(cells[3] if len(cells) > 3 else "")),
    )
    _check(row)
    return row


def _check(row: Row) -> None:
    if not row.full or not all(row.shorts):
        raise WrongRow("có ô không chứa chữ nào", "a cell has no letter")
    for short in row.shorts:
        if not row.context and len(short) == 1 and is_a_word(short[0]):
            raise WrongRow(
                f"“{short[0]}” cũng là một từ, cần ngữ cảnh ở cột thứ tư",
                f"“{short[0]}” is a word too and needs a context in the fourth column",
            )


def _contexts(cell: str) -> Iterator[Keys]:
    """Yield each phrase of the fourth column as it is spelled, and without marks."""
    for phrase in filter(None, map(_keys, cell.split(","))):
        yield phrase[:LONGEST_CONTEXT]
        yield tuple(map(fold, phrase[:LONGEST_CONTEXT]))


def _keys(phrase: str) -> Keys:
    return tuple(map(accented_key, token_texts(normalise(phrase))))


def _wrong(place: str, vi: str, en: str) -> SettingsError:
    return SettingsError(
        f"Tệp viết tắt {place}: {vi}.",
        f"File of abbreviations {place}: {en}.",
        key="abbreviations",
        place=place,
    )
