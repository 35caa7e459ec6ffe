"""The tags of articles: any number of names each, kept as the folded keys that queries compare."""

from collections.abc import Sequence
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searcher.container import Container
from searcher.container.strings import Strings, packed
from searcher.model import Article
from searcher.vietnamese.keywords import keyword_key


def tag_keys(article: Article) -> tuple[str, ...]:
    """Return the distinct folded keys of an article's tags."""
    return tuple(dict.fromkeys(map(keyword_key, article.tags)))


def tag_arrays(tags: Sequence[tuple[str, ...]]) -> dict[str, NDArray[Any]]:
    """Return the distinct keys (sorted by bytes), a code per tag of each article, and where each starts."""
    keys = sorted(
        set(chain.from_iterable(tags)), key=lambda key: key.encode("utf-8", "surrogatepass")
    )
    code = {key: number for number, key in enumerate(keys)}
    return {
        **packed("tags.keys", keys),
        "tags": np.array([code[key] for key in chain.from_iterable(tags)], np.int32),
        "tags.at": np.cumsum([0, *map(len, tags)], dtype=np.int32),
    }


class TagTable:
    """The tags of one segment."""

    def __init__(self, container: Container) -> None:
        self._codes, self._at = container["tags"], container["tags.at"]
        self._keys = Strings(container, "tags.keys")

    def of(self, number: int) -> tuple[str, ...]:
        """Return the keys of an article's tags."""
        codes = self._codes[self._at[number] : self._at[number + 1]]
        return tuple(self._keys.take(codes.tolist()))

    def mask(self, key: str) -> NDArray[np.bool_]:
        """Return which articles have a tag with this key, bool of shape (articles,)."""
        found = np.zeros(len(self._at) - 1, bool)
        code = self._keys.find(key)
        places = np.flatnonzero(self._codes == code)
        found[self._at.searchsorted(places, side="right") - 1] = True
        return found
