"""What the plain engine knows of some hits for their explanation."""

from collections import Counter
from collections.abc import Iterator, Sequence

from searcher.engines import scoring
from searcher.engines.memory.matching import Look, Matcher
from searcher.engines.memory.scorer import Scorer
from searcher.model import Document, Phrase, Prefix, Reading, Tokens, View
from searcher.model.explanation import Occurrence


class MemoryEvidence:
    """Some articles, by number, and one query."""

    def __init__(
        self,
        documents: Sequence[Document],
        numbers: Sequence[int],
        matcher: Matcher,
        scorer: Scorer,
    ) -> None:
        self._documents = documents
        self._numbers = numbers
        self._matcher = matcher
        self._scorer = scorer

    def points(self, reading: Reading, field: str | None, at: int) -> float:
        """Return the weighted score of a reading."""
        return self._scorer.reading(reading, self._numbers[at], field)

    def holds(self, node: Phrase | Prefix, field: str | None, at: int) -> bool:
        """Tell whether a phrase or a prefix matches."""
        return self._numbers[at] in self._matcher.match(node, Look(folded=True, field=field))

    def occurrences(
        self, view: View, key: str, field: str | None, at: int, *, prefix: bool = False
    ) -> tuple[Occurrence, ...]:
        """Return how often a key stands in each field, per form."""
        counts: Counter[tuple[str, str]] = Counter()
        for name in scoring.FIELDS if field is None else (field,):
            tokens = getattr(self._documents[self._numbers[at]], name)
            for form, found in _forms(tokens, view):
                if found.startswith(key) if prefix else found == key:
                    counts[form, name] += 1
        forms = {form for form, _ in counts}
        total = {form: sum(counts[form, name] for name in scoring.FIELDS) for form in forms}
        return tuple(
            Occurrence(key=form, **{name: counts[form, name] for name in scoring.FIELDS})
            for form in sorted(forms, key=lambda form: (-total[form], form))
        )


def _forms(tokens: Tokens, view: View) -> Iterator[tuple[str, str]]:
    """Yield the form that is shown and the key that is looked for."""
    match view:
        case View.ACCENTED:
            return zip(tokens.accented, tokens.accented, strict=True)
        case View.FOLDED:
            return zip(tokens.accented, tokens.folded, strict=True)
        case View.WORDS:
            return zip(tokens.words, tokens.words, strict=True)
        case View.NUMBERS:
            return iter(())
