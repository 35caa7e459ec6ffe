"""What an archive can complete and correct with: made while it is indexed, one file of plain arrays.

building   articles and the counts of the restoration -> lines (titles, phrases, names, documents)
titles     phrases that titles repeat        phrases   phrases and names of whole articles
documents  numbers of documents              surface   how a phrase is written
arrays     lines and counts -> the arrays of the file
lexicon    the file opened: `syllabary`, `pairs`, `lines`
"""

from searcher.suggesters.lexicon.building import LexiconBuilder
from searcher.suggesters.lexicon.kinds import Kind
from searcher.suggesters.lexicon.lexicon import Lexicon

__all__ = ["Kind", "Lexicon", "LexiconBuilder"]
