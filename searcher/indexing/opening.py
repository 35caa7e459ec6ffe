"""What a run finds before it begins: the visible generation, its ledger, what servers told."""

from searcher.engines import engine_named
from searcher.errors import ArchiveError, IndexFormat
from searcher.indexing.ledger import LEDGER, ORIGINS, read_ledger, read_origins
from searcher.indexing.phases import LOG
from searcher.indexing.tally import Tally
from searcher.publish import FRESH, Generations, Manifest, verify_file
from searcher.settings import Settings
from searcher.sources import Memory
from searcher.vietnamese import ANALYSER

WEB = "web.json"
"""What servers told in the run that made a generation."""


def format_of(settings: Settings) -> tuple[str, int, str]:
    """Return what a manifest must say of engine, format and analysis to be added to."""
    engine = engine_named(settings.engine, settings)
    return engine.name, engine.format, ANALYSER


def visible_bytes(settings: Settings) -> int:
    """Return the size of the visible generation, 0 where there is none that can be read."""
    try:
        return Generations(settings.folder).open()[1].bytes
    except ArchiveError:
        return 0


def rewritten_bytes(settings: Settings) -> int | None:
    """Return the size of the files that every run writes anew, None where there is no generation to add to."""
    try:
        files = Generations(settings.folder).open()[1].files
    except ArchiveError:
        return None
    return sum(files[name].bytes for name in (LEDGER, ORIGINS, WEB, FRESH) if name in files)


def known_articles(settings: Settings, generations: Generations, memory: Memory) -> Tally:
    """Return a tally of the visible generation, and let `memory` have what it kept.

    Raises IndexDamaged; IndexFormat where another program wrote it.
    """
    if generations.parent() is None:
        return Tally({}, {})
    folder, manifest = generations.open()
    _check_format(settings, manifest)
    for name in (LEDGER, ORIGINS, WEB):
        verify_file(folder, manifest, name)
    try:
        memory.load((folder / WEB).read_bytes())
    except FileNotFoundError:
        pass
    except (OSError, ValueError, KeyError, TypeError) as error:
        LOG.warning("%s cannot be read (%s): pages are asked for anew", folder / WEB, error)
    return Tally(read_ledger(folder), read_origins(folder))


def _check_format(settings: Settings, manifest: Manifest) -> None:
    wanted = format_of(settings)
    found = (manifest.engine, manifest.engine_format, manifest.analyser)
    if wanted != found:
        raise IndexFormat(
            f"Chỉ mục được ghi bằng {found}, chương trình này ghi {wanted}: hãy chạy reindex.py --full.",
            f"The index was written by {found}, this program writes {wanted}: run reindex.py --full.",
            path=str(settings.folder),
            found=found,
            wanted=wanted,
        )
