"""`timtin related`: what was already published on an article or a draft."""

import json
from pathlib import Path

import click

from searcher import (
    Archive,
    Draft,
    Results,
    UsageError,
    answer,
    draft_in,
    parse_filters,
    parse_page,
)
from searcher.exits import exit_codes
from timtin.options import index_options, settings_of
from timtin.search import lines_of


@click.command()
@click.argument("article", metavar="ID", required=False)
@click.option(
    "--draft",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
    metavar="FILE",
    help="Bản thảo: văn bản, HTML hay JSON; `-` đọc từ bàn phím (a draft; `-` reads standard input).",
)
@click.option("--from", "from_", metavar="DATE", help="Từ ngày (from this day).")
@click.option("--to", metavar="DATE", help="Đến hết ngày (to this day, inclusive).")
@click.option("--source", metavar="S", help="Nguồn.")
@click.option("--category", metavar="C", help="Chuyên mục.")
@click.option("--limit", metavar="N", default="10", help="Số kết quả (hits shown).")
@click.option("--json", "as_json", is_flag=True, help="In JSON.")
@index_options
def command(
    article: str | None,
    draft: Path | None,
    limit: str,
    as_json: bool,
    index: str | None,
    home: Path | None,
    **filters: str | None,
) -> None:
    """Tìm các bài liên quan đến bài ID hay đến một bản thảo (related articles).

    \b
    Ví dụ / Examples:
      timtin related --draft ban-thao.txt
      timtin related mientrung-0002 --limit 5
    """
    with exit_codes():
        results = Archive(settings_of(index, home)).related(
            _target(article, draft),
            limit=parse_page(limit, parameter="limit"),
            filters=parse_filters(**filters),
        )
        print(json.dumps(answer(results), ensure_ascii=False) if as_json else _shown(results))


def _target(article: str | None, draft: Path | None) -> str | Draft:
    if article is not None and draft is None:
        return article
    if draft is not None and article is None:
        with click.open_file(str(draft), "rb") as file:
            return draft_in(file.read(), draft.name)
    raise UsageError(
        "Cần ID của một bài hoặc --draft FILE, một trong hai.",
        "Either the ID of an article or --draft FILE is needed, one of them.",
    )


def _shown(results: Results) -> str:
    lines = [f"{note.vi}" for note in results.notes]
    if not results.hits:
        lines.append("Kho tin chưa có bài nào liên quan.")
    for number, hit in enumerate(results.hits, start=1):
        lines += lines_of(number, hit)
    return "\n".join(lines)
