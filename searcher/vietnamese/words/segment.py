"""Text -> pyvi's words."""

from collections.abc import Sequence

from searcher.vietnamese.words.stock import tokenize


def segment(text: str) -> str:
    """Return what `pyvi.ViTokenizer.tokenize(text)` returns, character for character."""
    return segment_many([text])[0]


def segment_many(texts: Sequence[str]) -> list[str]:
    """Return `segment` of each text, in order."""
    return [tokenize()(text) for text in texts]
