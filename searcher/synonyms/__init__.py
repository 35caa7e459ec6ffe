"""An archive's own synonyms: rows that its editors publish, read at query time beside the packaged ones.

    lines        what an editor types, checked line by line, and printed back
    editions     the files: `synonyms.tsv` beside the generations, and the editions before it
    names        what queries are read with: looks at the file before each query, as CURRENT is looked at

Only queries are analysed with them, so that nothing has to be indexed again.
"""

from searcher.synonyms.editions import Edition, Synonyms, damaged_synonyms
from searcher.synonyms.lines import (
    MOST_ROWS,
    SynonymRow,
    read_synonyms,
    written_synonyms,
)
from searcher.synonyms.names import Names, stamp_of, table_of

__all__ = [
    "MOST_ROWS",
    "Edition",
    "Names",
    "SynonymRow",
    "Synonyms",
    "damaged_synonyms",
    "read_synonyms",
    "stamp_of",
    "table_of",
    "written_synonyms",
]
