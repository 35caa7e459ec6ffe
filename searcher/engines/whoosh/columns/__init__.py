"""A Whoosh codec whose postings are NumPy arrays, and the evaluator that searches them.

Read it in this order (`FORMAT.md` has the files byte by byte):

    container    one file of named arrays              strings, squeeze    keys and small integers as arrays
    gather       documents become token numbers        invert              one sort turns them into all the rest
    postings     who has a key: rows and lists         places              where it stands, in two bytes
    stored       articles, dates, keywords             segment             all of that, opened
    draft, parallel, join, merging, deletes, manifest, writer, verify      how segments come and go
    collection   all segments as one                   scope, lookup       statistics and postings of a key
    docs, match, phrase, prefix    which articles      score, rough, best  how well, and the best of them
    answer, tally    one query, from tree to Candidates and facets         reader, engine     the contract
    forward, vocabulary    articles read forwards, for the second look     codec/      Whoosh's own side
"""

from searcher.engines.whoosh.columns.engine import ColumnsEngine
from searcher.engines.whoosh.columns.reader import ColumnsReader
from searcher.engines.whoosh.columns.writer import ColumnsWriter

__all__ = ["ColumnsEngine", "ColumnsReader", "ColumnsWriter"]
