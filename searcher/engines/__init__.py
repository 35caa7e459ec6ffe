"""The family of engines: documents in, candidates out."""

from searcher.engines.base import Engine, Reader, Writer
from searcher.errors import SettingsError
from searcher.settings import Settings, load_settings

ENGINES = ("whoosh", "opensearch", "memory")
"""Names an index may be written with; a new engine is a folder here and a line in `engine_named`."""

__all__ = ["ENGINES", "Engine", "Reader", "Writer", "engine_named"]


def engine_named(name: str, settings: Settings | None = None) -> Engine:
    """Return the engine of this name; raises SettingsError. Imported here: nobody pays for two.

    Without settings an engine that needs some takes those of the working folder and the environment.
    """
    if name == "whoosh":
        from searcher.engines.whoosh import WhooshEngine

        return WhooshEngine()
    if name == "opensearch":
        return _distributed(settings or load_settings())
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


def _distributed(settings: Settings) -> Engine:
    try:
        from searcher.engines.opensearch import OpenSearchEngine
    except ModuleNotFoundError as error:
        raise SettingsError(
            "Thiếu thư viện opensearch-py: hãy chạy pip install 'timtin[opensearch]'.",
            "The library opensearch-py is missing: run pip install 'timtin[opensearch]'.",
            key="engine",
            place="engine",
        ) from error
    return OpenSearchEngine(settings)
