"""`timtin reindex` and `python reindex.py`: parses arguments, calls `searcher.reindex`, says what happened."""

import json
import sys
from dataclasses import replace
from pathlib import Path

import click

from searcher import Order, Settings, UsageError, reindex, roll_back
from searcher.exits import SKIPPED, exit_codes
from timtin.options import index_options, settings_of
from timtin.progress import logged, shown_progress
from timtin.summary import say
from timtin.watching import stopped_by_sigterm, watch


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("places", nargs=-1, metavar="SOURCE...")
@index_options
@click.option("--sql", metavar="URL", help="Cơ sở dữ liệu (a database, as SQLAlchemy writes it).")
@click.option("--query", metavar="SELECT", help="Câu SELECT đọc ở --sql (what is read there).")
@click.option("--full", is_flag=True, help="Dựng lại từ đầu (build anew).")
@click.option("--prune", is_flag=True, help="Xóa bài mà nguồn không còn (delete what is gone).")
@click.option(
    "--force", is_flag=True, help="Cho phép --prune xóa hơn một phần năm (even more than a fifth)."
)
@click.option("--workers", type=click.IntRange(0), default=0, metavar="N", help="Số tiến trình.")
@click.option("--dry-run", is_flag=True, help="Chỉ nói sẽ đổi gì (say only what would change).")
@click.option(
    "--resume", is_flag=True, help="Tiếp tục lần chạy bị ngắt (go on where it was killed)."
)
@click.option(
    "--watch",
    "watch_minutes",
    type=click.FloatRange(0, min_open=True),
    metavar="MINUTES",
    help="Chạy lại mỗi MINUTES phút (again and again).",
)
@click.option("--json", "as_json", is_flag=True, help="In một đối tượng JSON (one JSON object).")
@click.option("--quiet", is_flag=True, help="Không in gì khi mọi việc êm (say nothing).")
@click.option("--rollback", is_flag=True, help="Quay lại thế hệ trước (the generation before).")
@click.option("--keep", type=click.IntRange(1), metavar="N", help="Số thế hệ giữ lại.")
def command(
    index: str | None,
    home: Path | None,
    watch_minutes: float | None,
    as_json: bool,
    quiet: bool,
    rollback: bool,
    **order: object,
) -> None:
    """Đọc tin từ SOURCE và cập nhật chỉ mục (read news and bring the index up to date).

    SOURCE là tệp, thư mục hay địa chỉ: .html .htm .txt .jsonl .csv .tsv .xml (RSS, Atom, sitemap) .warc, mỗi loại có
    thể nén .gz .bz2 .xz .zst hay nằm trong .zip .tar; rss:URL, sitemap:URL, http(s)://…; `-` đọc JSONL từ đầu
    vào chuẩn. Không có SOURCE thì đọc các nguồn [[sources.TÊN]] trong timtin.toml.

    \b
    Ví dụ / Examples:
      python reindex.py samples/
      python reindex.py tin.jsonl.xz trang/ --json
      python reindex.py --index bao --prune
      python reindex.py --sql postgresql://localhost/toasoan --query 'SELECT id, title, body FROM bai'
      python reindex.py rss:https://bao.example/rss --watch 5
      python reindex.py --rollback
    """
    with exit_codes(), stopped_by_sigterm():
        settings = settings_of(index, home)
        if rollback:
            _say_rolled_back(roll_back(settings), as_json=as_json, quiet=quiet)
            return
        asked = Order(**order)  # type: ignore[arg-type]
        if watch_minutes is None:
            sys.exit(_run(asked, settings, as_json=as_json, quiet=quiet))
        _watch(asked, settings, watch_minutes, as_json=as_json, quiet=quiet)


def _run(order: Order, settings: Settings, *, as_json: bool, quiet: bool) -> int:
    """Run once; return the exit code."""
    with logged(quiet=quiet), shown_progress(order, settings, quiet=quiet or as_json) as progress:
        report = reindex(order, settings, progress)
    say(report, as_json=as_json, quiet=quiet)
    return SKIPPED if report.counts.skipped else 0


def _watch(order: Order, settings: Settings, minutes: float, *, as_json: bool, quiet: bool) -> None:
    if "-" in order.places:
        raise UsageError(
            "--watch không đọc được đầu vào chuẩn.", "--watch cannot read standard input."
        )
    order = replace(order, resume=True)
    watch(lambda: _run(order, settings, as_json=as_json, quiet=quiet), minutes * 60)


def _say_rolled_back(generation: str, *, as_json: bool, quiet: bool) -> None:
    if as_json:
        print(json.dumps({"generation": generation}))
    elif not quiet:
        print(f"Đã quay lại thế hệ {generation}.")
