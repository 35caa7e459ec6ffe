"""`timtin dump`: the visible generation as JSONL."""

import json
import sys
from pathlib import Path

import click

from searcher import Archive, article_record
from searcher.exits import exit_codes
from timtin.options import index_options, settings_of


@click.command()
@index_options
def command(index: str | None, home: Path | None) -> None:
    """Ghi mọi bài ra đầu ra chuẩn bằng UTF-8, mỗi dòng một bài; `reindex.py -` đọc lại được.

    \b
    Ví dụ / Examples:
      timtin dump | xz > tin.jsonl.xz
      timtin dump --index bao | timtin reindex - --index ban-sao
    """
    with exit_codes():
        for article in Archive(settings_of(index, home)).articles():
            line = json.dumps(article_record(article), ensure_ascii=False)
            sys.stdout.buffer.write(f"{line}\n".encode())
