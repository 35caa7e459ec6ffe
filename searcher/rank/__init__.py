"""The second look: the engine's best few hundred are looked at again, and one page of them becomes the hits.

    depth_of(query)                      how many candidates the engine is asked for
    rank(candidates, query, forward)     the hits of the page, best first

Near-copies collapse behind the best of them (`copies.py`). The look itself is `look.py`, what it sees `places.py` and `agreement.py`, what each thing counts
`weights.toml`. It stands above all engines: it gets arrays of `model.Forward` and computes on whole arrays.
"""

from searcher.rank.look import POOL, Forwarding
from searcher.rank.ranked import Ranked, Ranking, depth_of, rank

__all__ = ["POOL", "Forwarding", "Ranked", "Ranking", "depth_of", "rank"]
