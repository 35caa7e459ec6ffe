"""Values as plain JSON objects: the one shape that the command line and the HTTP interface share."""

from dataclasses import asdict
from typing import Any as Json

from searcher.model import Article, Facet, Facets, Hit, Query, Results, Span, Suggestion, Tier
from searcher.model.completion import Advice
from searcher.model.explanation import Explanation, Part


def article_record(article: Article) -> dict[str, Json]:
    """Return an article under the JSONL keys of the contract; `reindex.py` reads it back."""
    return {
        "id": article.id,
        "url": article.url,
        "title": article.title,
        "summary": article.summary,
        "body": article.body,
        "author": article.author,
        "source": article.source,
        "category": article.category,
        "tags": list(article.tags),
        "published": article.published.isoformat() if article.published else None,
        "updated": article.updated.isoformat() if article.updated else None,
        "image": article.image,
        "reads": article.reads,
    }


def answer(results: Results) -> dict[str, Json]:
    """Return a page of results in the shape of the contract."""
    return {
        "query": _query(results.query),
        "total": results.total,
        "complete": results.complete,
        "collapsed": results.collapsed,
        "partial": results.partial,
        "took_ms": results.took_ms,
        "page": results.query.page,
        "per_page": results.query.per_page,
        "hits": [_hit(hit) for hit in results.hits],
        "facets": _facets(results.facets),
        "suggestion": _suggested(results.suggestion),
        **({"notes": [asdict(note) for note in results.notes]} if results.notes else {}),
    }


def _query(query: Query) -> dict[str, Json]:
    since, until = query.filters.since, query.filters.until
    return {
        "typed": query.typed,
        "understood": query.understood,
        "corrected": query.corrected,
        "from": since.isoformat() if since else None,
        "to": until.isoformat() if until else None,
        "source": query.filters.source,
        "category": query.filters.category,
        "author": query.filters.author,
        "sort": query.sort.value,
        "spoken": list(query.spoken),
    }


def _hit(hit: Hit) -> dict[str, Json]:
    article = article_record(hit.article)
    shown = ("id", "url", "title", "summary", "source", "category", "author", "published", "reads")
    return {
        **{key: article[key] for key in shown},
        "score": hit.score,
        "copies": hit.copies,
        "copy_ids": list(hit.copy_ids),
        "complete": hit.tier is not Tier.MOST,
        "snippet": hit.snippet,
        "marks": {"title": _spans(hit.title_marks), "snippet": _spans(hit.snippet_marks)},
        **({"explain": explanation(hit.why)} if hit.why else {}),
    }


def explanation(why: Explanation) -> dict[str, Json]:
    """Return why an article is a hit: the parts add up to `first`, the shares to `look`."""
    return {
        "first": why.first,
        "parts": [_part(part) for part in why.parts],
        "look": why.look if why.shares else None,
        "shares": dict(why.shares),
    }


def _part(part: Part) -> dict[str, Json]:
    return {
        "typed": part.typed,
        "form": part.form.value,
        "points": part.points,
        "field": part.field,
        "phrase": part.phrase or None,
        "occurrences": [asdict(occurrence) for occurrence in part.occurrences],
    }


def _spans(marks: tuple[Span, ...]) -> list[list[int]]:
    return [list(mark) for mark in marks]


def _facets(facets: Facets) -> dict[str, Json]:
    return {
        "source": _counts(facets.source),
        "category": _counts(facets.category),
        "author": _counts(facets.author),
        "month": _counts(facets.month),
        "undated": facets.undated,
    }


def _counts(facets: tuple[Facet, ...]) -> list[dict[str, Json]]:
    return [{"value": facet.value, "count": facet.count} for facet in facets]


def advice_record(advice: Advice) -> dict[str, Json]:
    """Return ways on from what is typed; `marks` are the parts of each text that were typed."""
    return {
        "query": {"typed": advice.typed},
        "completions": [
            {"text": way.text, "kind": way.kind, "count": way.count, "marks": _spans(way.typed)}
            for way in advice.completions
        ],
        "suggestion": _suggested(advice.suggestion),
        "took_ms": advice.took_ms,
    }


def _suggested(found: Suggestion | None) -> dict[str, Json] | None:
    return {"text": found.text, "kind": found.kind} if found else None
