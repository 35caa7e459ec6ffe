"""Tables as files for spreadsheets, in which no text becomes a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a cell begins with that spreadsheets compute (OWASP, CSV Injection); full-width signs too."""


def spreadsheet(name: str, heading: Sequence[str], rows: Iterable[Sequence[str | int]]) -> Response:
    """Return a table as CSV (RFC 4180) in UTF-8, with the mark by which spreadsheets know it."""
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_ALL)
    writer.writerow(heading)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    response = Response(written.getvalue().encode("utf-8-sig"))
    response.content_type = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _harmless(cell: str | int) -> str:
    """Return a cell that is shown as it is: a sign that makes a formula is told to be a text."""
    text = str(cell)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULAS) else text
