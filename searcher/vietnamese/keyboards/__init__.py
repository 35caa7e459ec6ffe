"""What was typed on a keyboard that did not work: raw Telex, VNI and VIQR, and pasted font pages.

`guess` answers only where the words as typed are not Vietnamese and the guess is.
`split_sticky` takes `thegioididong` apart, with what an archive knows.
"""

from searcher.vietnamese.keyboards.judge import Guess, guess
from searcher.vietnamese.keyboards.sticky import split_sticky

__all__ = ["Guess", "guess", "split_sticky"]
