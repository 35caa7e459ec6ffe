"""The family of engines: documents in, candidates out."""

from searcher.engines.base import Engine, Reader, Writer
from searcher.errors import SettingsError

ENGINES = ("whoosh", "memory")
"""Names an index may be written with; a new engine is a folder here and a line in `engine_named`."""

__all__ = ["ENGINES", "Engine", "Reader", "Writer", "engine_named"]


def engine_named(name: str) -> Engine:
    """Return the engine of this name; raises SettingsError. Imported here: nobody pays for two."""
    if name == "whoosh":
        from searcher.engines.whoosh import WhooshEngine

        return WhooshEngine()
    if name == "memory":
        from searcher.engines.memory import MemoryEngine

        return MemoryEngine()
    known = ", ".join(ENGINES)
    raise SettingsError(
        f"Không có bộ máy “{name}”; có thể dùng: {known}.",
        f"There is no engine “{name}”; known are: {known}.",
        key="engine",
        place="engine",
    )
