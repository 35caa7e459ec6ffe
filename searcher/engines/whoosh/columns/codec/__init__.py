"""The Whoosh side: an unmodified `whoosh.index.open_dir(folder).searcher()` reads our arrays.

codec        ColumnsCodec and its segments, as whoosh.codec.base wants them
tables       postings of one field: written by Whoosh's own writer, or made of a few values
texts        the same read off the arrays of our engine
terms, matcher, documents    what Whoosh asks of a segment
whoosh_toc   the table of contents that makes our folder a Whoosh index
opening      opens it without trusting that file, which is a pickle
"""

from searcher.engines.whoosh.columns.codec.codec import ColumnsCodec, ColumnsSegment

__all__ = ["ColumnsCodec", "ColumnsSegment"]
