"""`timtin segment`: the pyvi words of each line."""

import sys
from itertools import islice
from pathlib import Path

import click

from searcher import segment_many
from searcher.exits import exit_codes

LINES = 256
"""Lines segmented at once."""


@click.command()
@click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)
)
def command(file: Path) -> None:
    """Tách từ từng dòng của FILE, đúng như pyvi in ra (exactly what pyvi prints).

    \b
    Ví dụ / Examples:
      timtin segment bai.txt
      echo 'cố đô Huế' | timtin segment -
    """
    with exit_codes(), click.open_file(str(file), encoding="utf-8", errors="replace") as lines:
        for batch in iter(lambda: [line.rstrip("\r\n") for line in islice(lines, LINES)], []):
            sys.stdout.write("".join(f"{words}\n" for words in segment_many(batch)))
