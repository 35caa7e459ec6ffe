"""Where the counters' database is."""

from searcher.settings import Settings

BESIDE, OFF = "sqlite", "off"
"""The settings `counters` of a site with a file of its own beside the index, and of a site that counts nothing."""


def database_address(settings: Settings) -> str:
    """Return the address of the database: by default a file beside the index, not inside it.

    The users of a site that counts nothing stand in that file too.
    """
    if settings.counters not in {BESIDE, OFF}:
        return settings.counters
    return f"sqlite:///{settings.home.resolve() / settings.index}.counters.sqlite3"
