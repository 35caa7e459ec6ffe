"""What a run deletes because its sources no longer have it."""

from collections.abc import Sequence
from dataclasses import dataclass

from searcher.errors import UsageError
from searcher.indexing.order import Order
from searcher.indexing.sourcing import Origin
from searcher.indexing.tally import Tally

SHARE = 0.2
"""More than this share of an archive is not deleted by a source that may just be broken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """The ids to be deleted, and the sources that were left alone because something there could not be read."""

    ids: Sequence[str] = ()
    held_back: tuple[str, ...] = ()


def pruned(order: Order, origins: Sequence[Origin], tally: Tally) -> Pruned:
    """Return what an order deletes; raises UsageError where that is more than a fifth and not forced."""
    if not order.prune:
        return Pruned()
    snapshots = {origin.name for origin in origins if origin.is_snapshot}
    held = set() if order.force else snapshots & tally.doubtful
    ids = tally.prunable(snapshots - held)
    total = len(tally.ledger)
    if len(ids) > SHARE * total and not order.force:
        raise UsageError(
            f"--prune sẽ xóa {len(ids)} trong {total} bài, hơn một phần năm: thêm --force nếu đúng ý.",
            f"--prune would delete {len(ids)} of {total} articles, more than a fifth: add --force if that is meant.",
        )
    return Pruned(ids=ids, held_back=tuple(name or "-" for name in sorted(held)))
