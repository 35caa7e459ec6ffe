"""What an archive can complete and correct with: made while it is indexed, one file of plain arrays.

building   articles and the counts of the restoration -> lines (titles, phrases, names, documents)
titles     phrases that titles repeat        phrases   phrases and names of whole articles
documents  numbers of documents              surface   how a phrase is written
notes      what is to be known of an article
arrays     lines and counts -> the arrays of the file
lexicon    the file opened: `syllabary`, `pairs`, `lines`
topping    articles since the lexicon was learned -> a small file beside it
topped     both files opened, asked as one; `joined` are the syllables of both
"""

from searcher.suggesters.lexicon.building import LexiconBuilder
from searcher.suggesters.lexicon.kinds import Kind
from searcher.suggesters.lexicon.lexicon import Lexicon
from searcher.suggesters.lexicon.notes import Note, noted
from searcher.suggesters.lexicon.topped import Fresh, ToppedLexicon

__all__ = ["Fresh", "Kind", "Lexicon", "LexiconBuilder", "Note", "ToppedLexicon", "noted"]
