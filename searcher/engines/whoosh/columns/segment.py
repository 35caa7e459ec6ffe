"""One segment: an immutable file of articles and their postings, and the mask of those deleted since."""

from collections.abc import Mapping
from copy import copy
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from searcher.container import Container
from searcher.container.strings import Strings
from searcher.engines import scoring
from searcher.engines.whoosh.columns.hashes import key_hashes
from searcher.engines.whoosh.columns.places import Places
from searcher.engines.whoosh.columns.postings import Postings
from searcher.engines.whoosh.columns.squeeze import Coded
from searcher.engines.whoosh.columns.stored import Stored
from searcher.engines.whoosh.columns.tags import TagTable
from searcher.model import View

FIELDS = len(scoring.FIELDS)


class Segment:
    """Opens the file of a segment; arrays are mapped, not read. `deletes` is the file of its mask, if any."""

    def __init__(self, path: Path, deletes: Path | None = None) -> None:
        self.container = Container(path)
        self.documents: int = len(self.container["time"])
        self._hide(deletes)

    def _hide(self, deletes: Path | None) -> None:
        self.deletes = Container(deletes) if deletes else None
        self.live = self._live()

    def again(self, path: Path, deletes: Path | None) -> "Segment":
        """Open the same file under another name and mask; what was read of it so far is shared."""
        other = copy(self)
        vars(other).pop("frequencies", None)
        other.container.path = path
        other._hide(deletes)
        return other

    def _live(self) -> NDArray[np.bool_]:
        live = np.ones(self.documents, bool)
        if self.deletes is not None:
            self.deletes.verify_all()
            live[self.deletes["articles"]] = False
        return live

    @cached_property
    def strings(self) -> Mapping[View, Strings]:
        """The keys of each view."""
        order = self.container["accented.order"]
        orders = {View.ACCENTED: order}
        return {view: Strings(self.container, view, orders.get(view)) for view in View}

    @cached_property
    def word_hashes(self) -> NDArray[np.uint64]:
        """A hash of each word, uint64."""
        return key_hashes(self.container, View.WORDS)

    @cached_property
    def postings(self) -> Mapping[View, Postings]:
        """The postings of each view."""
        return {view: Postings(self.container, view) for view in View}

    @cached_property
    def frequencies(self) -> Mapping[View, NDArray[np.int32]]:
        """Live articles that have each key in each field, int32 of shape (fields, keys)."""
        return {view: self._frequency(view) for view in View}

    def _frequency(self, view: View) -> NDArray[np.int32]:
        counts: NDArray[np.int32] = self.container[f"{view}.df"].astype(np.int32)
        if self.deletes is not None:
            counts[:, self.deletes[f"{view}.keys"]] -= self.deletes[f"{view}.df"]
        return counts

    @cached_property
    def places(self) -> Places:
        """Where the syllables stand."""
        return Places(self.container)

    @cached_property
    def tokens(self) -> Coded:
        """The syllables of all texts, in order; terms count from 1."""
        return Coded(self.container, "tokens")

    @cached_property
    def word_bags(self) -> Coded:
        """The distinct words of all texts; words count from 1."""
        return Coded(self.container, "words.bag")

    @cached_property
    def stored(self) -> Stored:
        """The articles themselves."""
        return Stored(self.container)

    @cached_property
    def tags(self) -> TagTable:
        """The tags of each article."""
        return TagTable(self.container)

    @cached_property
    def ids(self) -> Strings:
        """The id of each article."""
        return Strings(self.container, "ids", self.container["ids.order"])

    @cached_property
    def starts(self) -> NDArray[np.int32]:
        """Where each text (field * documents + article) starts among the tokens."""
        return self.container["starts"]

    @cached_property
    def lengths(self) -> NDArray[np.int64]:
        """Syllables of each text, int64 of shape (fields, documents)."""
        starts = self.starts.astype(np.int64)
        return (starts[1:] - starts[:-1]).reshape(FIELDS, -1) - 1

    @cached_property
    def word_lengths(self) -> NDArray[np.int64]:
        """Words of each text, int64 of shape (fields, documents)."""
        lengths: NDArray[np.int64] = self.container["words.lengths"].astype(np.int64)
        return lengths.reshape(FIELDS, -1)

    def find(self, id_: str) -> int:
        """Return the number of the live article with this id, or -1."""
        return next((number for number in self.ids.find_all(id_) if self.live[number]), -1)
