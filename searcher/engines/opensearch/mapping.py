"""The index of a generation as the cluster keeps it: settings and mapping.

All text is ready tokens, one blank between two: the whitespace analyzer gives them back with their positions.
`deploy/opensearch/` prints the same as an index template for those who want to look before they trust.

field                            what is in it                                              for
`accented.{title,summary,body}`  accented syllables with positions                          scores, phrases, `Field`
`accented.any`                   the same of all three, without positions and lengths       matching
`folded.*`                       folded syllables, in the same way                          the same
`words.{title,summary,body}`     pyvi words, how often                                      scores
`numbers`                        normal forms of document numbers                           matching
`source_key` ... `site`          folded names, hosts and the ends of hosts                  filters, `nguồn:`
`source`, `category`, `author`   the names as they are shown                                facets
`day`, `month`, `date`           in Asia/Ho_Chi_Minh: ordinal, `2024-03`, `2024-03-01`      filters, facets
`published`                      the time, for people who look with tools of their own
`instant`, `id`                  microseconds since 1970; the id                            order
`order`                          the number of the article: what readers call it
`forward`                        numbers of its syllables and words (`gathered.py`)         the second look
`signature`, `bins`              its signature, and one token per filled bin                near-copies
`article`                        the article itself: all that `_source` keeps               pages
"""

from typing import Any

from searcher.engines import scoring
from searcher.settings.cluster import ClusterSettings

Json = dict[str, Any]

FORMAT = 1
"""Version of all this."""
LONGEST_NAME = 8191
"""Characters of a name that is filtered by or counted; longer ones are stored only."""

_MATCHED = {"type": "text", "analyzer": "whitespace", "norms": False, "index_options": "docs"}
_KEY = {"type": "keyword", "doc_values": False, "norms": False, "ignore_above": LONGEST_NAME}
_SHOWN = {"type": "keyword", "index": False, "ignore_above": LONGEST_NAME}
_BYTES = {"type": "binary", "doc_values": True, "store": False}


def _texts(options: str, *, matched: bool) -> Json:
    text = {"type": "text", "analyzer": "whitespace", "index_options": options}
    fields: Json = {field: dict(text) for field in scoring.FIELDS}
    return {"properties": {**fields, "any": dict(_MATCHED)} if matched else fields}


MAPPING: Json = {
    "dynamic": "strict",
    "_source": {"includes": ["article"]},
    "properties": {
        "article": {"type": "object", "enabled": False},
        "accented": _texts("positions", matched=True),
        "folded": _texts("positions", matched=True),
        "words": _texts("freqs", matched=False),
        "numbers": dict(_KEY),
        "source_key": dict(_KEY),
        "category_key": dict(_KEY),
        "author_key": dict(_KEY),
        "tag_key": dict(_KEY),
        "site": dict(_KEY),
        "source": dict(_SHOWN),
        "category": dict(_SHOWN),
        "author": dict(_SHOWN),
        "day": {"type": "integer"},
        "month": {"type": "keyword"},
        "date": {"type": "keyword"},
        "published": {"type": "date"},
        "instant": {"type": "long", "index": False},
        "id": {"type": "keyword"},
        "order": {"type": "long"},
        "forward": dict(_BYTES),
        "signature": dict(_BYTES),
        "bins": dict(_KEY),
    },
}


def meta(owner: str) -> Json:
    """Return the part of a mapping that says what an index is."""
    return {"_meta": {"format": FORMAT, "owner": owner}}


BUILDING: Json = {
    "refresh_interval": "-1",
    "auto_expand_replicas": False,
    "number_of_replicas": 0,
    "blocks.write": None,
}
"""While articles are written nobody looks, and copies of what will be merged are a waste."""


def index_body(settings: ClusterSettings, owner: str) -> Json:
    """Return what an empty index is made with; `owner` is the archive that it belongs to."""
    index: Json = {
        "number_of_shards": settings.shards,
        **BUILDING,
        "similarity.default": {"type": "BM25", "k1": scoring.K1, "b": scoring.B},
        "unassigned.node_left.delayed_timeout": "10s",
        **{
            f"routing.allocation.require.{name}": value for name, value in settings.required.items()
        },
    }
    return {"settings": {"index": _set(index)}, "mappings": {**MAPPING, **meta(owner)}}


def finished(settings: ClusterSettings) -> Json:
    """Return the settings of an index that is built: copies of each shard, and nothing changes any more."""
    return {
        "refresh_interval": settings.refresh,
        "auto_expand_replicas": f"0-{settings.replicas}" if settings.replicas else False,
        "blocks.write": True,
    }


def _set(settings: Json) -> Json:
    return {name: value for name, value in settings.items() if value is not None}
