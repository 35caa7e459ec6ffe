"""A Whoosh codec whose postings are NumPy arrays, and the evaluator that searches them.

Read it in this order:

    container    one file of named arrays                    strings, squeeze   keys and small integers as arrays
    gather       documents become token numbers              invert             one sort turns them into postings
    postings     who has a key, rows and lists               places             where it stands, two bytes each
    stored       articles, dates, keywords                   segment            all of that, opened
    draft, parallel, merging, join, deletes, manifest, writer                   how segments come and go
    collection   all segments as one                         scope, lookup      statistics and postings of a key
    match, phrase, prefix     which articles                 score, best        how well, and the best of them
    answer       one query, from tree to Candidates          reader, engine     the contract
"""

from searcher.engines.whoosh.columns.engine import ColumnsEngine
from searcher.engines.whoosh.columns.reader import ColumnsReader
from searcher.engines.whoosh.columns.writer import ColumnsWriter

__all__ = ["ColumnsEngine", "ColumnsReader", "ColumnsWriter"]
