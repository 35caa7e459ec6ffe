"""What two texts have in common, word for word."""

from dataclasses import dataclass

from searcher.model.article import Article
from searcher.model.results import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A run of `syllables` that stands in two texts alike: where it stands, in code points of each."""

    first: Span
    second: Span
    syllables: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """The passages that two texts share, in the order of the first text.

    `first` and `second` are the shares (0 to 1) of the syllables of each text that stand in the other too.
    """

    passages: tuple[Passage, ...] = ()
    first: float = 0.0
    second: float = 0.0

    @property
    def most(self) -> float:
        """The greater of the two shares: a short text taken whole out of a long one is all shared."""
        return max(self.first, self.second)


@dataclass(frozen=True, slots=True, kw_only=True)
class NearCopy:
    """An article that shares text with another one, which is the `first` of `shared`.

    The offsets of `shared` count in the `running_text` of both.
    """

    article: Article
    shared: Shared


def running_text(title: str, summary: str, body: str) -> str:
    """Return title, summary and body as one text, a blank line between them, without those that are empty."""
    return "\n\n".join(part for part in (title, summary, body) if part)


def text_of(article: Article) -> str:
    """Return the text of an article that passages count in."""
    return running_text(article.title, article.summary, article.body)


@dataclass(frozen=True, slots=True, kw_only=True)
class Copies:
    """What an archive has of a text, which is given as it was compared: plain, title, summary and body in one.

    `found` are its near-copies, `parts` other articles that share a whole passage with it.
    """

    text: str
    found: tuple[NearCopy, ...] = ()
    parts: tuple[NearCopy, ...] = ()
    took_ms: float = 0.0
