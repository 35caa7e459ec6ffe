"""A Whoosh codec whose postings are NumPy arrays, and the evaluator that searches them.

Read it in this order (`FORMAT.md` has the files byte by byte):

    strings, squeeze    keys and small integers as arrays, in the files of `searcher/container/`
    gather       documents become token numbers        parts, join         the tokens of some articles, and of many
    invert       sorting turns them into all the rest  ranges, stretches   in bounded memory
    postings     who has a key: rows and lists         places              where it stands, in two bytes
    stored, tags, signatures    the articles           segment             all of that, opened
    draft, fresh, pending, parallel, merging, limits, deletes, manifest, writer, verify    how segments come and go
    collection   all segments as one                   scope, leaf, lookup statistics and postings of a key
    docs, match, phrase, prefix, naming, quorum    which articles      score, rough, best  how well, and the best of them
    answer, tally    one query, from tree to Candidates and facets         reader, engine     the contract
    forward, bags, vocabulary    articles read forwards, for the second look
    explain      what a score is made of               codec/              Whoosh's own side
"""

from searcher.engines.whoosh.columns.engine import ColumnsEngine
from searcher.engines.whoosh.columns.reader import ColumnsReader
from searcher.engines.whoosh.columns.writer import ColumnsWriter

__all__ = ["ColumnsEngine", "ColumnsReader", "ColumnsWriter"]
