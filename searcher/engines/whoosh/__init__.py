"""Whoosh, the embedded engine: `columns` is a Whoosh codec whose postings are NumPy arrays."""

from searcher.engines.whoosh.columns.engine import ColumnsEngine as WhooshEngine

__all__ = ["WhooshEngine"]
