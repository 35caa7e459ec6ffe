"""What else may have been meant, and how it goes on: a family over one lexicon of the archive.

    complete   while somebody types: phrases, titles, names and documents that the archive has
    keyboard   what was typed raw on a Vietnamese keyboard
    correct    what was typed by a slip
    restore    what was typed without its diacritics

The last three are asked in this order of a query that was searched; each answers with one text or None.
"""

from searcher.suggesters.complete import complete
from searcher.suggesters.correct import Corrector
from searcher.suggesters.keyboard import keyboard
from searcher.suggesters.lexicon import Lexicon, LexiconBuilder
from searcher.suggesters.restore import restore

__all__ = ["Corrector", "Lexicon", "LexiconBuilder", "complete", "keyboard", "restore"]
