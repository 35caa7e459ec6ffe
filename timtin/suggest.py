"""`timtin suggest`: how a text goes on, and what may have been meant instead."""

import json
from pathlib import Path

import click

from searcher import Advice, Archive, advice_record, parse_page
from searcher.exits import exit_codes
from timtin.options import index_options, settings_of

_KINDS = {"correct": "Có phải bạn tìm", "restore": "Có dấu", "keyboard": "Đang hiểu là"}


@click.command()
@click.argument("text", nargs=-1, required=True)
@click.option("--limit", metavar="N", default="8", help="Số gợi ý (completions shown).")
@click.option("--json", "as_json", is_flag=True, help="In JSON.")
@index_options
def command(
    text: tuple[str, ...], limit: str, as_json: bool, index: str | None, home: Path | None
) -> None:
    """Gợi ý cách gõ tiếp TEXT và cách viết đúng hơn, nếu có (completions and the correction).

    \b
    Ví dụ / Examples:
      timtin suggest 'le hoi ao d'
      timtin suggest 'khoi thi dua' --json
    """
    with exit_codes():
        most = parse_page(limit, parameter="limit", most=20)
        advice = Archive(settings_of(index, home)).suggest(" ".join(text), limit=most)
        if as_json:
            print(json.dumps(advice_record(advice), ensure_ascii=False))
        else:
            print(_shown(advice), end="")


def _shown(advice: Advice) -> str:
    lines = [f"{way.text}\n" for way in advice.completions]
    if advice.suggestion:
        lines.append(f"{_KINDS[advice.suggestion.kind]}: {advice.suggestion.text}\n")
    return "".join(lines)
