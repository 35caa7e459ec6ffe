"""`timtin restore`: text without diacritics -> with."""

import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import click

from searcher import Archive
from searcher.exits import exit_codes
from timtin.options import index_options, settings_of

LINES = 1024
"""Lines restored at once."""


@click.command()
@click.argument("text", nargs=-1, required=True)
@index_options
def command(text: tuple[str, ...], index: str | None, home: Path | None) -> None:
    """Thêm dấu cho TEXT như kho tin vẫn viết (restore diacritics); `-` đọc từng dòng từ đầu vào chuẩn.

    \b
    Ví dụ / Examples:
      timtin restore 'le hoi ao dai o hue'
      echo 'khoi cong cau' | timtin restore -
    """
    with exit_codes():
        archive = Archive(settings_of(index, home))
        lines = _typed_lines() if text == ("-",) else iter([" ".join(text)])
        while batch := list(islice(lines, LINES)):
            sys.stdout.write("".join(f"{line}\n" for line in archive.restore(batch)))


def _typed_lines() -> Iterator[str]:
    with click.open_file("-", encoding="utf-8", errors="replace") as file:
        yield from (line.rstrip("\r\n") for line in file)
