"""Documents as the cluster is sent them."""

import base64
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searcher.engines.filtering import day_of, host_of
from searcher.engines.memory.records import article_record
from searcher.engines.opensearch.keys import text_of, wire
from searcher.engines.opensearch.mapping import Json
from searcher.engines.scoring import FIELDS
from searcher.engines.signatures import EMPTY, signature_of
from searcher.model import Article, Document, View
from searcher.vietnamese.keywords import keyword_key

_LONGEST_ID = 400
"""Bytes of an id that the cluster takes as its own; its limit is 512."""


def cluster_id(id_: str) -> str:
    """Return what the cluster calls an article: its id, or a digest of one that it would not take."""
    raw = id_.encode("utf-8", "surrogatepass")
    if len(raw) <= _LONGEST_ID and not id_.startswith(("_", "#")) and wire(id_) == id_:
        return id_
    return f"#{blake2b(raw, digest_size=16).hexdigest()}"


def row(document: Document) -> Json:
    """Return the fields of one article, but for its number and the forward field (`numbered`)."""
    signature = signature_of(document)
    return {
        "article": article_record(document.article),
        "signature": base64.b64encode(signature.tobytes()).decode(),
        "bins": list(bins(signature)),
        "numbers": sorted({wire(n) for f in FIELDS for n in getattr(document, f).numbers}),
        **_views(document),
        **_named(document.article),
        **_dated(document.article),
    }


def numbered(begun: bytes, order: int, forward: str) -> bytes:
    """Return the fields of an article as JSON: those `begun`, its number, and what `gathered.blobs` makes."""
    return b'%s,"order":%d,"forward":"%s"}' % (begun, order, forward.encode())


def bins(signature: NDArray[np.uint8]) -> Iterator[str]:
    """Yield a token for every bin of a signature that is not empty."""
    for number, byte in enumerate(signature.tolist()):
        if byte != EMPTY:
            yield f"{number:x}.{byte:x}"


def _views(document: Document) -> Json:
    texts = [getattr(document, field) for field in FIELDS]
    found: Json = {}
    for view in (View.ACCENTED, View.FOLDED, View.WORDS):
        keys = [getattr(text, view) for text in texts]
        found[view] = {field: text_of(own) for field, own in zip(FIELDS, keys, strict=True) if own}
        if view is not View.WORDS:
            found[view]["any"] = text_of(dict.fromkeys(key for own in keys for key in own))
    return found


def _named(article: Article) -> Json:
    names = {name: getattr(article, name) for name in ("source", "category", "author")}
    shown = {name: value for name, value in names.items() if value}
    keyed = {f"{name}_key": keyword_key(v) for name, v in names.items() if v is not None}
    tags = [keyword_key(tag) for tag in article.tags]
    return {"id": article.id, "tag_key": tags, "site": list(_sites(article)), **shown, **keyed}


def _sites(article: Article) -> Iterator[str]:
    """Yield the host of an article, and all that it is a part of."""
    host = host_of(article) or ""
    while host:
        yield host
        host = host.partition(".")[2]


def _dated(article: Article) -> Json:
    published, day = article.published, day_of(article)
    if published is None or day is None:
        return {}
    return {
        "instant": round(published.timestamp() * 1e6),
        "published": published.isoformat(timespec="milliseconds"),
        "day": day.toordinal(),
        "date": day.isoformat(),
        "month": f"{published:%Y-%m}",
    }


def actions(rows: Sequence[Any], index: str) -> Iterator[Json]:
    """Yield the lines of a bulk request: a row is written as what its number says it is, however often it is sent."""
    for one in rows:
        yield {"index": {"_index": index, "_id": cluster_id(one["id"]), **version(one["order"])}}
        yield one


def version(order: int) -> Json:
    """Return the version of what is written with this number; an older one never replaces a newer."""
    return {"version": order, "version_type": "external_gte"}
