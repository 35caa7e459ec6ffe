"""`timtin search`: one page of results on the terminal."""

import json
from pathlib import Path

import click

from searcher import Archive, Results, Tier, answer, parse_filters, parse_page, parse_sort
from searcher.exits import exit_codes
from timtin.options import index_options, settings_of


@click.command()
@click.argument("words", nargs=-1)
@click.option("--from", "from_", metavar="DATE", help="Từ ngày (from this day).")
@click.option("--to", metavar="DATE", help="Đến hết ngày (to this day, inclusive).")
@click.option("--source", metavar="S", help="Nguồn.")
@click.option("--category", metavar="C", help="Chuyên mục.")
@click.option("--author", metavar="A", help="Tác giả.")
@click.option("--sort", metavar="ORDER", help="relevance, newest, oldest.")
@click.option("--limit", metavar="N", default="10", help="Số kết quả (hits shown).")
@click.option("--page", metavar="N", default="1", help="Trang (page).")
@click.option("--json", "as_json", is_flag=True, help="In JSON.")
@index_options
def command(
    words: tuple[str, ...],
    sort: str | None,
    limit: str,
    page: str,
    as_json: bool,
    index: str | None,
    home: Path | None,
    **filters: str | None,
) -> None:
    """Tìm bài (search). Ngày viết như 04/03/2024 hoặc 2024-03-04.

    \b
    Ví dụ: timtin search 'khoi thi dua' --from 04/03/2024 --to 04/03/2024
    """
    with exit_codes():
        results = Archive(settings_of(index, home)).search(
            " ".join(words),
            filters=parse_filters(**filters),
            sort=parse_sort(sort),
            page=parse_page(page),
            per_page=parse_page(limit, parameter="limit"),
        )
        print(json.dumps(answer(results), ensure_ascii=False) if as_json else _shown(results))


def _shown(results: Results) -> str:
    lines = [f"{results.total} bài ({results.took_ms:.1f} ms)"]
    for number, hit in enumerate(results.hits, start=1):
        article = hit.article
        date = f"{article.published:%H:%M - %d/%m/%Y}" if article.published else "không rõ ngày"
        most = " (không đủ các từ)" if hit.tier is Tier.MOST else ""
        lines += [
            f"{number:3}. {article.title}{most}",
            f"     {date} · {article.source or '–'} · {article.category or '–'} · {article.id}",
            f"     {' '.join(hit.snippet.split())}",
        ]
    return "\n".join(lines)
