"""The indexing flow: places become pages, articles, documents, and a generation that readers see."""

from searcher.indexing.build import Build
from searcher.indexing.order import Order
from searcher.indexing.preparing import prepared_batches
from searcher.indexing.report import Counts, Progress, Report, silent
from searcher.publish import Generations, writer_lock
from searcher.settings import Settings
from searcher.sources import open_source

__all__ = ["Counts", "Order", "Progress", "Report", "reindex", "roll_back"]


def reindex(order: Order, settings: Settings, progress: Progress = silent) -> Report:
    """Read every place of the order and publish a generation with what is new.

    `progress` is called with the counts so far after every batch. Raises SourceUnreachable before
    anything is touched, IndexLocked, IndexFormat, IndexDamaged, NoSpace; whatever is raised, the
    visible generation stays as it was.
    """
    sources = [open_source(place) for place in order.places]
    generations = Generations(settings.folder)
    with Build(order, settings, generations) as build:
        workers = order.workers or settings.workers
        for batch in prepared_batches(sources, build.known, workers, build.packer()):
            build.add(batch)
            progress(build.counts)
        return build.finish()


def roll_back(settings: Settings) -> str:
    """Show the generation before the visible one again and return its name; raises IndexMissing."""
    generations = Generations(settings.folder)
    generations.visible()  # an index that is not there must not be made by locking it
    with writer_lock(settings.folder):
        return generations.roll_back()
