"""The batch job's door: parses arguments, calls `searcher.indexing`, says what happened.

Exit codes: 0 done; 1 done, but some input was skipped; 2 wrong usage or settings; 3 nothing could be
done (index locked or damaged, source unreachable, disk full).
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from searcher import Counts, Order, Report, Settings, load_settings, reindex, roll_back
from searcher.exits import SKIPPED, exit_codes

SHOWN = 20
"""Skipped places listed on a terminal; all of them are in skipped.jsonl and in --json."""


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("sources", nargs=-1, metavar="SOURCE...")
@click.option("--index", metavar="NAME", help="Tên chỉ mục (name of the index).")
@click.option(
    "--home",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Thư mục chứa các chỉ mục (folder of the indexes).",
)
@click.option("--full", is_flag=True, help="Dựng lại từ đầu (build anew).")
@click.option("--prune", is_flag=True, help="Xóa bài mà nguồn không còn (delete what is gone).")
@click.option("--force", is_flag=True, help="Cho phép --prune xóa hơn một phần năm.")
@click.option("--workers", type=click.IntRange(0), default=0, metavar="N", help="Số tiến trình.")
@click.option("--dry-run", is_flag=True, help="Chỉ nói sẽ đổi gì (say only what would change).")
@click.option("--json", "as_json", is_flag=True, help="In một đối tượng JSON (one JSON object).")
@click.option("--quiet", is_flag=True, help="Không in gì khi mọi việc êm (say nothing).")
@click.option("--rollback", is_flag=True, help="Quay lại thế hệ trước (the generation before).")
@click.option("--keep", type=click.IntRange(1), metavar="N", help="Số thế hệ giữ lại.")
def command(
    sources: tuple[str, ...],
    index: str | None,
    home: Path | None,
    as_json: bool,
    quiet: bool,
    rollback: bool,
    **order: bool | int | None,
) -> None:
    """Đọc tin từ SOURCE và cập nhật chỉ mục (read news and bring the index up to date).

    SOURCE là tệp hoặc thư mục: .html .htm .txt .jsonl, mỗi loại có thể nén .gz .bz2 .xz .zst;
    `-` đọc JSONL từ đầu vào chuẩn.

    \b
    Ví dụ / Examples:
      python reindex.py samples/
      python reindex.py tin.jsonl.xz trang/ --json
      python reindex.py --rollback
    """
    with exit_codes():
        settings = _settings(index, home)
        if rollback:
            _say_rolled_back(roll_back(settings), as_json=as_json, quiet=quiet)
            return
        if not sources:
            raise click.UsageError("Thiếu SOURCE: hãy nêu tệp hoặc thư mục cần đọc.")
        asked = Order(places=sources, **order)  # type: ignore[arg-type]
        with _progress(quiet=quiet or as_json) as progress:
            report = reindex(asked, settings, progress)
        _say(report, as_json=as_json, quiet=quiet, dry_run=asked.dry_run)
        sys.exit(SKIPPED if report.counts.skipped else 0)


def _settings(index: str | None, home: Path | None) -> Settings:
    settings = load_settings()
    return replace(settings, index=index or settings.index, home=home or settings.home)


@contextmanager
def _progress(*, quiet: bool) -> Iterator["_Shown"]:
    """Show a progress bar on a terminal; elsewhere nothing moves."""
    console = Console(stderr=True)
    bar = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
        console=console,
        disable=quiet or not console.is_terminal,
    )
    with bar:
        yield _Shown(bar)


class _Shown:
    """Writes the counts beside the bar."""

    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._task = bar.add_task("Đang đọc…", total=None)

    def __call__(self, counts: Counts) -> None:
        elapsed = self._bar.tasks[0].elapsed or 0.0
        rate = counts.read / elapsed if elapsed else 0.0
        text = f"Đã đọc {counts.read} · ghi {counts.written + counts.updated} · bỏ qua {len(counts.skipped)} · {rate:.0f} bài/giây"
        self._bar.update(self._task, description=text)


def _say(report: Report, *, as_json: bool, quiet: bool, dry_run: bool) -> None:
    if as_json:
        print(json.dumps(report.record(), ensure_ascii=False))
    elif not quiet:
        print(_summary(report, dry_run=dry_run))
        _list_skipped(report)


def _summary(report: Report, *, dry_run: bool) -> str:
    counts = report.counts
    would = "Sẽ thay đổi (chạy thử, chưa ghi gì): " if dry_run else ""
    rate = counts.read / report.seconds if report.seconds else 0.0
    lines = [
        f"{would}đọc {counts.read} = mới {counts.written} + sửa {counts.updated}"
        f" + không đổi {counts.unchanged} + bỏ qua {len(counts.skipped)}; xóa {counts.deleted}.",
        f"Thế hệ {report.generation or '–'}: {report.articles} bài,"
        f" {report.seconds:.1f} giây, {rate:.0f} bài/giây.",
    ]
    notes = {
        f"{counts.repeated} bài trùng mã (lấy bản đọc sau cùng)": counts.repeated,
        f"{counts.undated} bài không có ngày": counts.undated,
        f"khóa không dùng: {', '.join(sorted(counts.unknown_keys))}": len(counts.unknown_keys),
    }
    lines += [f"  {note}." for note, count in notes.items() if count]
    return "\n".join(lines)


def _list_skipped(report: Report) -> None:
    skipped = report.counts.skipped
    for one in skipped[:SHOWN]:
        print(f"  bỏ qua {one.vi}")
    if len(skipped) > SHOWN:
        print(f"  … và {len(skipped) - SHOWN} mục nữa (xem skipped.jsonl của thế hệ).")


def _say_rolled_back(generation: str, *, as_json: bool, quiet: bool) -> None:
    if as_json:
        print(json.dumps({"generation": generation}))
    elif not quiet:
        print(f"Đã quay lại thế hệ {generation}.")


if __name__ == "__main__":
    command(prog_name="reindex.py")
