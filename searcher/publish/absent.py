"""What is said where nothing is visible: nobody made an index, or its pointer is lost."""

from pathlib import Path

from searcher.errors import IndexDamaged, IndexMissing


def missing(root: Path) -> IndexMissing:
    """Return the error for an index that nobody has made."""
    return IndexMissing(
        f"Chưa có chỉ mục nào ở {root}: hãy chạy python reindex.py NGUỒN.",
        f"There is no index at {root}: run python reindex.py SOURCE.",
        path=str(root),
    )


def lost(pointer: Path, names: list[str]) -> IndexDamaged:
    """Return the error for generations that nothing points to."""
    there = ", ".join(names)
    return IndexDamaged(
        f"Chỉ mục bị hỏng: tệp {pointer} đã mất, còn các thế hệ {there}. Chạy reindex.py --rollback để hiện lại "
        f"{names[-1]}, hoặc reindex.py --full để dựng lại từ đầu; chưa xóa gì.",
        f"The index is damaged: the file {pointer} is gone, the generations {there} are there. Run reindex.py "
        f"--rollback to show {names[-1]} again, or reindex.py --full to build anew; nothing was deleted.",
        path=str(pointer),
        generations=tuple(names),
    )
