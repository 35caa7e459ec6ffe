"""What is visible, told to the engine: a cluster has people of its own who look for the archive by one name."""

from searcher.engines import engine_named
from searcher.errors import IndexChanged
from searcher.publish import INDEX, Generations
from searcher.settings import Settings


def show(generations: Generations, settings: Settings) -> None:
    """Tell the engine of the visible generation that it is; call it right after CURRENT was moved."""
    folder, manifest = generations.open()
    engine_named(manifest.engine, settings).show(folder / INDEX)


def require_seen(generations: Generations, seen: str | None) -> None:
    """Raise IndexChanged where another generation is visible than the one `seen`; None saw any."""
    found = generations.readable() or ""
    if seen is not None and seen != found:
        raise IndexChanged(
            f"Thế hệ đang hiển thị là {found or '–'}, không còn là {seen or '–'}; hãy xem lại rồi quyết định.",
            f"The visible generation is {found or '–'}, no longer {seen or '–'}; look again and decide.",
            seen=seen,
            found=found,
        )
