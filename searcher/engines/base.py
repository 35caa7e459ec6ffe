"""The contract of an engine: Documents in, Candidates out.

Engines do not analyse text, do not parse queries and do not highlight: they get ready tokens and
answer with ids. `tests/contract/test_engines.py` asks the same questions of every engine; `memory`,
written for plainness, is the oracle the others are compared with.

What every engine computes
--------------------------
*Matching.* A Word matches an article where its folded key occurs in a text field; it matches
*as typed* where its accented key occurs, or anyway if it was typed without marks. An exact word
matches only by its accented key. Phrases match within one field; inside a phrase a marked word
must occur as typed, an unmarked one by its folded key. A Number matches where one of its keys is
among the numbers of the article. Inside Not, words match as typed.

From that every matching article gets a Tier: EXACT when the tree matches with every word as typed,
FOLDED when it matches by folded keys. MOST exists for a root All only: its Words that are not exact
share a quorum, the words an article has must carry at least `scoring.quorum(n)` of their idf weight
(idf of the folded key; n counts distinct folded keys that are no fillers; fillers and words that no
article has weigh nothing), and every other child must match. When nothing weighs there is no MOST.

*Opening tiers.* EXACT is answered first; FOLDED and then MOST are opened as long as the tiers before
hold fewer than `per_page` articles, or at once for a mixed query.
Articles of a mixed query stand in the order of their scores whatever the tier. Sorted by date, only the first tier that is not empty is
answered. `total`, `tier_totals` and facets count the opened tiers. Filters and `exclude` apply to all.

*Prefixes.* A Prefix stands for the keys that begin so, at most `query.limits.prefix_keys` of them: those that
most articles have, in the field where most have them; equal ones in the order of their code points.

*Cost.* `Candidates.touched` counts the postings that were read. Every list is read at most a few times: the
count stays below `scoring.READINGS` times the keys of the query (its words, their readings, the keys of its
prefixes, its extras) times the articles, and the occurrences of the words of phrases.

*Deadline.* Once `query.deadline` has passed an engine answers with what it has by then and marks it as
`Candidates.partial`. Every article of a partial answer matches and has the tier that it has in the whole one,
each stands there once, and no total or facet counts an article that does not match; anything else may be
missing. An engine that is in time never answers in part on that account, and being late is never an error.

*Score.* `scoring.py` has the formula. Order: tier, score, both descending; then newest first
(undated last), then id ascending.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from searcher.model import (
    ANY,
    Article,
    Candidates,
    Document,
    Facet,
    Filters,
    Query,
    Reading,
    Statistics,
    Word,
)
from searcher.model.explanation import Explanation
from searcher.model.forward import Forward
from searcher.model.limits import Deadline


class Writer(Protocol):
    """Adds documents to a generation that nobody sees yet."""

    def write(self, batch: Sequence[Document]) -> None:
        """Add the documents; one with an id that is already there replaces it, the last one wins."""

    def packer(self) -> Callable[[Sequence[Document]], Any]:
        """Return what makes documents ready to be added: to be called in worker processes, side by side.

        It is picklable, and so is what it returns, which only `adopt` of this writer understands.
        """

    def adopt(self, packed: Any, chosen: Sequence[int]) -> None:
        """Add some of the documents that were packed, by their places; otherwise as `write`."""

    def put_away(self, packed: Any, folder: Path) -> dict[str, Any]:
        """Keep in a folder what was packed, so that it outlives this writer; call it before `adopt`.

        Returns what another writer needs to take it up, as JSON can hold it. The folder is on the same disk.
        """

    def take_up(self, record: Mapping[str, Any], folder: Path) -> Any:
        """Return what another writer packed and put away, once all of it was looked at; raises IndexDamaged."""

    def delete(self, ids: Iterable[str]) -> None:
        """Remove articles by id; unknown ids are ignored."""

    def finish(self) -> None:
        """Make all that was written durable and close; nothing may be written after.

        Raises NoSpace when the disk is full, IndexDamaged when the segments to add to are broken.
        """

    def abandon(self) -> None:
        """Close and forget what was written."""


class Reader(Protocol):
    """Answers from one finished generation; safe to share between threads."""

    def until(self, deadline: Deadline) -> Self:
        """Return the same reader for one question that shall be answered by then; nothing of it needs to be closed.

        What it cannot have in time it gives in part (`Candidates.partial`), or raises ClusterUnreachable: nobody
        waits much longer, whatever he asks for. Engines that keep the archive themselves need no such limit.
        """

    def search(self, query: Query, limit: int) -> Candidates:
        """Return the best `limit` matches with exact totals and facets over all of them."""

    def days(self, query: Query) -> tuple[Facet, ...]:
        """Count the matches that a search would count on each day: `YYYY-MM-DD` in order, no day without one."""

    def nearest(
        self,
        readings: Sequence[Reading],
        limit: int,
        *,
        filters: Filters = ANY,
        exclude: frozenset[str] = frozenset(),
    ) -> Candidates:
        """Return the `limit` articles with the greatest sums of the scores of some keys, whichever they have.

        The scores are those sums, all above 0; ties stand as in a search; every tier is MOST; `total` counts
        what is returned, and there are no facets.
        """

    def numbers(self, ids: Sequence[str]) -> NDArray[np.int64]:
        """Return what the reader calls some articles, as in `Candidates.numbers`; raises ArticleNotFound."""

    def rarities(self, readings: Sequence[Reading]) -> NDArray[np.float64]:
        """Return the idf of each key as the first score has it, float64; 0 where no article has the key."""

    def scores(self, query: Query, numbers: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the first scores of some articles by `Candidates.numbers`, as if they matched the query."""

    def forward(self, numbers: NDArray[np.int64], words: Sequence[Word]) -> Forward:
        """Return, for candidates of this reader by `Candidates.numbers`, what the second look needs.

        Their bags of words, and the places of the folded keys of `words`; see `model/forward.py`.
        """

    def signatures(self, numbers: NDArray[np.int64]) -> NDArray[np.uint8]:
        """Return the signatures of some articles by `Candidates.numbers`, uint8 of shape (articles, BINS).

        `engines/signatures.py` makes them; who compares them finds near-copies.
        """

    def alike(
        self,
        signature: NDArray[np.uint8],
        limit: int,
        *,
        least: int = 1,
        filters: Filters = ANY,
        exclude: frozenset[str] = frozenset(),
    ) -> Candidates:
        """Return the `limit` articles whose signatures agree with one in most bins, in `least` or more of them.

        The scores are the numbers of bins, those that are EMPTY in the one aside; the rest is as with `nearest`.
        """

    def explain(self, query: Query, numbers: NDArray[np.int64]) -> list[Explanation]:
        """Return what makes the first score of some matches of a query, by `Candidates.numbers`.

        The points of its parts add up to the score; `engines/explaining.py` puts them together.
        """

    def articles(self, ids: Sequence[str]) -> list[Article]:
        """Return the stored articles of these ids, in their order; raises ArticleNotFound."""

    def scan(self) -> Iterator[Article]:
        """Yield every stored article, in the order they were written."""

    def statistics(self) -> Statistics:
        """Count what is there."""

    def check(self) -> Iterator[str]:
        """Read everything and yield one sentence for each thing that is damaged."""

    def close(self) -> None:
        """Give the files back; searching after that is an error."""


class Engine(Protocol):
    """Opens generations; a family of exchangeable parts."""

    name: str
    format: int
    """Version of what the engine writes; a manifest with another one is not opened."""

    def writer(self, folder: Path) -> Writer:
        """Return a writer into `folder`, which is empty or holds the predecessor's files (hard links).

        Files that are already there must never be changed in place, only replaced or left.
        """

    def reader(self, folder: Path) -> Reader:
        """Open what a writer finished; raises IndexDamaged, naming the file."""

    def show(self, folder: Path) -> None:
        """Tell those who ask the engine itself that `folder` is what readers see from now on.

        Called once CURRENT names it; readers of ours need nothing else.
        """

    def forget(self, folder: Path) -> None:
        """Give back what a writer keeps outside of `folder`, which will be removed."""


class ContextReader(Reader, Protocol):
    """A Reader that closes itself at the end of a `with` block."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *exc: object) -> None: ...
