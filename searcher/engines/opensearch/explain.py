"""What the cluster's articles know of themselves for their explanation: read off their forward fields."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from searcher.engines import scoring
from searcher.engines.opensearch.gathered import WIDTH, Gathered
from searcher.engines.opensearch.scorer import Scorer
from searcher.engines.opensearch.vocabulary import Vocabulary
from searcher.model import Phrase, Prefix, Reading, View
from searcher.model.explanation import Occurrence


class ClusterEvidence:
    """Some articles by row, and one vocabulary."""

    def __init__(self, gathered: Gathered, vocabulary: Vocabulary) -> None:
        self._scorer = Scorer(gathered, vocabulary)
        self._vocabulary = vocabulary

    def points(self, reading: Reading, field: str | None, at: int) -> float:
        """Return the weighted score of a reading."""
        return float(self._scorer.reading(reading, field)[at])

    def holds(self, node: Phrase | Prefix, field: str | None, at: int) -> bool:
        """Tell whether a phrase or a prefix matches."""
        look = self._scorer.phrase if isinstance(node, Phrase) else self._scorer.prefix
        return bool(look(node, field)[at])  # type: ignore[arg-type]  # each gets what it looks for

    def occurrences(
        self, view: View, key: str, field: str | None, at: int, *, prefix: bool = False
    ) -> tuple[Occurrence, ...]:
        """Return how often a key stands in each field, per form."""
        fields = scoring.FIELDS if field is None else (field,)
        counts = Counter(
            (form, name) for name in fields for form in self._forms(view, key, name, at, prefix)
        )
        strings = self._vocabulary.strings(View.WORDS if view is View.WORDS else View.ACCENTED)
        found = [
            Occurrence(key=strings[form], **{name: counts[form, name] for name in scoring.FIELDS})
            for form in {form for form, _ in counts}
        ]
        return tuple(sorted(found, key=lambda o: (-(o.title + o.summary + o.body), o.key)))

    def _forms(self, view: View, key: str, field: str, at: int, prefix: bool) -> Sequence[int]:
        """Return the form of every occurrence in one field."""
        number = self._vocabulary.number(view, key)
        place = scoring.FIELDS.index(field)
        if view is View.NUMBERS:
            return ()
        if view is View.WORDS:
            return [number] * int(self._scorer.counts(view, number)[at, place])
        accented, folded = self._scorer.text(at * WIDTH + place)
        begun = self._vocabulary.strings(view).beginning_with(key) if prefix else [number]
        seen = np.isin(accented if view is View.ACCENTED else folded, begun)
        forms: list[int] = accented[seen].tolist()
        return forms
