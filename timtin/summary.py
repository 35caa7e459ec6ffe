"""What a run did, in words or as one JSON object."""

import json
from collections.abc import Sequence

from searcher import Report

SHOWN = 20
"""Skipped places and changes listed on a terminal; all of them are in skipped.jsonl and in --json."""


def say(report: Report, *, as_json: bool, quiet: bool) -> None:
    """Print what a run did."""
    if as_json:
        print(json.dumps(report.record(), ensure_ascii=False))
    elif not quiet:
        print("\n".join([*_summary(report), *_notes(report), *_changes(report), *_skipped(report)]))


def _summary(report: Report) -> list[str]:
    counts = report.counts
    would = "Sẽ thay đổi (chạy thử, chưa ghi gì): " if report.is_dry else ""
    rate = counts.read / report.seconds if report.seconds else 0.0
    return [
        f"{would}đọc {counts.read} = mới {counts.written} + sửa {counts.updated}"
        f" + không đổi {counts.unchanged} + bỏ qua {counts.all_skipped}; xóa {counts.deleted}.",
        f"Thế hệ {report.generation or '–'}: {report.articles} bài, {report.seconds:.1f} giây,"
        f" {rate:.0f} bài/giây, bộ nhớ nhiều nhất {report.peak_bytes / 1e6:.0f} MB.",
    ]


def _notes(report: Report) -> list[str]:
    counts = report.counts
    notes = {
        "Tiếp tục lần chạy bị ngắt trước đó": report.is_resumed,
        f"{counts.repeated} bài trùng mã (lấy bản đọc sau cùng)": counts.repeated,
        f"{counts.undated} bài không có ngày": counts.undated,
        f"khóa không dùng: {', '.join(sorted(counts.unknown_keys))}": len(counts.unknown_keys),
        f"không xóa gì của {_named(report.held_back)} vì có chỗ không đọc được": report.held_back,
    }
    return [f"  {note}." for note, holds in notes.items() if holds]


def _named(origins: Sequence[str]) -> str:
    return ", ".join("nguồn nêu trong lệnh" if name == "-" else name for name in origins)


def _changes(report: Report) -> list[str]:
    words = {"new": "mới", "updated": "sửa", "deleted": "xóa"}
    lines = [f"  {words[change.kind]} {change.id}" for change in report.changes[:SHOWN]]
    return lines + _more(len(report.changes), "xem --json")


def _skipped(report: Report) -> list[str]:
    counts = report.counts
    lines = [f"  bỏ qua {one.vi}" for one in counts.skipped[:SHOWN]]
    return lines + _more(counts.all_skipped, "xem skipped.jsonl của thế hệ hay --json")


def _more(count: int, where: str) -> list[str]:
    return [f"  … và {count - SHOWN} mục nữa ({where})."] if count > SHOWN else []
