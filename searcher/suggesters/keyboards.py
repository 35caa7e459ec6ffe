"""What was typed raw on a Vietnamese keyboard: the guess that parsing already used."""

from searcher.model import Query


def keyboard(query: Query) -> str | None:
    """Return what a keyboard guess put in the place of what was typed."""
    return query.guessed
