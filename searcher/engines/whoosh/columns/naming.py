"""Which articles a keyword names: by a column of names, the host of the address, or the tags."""

import numpy as np

from searcher.engines.filtering import is_on_site, site_of
from searcher.engines.whoosh.columns.collection import Collection
from searcher.engines.whoosh.columns.docs import Mask
from searcher.model import Keyword
from searcher.vietnamese.keywords import keyword_key


def named(collection: Collection, keyword: Keyword) -> Mask:
    """Return the articles that a keyword names, bool of shape (articles,)."""
    if keyword.name == "tag":
        return _tagged(collection, keyword_key(keyword.value))
    if keyword.name == "site":
        return collection.keywords["source"].mask(keyword.value) | _on_site(collection, keyword)
    return collection.keywords[keyword.name].mask(keyword.value)


def _on_site(collection: Collection, keyword: Keyword) -> Mask:
    site = site_of(keyword.value)
    return collection.hosts.mask_where(lambda host: is_on_site(host, site))


def _tagged(collection: Collection, key: str) -> Mask:
    parts = [segment.tags.mask(key) for segment in collection.segments]
    return np.concatenate([np.zeros(0, bool), *parts])
