"""Rows of synonyms as lines of text: read, checked, bounded, printed back.

A line has three to five columns, separated by tabs, or by `;` where it has no tab: the kind, the short forms
(other names; separated by `|`), the full form, words of which one must stand near (separated by commas), a note.
"""

from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from unicodedata import category, normalize

from searcher.errors import RowsRefused
from searcher.vietnamese.abbreviations import Kind, Row, WrongRow, row_of
from searcher.vietnamese.folding import fold
from searcher.vietnamese.syllables import syllables

MOST_ROWS = 1_000
"""Rows of one archive."""
LONGEST_CELL = 300
"""Characters of a column."""
LONGEST_FORM = 12
"""Syllables of one form: longer ones are sentences, which are never expanded."""
MOST_FORMS = 20
"""Short forms, or words of the context, of one row."""
_SHOWN = 50
"""Bad lines that are named; who has more looks again."""
_COLUMNS = 5
_KINDS = {
    **{kind.value: kind for kind in Kind},
    **{" ".join(map(fold, kind.value.split())): kind for kind in Kind},
    **{kind.name.lower(): kind for kind in Kind},
}
"""The kinds by name: in Vietnamese with and without marks, and in English."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SynonymRow:
    """One row as it was typed: `shorts` by `|`, `context` by commas."""

    kind: str
    shorts: str
    full: str
    context: str = ""
    note: str = ""

    @property
    def row(self) -> Row:
        """Return the row as queries are read with it; raises WrongRow."""
        return row_of(astuple(self))


def read_synonyms(text: str) -> tuple[SynonymRow, ...]:
    """Return the rows of a text; raises RowsRefused with the number of every bad line and the reason."""
    rows: dict[SynonymRow, int] = {}
    bad: list[tuple[int, str, str]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and len(bad) < _SHOWN:
            try:
                _add(rows, _read(line), number)
            except WrongRow as wrong:
                bad.append((number, wrong.vi, wrong.en))
    if bad:
        raise _refused(bad)
    return tuple(rows)


def _add(rows: dict[SynonymRow, int], row: SynonymRow, number: int) -> None:
    if row in rows:
        raise WrongRow(f"trùng với dòng {rows[row]}", f"the same as line {rows[row]}")
    if len(rows) >= MOST_ROWS:
        raise WrongRow(f"nhiều hơn {MOST_ROWS} dòng", f"more than {MOST_ROWS} rows")
    rows[row] = number


def _read(line: str) -> SynonymRow:
    if line.lstrip().startswith("#"):
        raise WrongRow("ghi chú viết ở cột thứ năm", "a note stands in the fifth column")
    cells = [_tidy(cell) for cell in line.split("\t" if "\t" in line else ";")]
    while len(cells) > 3 and not cells[-1]:
        cells.pop()
    if not 3 <= len(cells) <= _COLUMNS or not all(cells[:3]):
        raise WrongRow(
            "cần 3 đến 5 cột cách nhau bằng dấu chấm phẩy hay dấu Tab, ba cột đầu có chữ",
            "3 to 5 columns by semicolons or tabs needed, the first three not empty",
        )
    row = SynonymRow(
        **dict(zip(("kind", "shorts", "full", "context", "note"), cells, strict=False))
    )
    return _checked(_named(row))


def _tidy(cell: str) -> str:
    text = " ".join(normalize("NFC", cell).split())
    if any(category(letter) in {"Cc", "Cf", "Cs", "Co", "Cn"} for letter in text):
        raise WrongRow("có ký tự không in được", "a character cannot be printed")
    if len(text) > LONGEST_CELL:
        raise WrongRow(
            f"có cột dài hơn {LONGEST_CELL} ký tự",
            f"a column is longer than {LONGEST_CELL} characters",
        )
    return text


def _named(row: SynonymRow) -> SynonymRow:
    """Return a row whose kind has its Vietnamese name and whose lists are written in one way."""
    kind = _KINDS.get(row.kind.casefold())
    if kind is None:
        raise WrongRow(
            f"không có loại “{row.kind}”: viết tắt, đồng nghĩa hay sáp nhập",
            f"there is no kind “{row.kind}”: abbreviation, synonym or merged",
        )
    return SynonymRow(
        kind=kind.value,
        shorts=" | ".join(part.strip() for part in row.shorts.split("|")),
        full=row.full,
        context=", ".join(filter(None, (part.strip() for part in row.context.split(",")))),
        note=row.note,
    )


def _checked(row: SynonymRow) -> SynonymRow:
    shorts, contexts = row.shorts.split("|"), row.context.split(",")
    if len(shorts) > MOST_FORMS or len(contexts) > MOST_FORMS:
        raise WrongRow(f"nhiều hơn {MOST_FORMS} dạng", f"more than {MOST_FORMS} forms")
    for form in (*shorts, row.full):
        if len(list(syllables(form))) > LONGEST_FORM:
            raise WrongRow(
                f"“{form.strip()}” dài hơn {LONGEST_FORM} âm tiết",
                f"“{form.strip()}” has more than {LONGEST_FORM} syllables",
            )
    if len(row.row.sides) < 2:
        raise WrongRow("hai bên giống nhau", "both sides are the same")
    return row


def written_synonyms(rows: Iterable[SynonymRow], between: str = " ; ") -> str:
    """Return the text of rows, a line each; reading it gives the same rows."""
    return "".join(f"{line}\n" for line in _lines(rows, between))


def _lines(rows: Iterable[SynonymRow], between: str) -> Iterator[str]:
    for row in rows:
        cells = [row.kind, row.shorts, row.full, row.context, row.note]
        while len(cells) > 3 and not cells[-1]:
            cells.pop()
        has_mark = any(";" in cell for cell in cells)
        yield ("\t" if has_mark else between).join(cells)


def _refused(bad: list[tuple[int, str, str]]) -> RowsRefused:
    number, vi, en = bad[0]
    return RowsRefused(
        f"{len(bad)} dòng không dùng được; dòng {number}: {vi}.",
        f"{len(bad)} lines cannot be used; line {number}: {en}.",
        rows=tuple(bad),
    )
