"""pyvi's words at ten times its speed: its own CRF model, decoded over whole arrays."""

from searcher.vietnamese.words.segment import segment, segment_many

__all__ = ["segment", "segment_many"]
