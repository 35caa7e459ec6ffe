"""What was ranked, read and marked becomes hits: the end of every flow that answers with articles."""

from collections.abc import Iterable, Sequence

from searcher.highlight import Highlighted
from searcher.model import Article, Hit
from searcher.model.explanation import Explanation
from searcher.rank import Ranked


def hits_of(
    ranked: Sequence[Ranked],
    articles: Sequence[Article],
    shown: Iterable[Highlighted],
    whys: Sequence[Explanation | None] | None = None,
) -> tuple[Hit, ...]:
    """Return the hits, best first: each article as it was ranked and marked, and why it is one where that was asked."""
    reasons = [None] * len(ranked) if whys is None else whys
    return tuple(
        Hit(
            article=article,
            score=hit.score,
            tier=hit.tier,
            copies=len(hit.copies),
            copy_ids=hit.copies,
            snippet=view.snippet,
            snippet_begins=view.begins,
            snippet_ends=view.ends,
            title_marks=view.title_marks,
            snippet_marks=view.snippet_marks,
            why=why,
        )
        for hit, article, view, why in zip(ranked, articles, shown, reasons, strict=True)
    )
