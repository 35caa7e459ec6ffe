"""What a lexicon wants to know of an article: little enough to be kept until all articles were read."""

from dataclasses import dataclass

from searcher.model import Article
from searcher.suggesters.lexicon.documents import documents_named
from searcher.vietnamese import normalise

LONGEST_TITLE = 200
"""Characters; what is longer is no title, but one with its summary glued on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """The title of an article (empty where it is none), its day (ordinal, 0 for none), tags and the documents named."""

    title: str
    day: int
    tags: tuple[str, ...]
    documents: tuple[str, ...]


def noted(article: Article) -> Note:
    """Return what is to be known of an article."""
    title = _plain(article.title)
    texts = (article.title, article.summary, article.body)
    return Note(
        title=title if len(title) <= LONGEST_TITLE else "",
        day=article.published.toordinal() if article.published else 0,
        tags=tuple(map(_plain, article.tags)),
        documents=tuple(name for text in texts for name in documents_named(text)),
    )


def _plain(text: str) -> str:
    """Return a text in NFC and on one line."""
    return " ".join(normalise(text).split())
