"""An article with its text analysed: what engines write."""

from dataclasses import dataclass, field

from searcher.model.article import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """One text in three views of the same positions.

    `accented` and `folded` have one key per syllable, in order (same length). `words` are the
    pyvi words in lower case, syllables joined by `_`; `starts[i]` is the position of the first
    syllable of `words[i]`. `numbers` are the normal forms of document numbers and the like.
    """

    accented: tuple[str, ...] = ()
    folded: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    starts: tuple[int, ...] = ()
    numbers: tuple[str, ...] = ()


EMPTY = Tokens()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An article and the tokens of its three text fields."""

    article: Article
    title: Tokens = field(default=EMPTY)
    summary: Tokens = field(default=EMPTY)
    body: Tokens = field(default=EMPTY)
