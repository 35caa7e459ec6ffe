"""`timtin check`: read everything, name what is damaged."""

import sys
from pathlib import Path

import click

from searcher import Archive
from searcher.exits import NOTHING, exit_codes
from timtin.options import index_options, settings_of


@click.command()
@index_options
def command(index: str | None, home: Path | None) -> None:
    """Đọc toàn bộ thế hệ đang hiển thị và nêu tên những gì hỏng (name what is damaged).

    \b
    Ví dụ / Examples:
      timtin check
      timtin check --index bao
    """
    with exit_codes():
        damages = 0
        for sentence in Archive(settings_of(index, home)).check():
            damages += 1
            print(sentence)
        if damages:
            sys.exit(NOTHING)
        print("Chỉ mục lành lặn. (The index is sound.)")
