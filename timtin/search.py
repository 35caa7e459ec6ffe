"""`timtin search`: one page of results on the terminal."""

import json
from pathlib import Path

import click

from searcher import (
    Archive,
    Explanation,
    Hit,
    Part,
    Results,
    Showing,
    Tier,
    answer,
    parse_filters,
    parse_page,
    parse_sort,
)
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
@click.option("--copies", is_flag=True, help="Hiện riêng các bài gần giống (near-copies apart).")
@click.option("--copies-of", metavar="ID", help="Chỉ bài này và các bài gần giống nó.")
@click.option("--explain", is_flag=True, help="Nói vì sao có từng bài (why each hit is one).")
@click.option("--json", "as_json", is_flag=True, help="In JSON.")
@index_options
def command(
    words: tuple[str, ...],
    sort: str | None,
    limit: str,
    page: str,
    copies: bool,
    copies_of: str | None,
    explain: bool,
    as_json: bool,
    index: str | None,
    home: Path | None,
    **filters: str | None,
) -> None:
    """Tìm bài (search). Ngày viết như 04/03/2024 hoặc 2024-03-04.

    \b
    Ví dụ / Examples:
      timtin search 'khoi thi dua' --from 04/03/2024 --to 04/03/2024
      timtin search '"cải cách hành chính" -mưa' --sort newest --limit 3
      timtin search 54-NQ/TW --json
    """
    with exit_codes():
        results = Archive(settings_of(index, home)).search(
            " ".join(words),
            filters=parse_filters(**filters),
            sort=parse_sort(sort),
            page=parse_page(page),
            per_page=parse_page(limit, parameter="limit"),
            showing=Showing(apart=copies, copies_of=copies_of, explain=explain),
        )
        print(json.dumps(answer(results), ensure_ascii=False) if as_json else _shown(results))


def _shown(results: Results) -> str:
    lines = [f"{results.total} bài ({results.took_ms:.1f} ms)"]
    for number, hit in enumerate(results.hits, start=1):
        lines += lines_of(number, hit)
    return "\n".join(lines)


def lines_of(number: int, hit: Hit) -> list[str]:
    """Return the lines that show one hit of a list."""
    article = hit.article
    date = f"{article.published:%H:%M - %d/%m/%Y}" if article.published else "không rõ ngày"
    most = " (không đủ các từ)" if hit.tier is Tier.MOST else ""
    copies = f" (+{hit.copies} bài gần giống)" if hit.copies else ""
    return [
        f"{number:3}. {article.title}{most}{copies}",
        f"     {date} · {article.source or '–'} · {article.category or '–'} · {article.id}",
        f"     {' '.join(hit.snippet.split())}",
        *(_why(hit.why) if hit.why else ()),
    ]


def _why(why: Explanation) -> list[str]:
    """Return the parts of a score, one a line: the engine's, and what the second look gave."""
    parts = [f"     {part.points:8.4f}  {_part(part)}" for part in why.parts]
    shares = [f"     {share:8.4f}  {name}" for name, share in why.shares.items() if share]
    look = [f"     {why.look:8.4f}  = xem lại (second look)"] if shares else []
    return [*parts, f"     {why.first:8.4f}  = điểm các từ (first score)", *shares, *look]


def _part(part: Part) -> str:
    where = "; ".join(f"{one.key} {one.title}/{one.summary}/{one.body}" for one in part.occurrences)
    phrase = f" trong “{part.phrase}”" if part.phrase else ""
    return f"{part.typed}: {part.form.value}{phrase}" + (f" ({where})" if where else "")
