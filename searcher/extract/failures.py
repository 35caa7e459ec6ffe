"""The sentences for what gives no article."""

from searcher.errors import BrokenRecord, InputTooLarge, NoArticle
from searcher.model import Place


def no_article(place: Place, vi: str, en: str) -> NoArticle:
    """Return the error of a page at `place` without an article, and why."""
    return NoArticle(
        f"{place}: không có bài viết ({vi}).", f"{place}: no article ({en}).", **at(place)
    )


def broken_record(place: Place, vi: str, en: str, *, column: int | None = None) -> BrokenRecord:
    """Return the error of a record at `place` that cannot be read, and why."""
    where = f"{place}:{column}" if column else str(place)
    facts = {**at(place), "column": column} if column else at(place)
    return BrokenRecord(
        f"{where}: bản ghi hỏng ({vi}).", f"{where}: broken record ({en}).", **facts
    )


def too_deep(place: Place) -> InputTooLarge:
    """Return the error of a page at `place` that is nested beyond any reason."""
    return InputTooLarge(
        f"{place}: các phần lồng nhau quá sâu.", f"{place}: nested too deeply.", **at(place)
    )


def too_many(place: Place, limit: int) -> InputTooLarge:
    """Return the error of a page at `place` with more than `limit` elements."""
    return InputTooLarge(
        f"{place}: trang có hơn {limit} phần tử.",
        f"{place}: more than {limit} elements.",
        **at(place),
    )


def at(place: Place) -> dict[str, object]:
    """Return `place` as facts of an error."""
    return {"path": place.path} if place.line is None else {"path": place.path, "line": place.line}
