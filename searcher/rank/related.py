"""Related articles in their final order: near-copies behind the best of them, or apart."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from searcher.model import COLLAPSED, Candidates, Showing, Tier
from searcher.rank.copies import Signing, standing
from searcher.rank.ranked import Ranked, Ranking


def rank_related(
    candidates: Candidates,
    scores: NDArray[np.float64],
    limit: int,
    least: float = 0.0,
    signing: Signing | None = None,
    showing: Showing = COLLAPSED,
) -> Ranking:
    """Return the best `limit` of the candidates by their likeness `scores` (float64, one for each).

    Those below `least` are not related and do not count. With `signing` near-copies collapse, unless `showing` says otherwise.
    """
    places = np.argsort(-scores, kind="stable")
    places = places[scores[places] >= least]
    stand = standing(replace(candidates, total=len(places)), places, signing, showing)
    rows = stand.shown[:limit].tolist()
    hits = [
        Ranked(
            id=candidates.ids[places[row]],
            score=float(scores[places[row]]),
            tier=Tier.EXACT,
            copies=tuple(candidates.ids[places[copy]] for copy in stand.copies(row)),
            number=int(candidates.numbers[places[row]]),
        )
        for row in rows
    ]
    return Ranking(
        hits=hits, total=stand.total, collapsed=stand.collapsed, partial=candidates.partial
    )
