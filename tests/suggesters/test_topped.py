"""A lexicon topped up is what one would be that was made of all counts at once: laws against the plain way."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from searcher import Settings
from searcher.container import write_container
from searcher.publish import RESTORATION
from searcher.suggesters import Corrector, Fresh, Lexicon, ToppedLexicon
from searcher.suggesters.lexicon.arrays import FORMAT
from searcher.suggesters.lexicon.pairs import pair_arrays
from searcher.suggesters.lexicon.syllabary import Syllabary, draft
from searcher.vietnamese import accented_key, fold
from searcher.vietnamese.restoration import Builder, Restorer
from searcher.vietnamese.restoration.model import Model
from searcher.vietnamese.restoration.text import UNKNOWN

MOST = 0xFFFFFFFF


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What was counted of some articles: syllables by accented key, how they are written, and neighbours."""

    syllables: dict[str, int]
    spellings: dict[str, str] = field(default_factory=dict)
    neighbours: dict[tuple[str, str], int] = field(default_factory=dict)

    def file(self, path: Path) -> Path:
        """Write a lexicon without lines, with which no title is gone."""
        made = draft(self.syllables, self.spellings)
        folded = made.folded.tolist()
        gone = np.frombuffer(json.dumps({}).encode(), np.uint8)
        write_container(
            path,
            {
                **made.arrays(),
                **self._pairs("pairs", made.keys, range(1, len(folded))),
                **self._pairs("folded", made.keys, folded[1:]),
                "gone": gone,
            },
            {"format": FORMAT, "articles": len(self.syllables)},
            durable=False,
        )
        return path

    def _pairs(
        self, name: str, keys: Sequence[str], numbers: Sequence[int]
    ) -> dict[str, NDArray[Any]]:
        """Return the arrays of neighbours by the numbers that their keys have."""
        number = dict(zip(keys, numbers, strict=True))
        firsts = np.array([number[first] for first, _ in self.neighbours], np.int64)
        seconds = np.array([number[second] for _, second in self.neighbours], np.int64)
        counts = np.array(list(self.neighbours.values()), np.int64)
        return pair_arrays(name, firsts, seconds, counts, max(numbers, default=0) + 1)


def both(learned: Counts, fresh: Counts) -> Counts:
    """Return the counts of both, added up one by one; what both have is spelled as learned."""
    syllables, neighbours = dict(learned.syllables), dict(learned.neighbours)
    for key, count in fresh.syllables.items():
        syllables[key] = min(MOST, syllables.get(key, 0) + count)
    for pair, count in fresh.neighbours.items():
        neighbours[pair] = neighbours.get(pair, 0) + count
    spellings = {key: word for key, word in fresh.spellings.items() if key not in learned.syllables}
    return Counts(
        syllables=syllables, spellings=spellings | learned.spellings, neighbours=neighbours
    )


WORDS = (
    "",
    "quit",
    "quýt",
    "ky",
    "kỹ",
    "hoà",
    "hòa",
    "hoa",
    "Москва",
    "ñ",
    "a1",
    "yagi",
    "ß",
    "中",
)
keys = (st.sampled_from(WORDS[1:]) | st.text("aáàâbcđeênquityhg1žя", min_size=1, max_size=4)).map(
    accented_key
)


@st.composite
def counted(draw: st.DrawFn) -> Counts:
    syllables = draw(st.dictionaries(keys, st.integers(1, 60) | st.just(MOST), max_size=12))
    if not syllables:
        return Counts(syllables=syllables)
    some = st.sampled_from(sorted(syllables))
    return Counts(
        syllables=syllables,
        spellings=draw(st.dictionaries(some, st.sampled_from(WORDS[1:]), max_size=4)),
        neighbours=draw(st.dictionaries(st.tuples(some, some), st.integers(2, 99), max_size=9)),
    )


@dataclass(frozen=True, slots=True)
class Made:
    """A lexicon topped up, what it was learned from, and the same made at once."""

    topped: ToppedLexicon
    learned: Lexicon
    plain: Lexicon


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("topped")


@pytest.fixture(scope="module")
def models(settings: Settings, folder: Path) -> tuple[Model, Model]:
    """Return the model of the samples and that of a very small archive."""
    builder = Builder()
    builder.add(["quýt hòa yagi hoa"] * 9)
    builder.write(folder / "model")
    return Restorer(settings.folder / "000001" / RESTORATION).model, Model(folder / "model")


def made(learned: Counts, fresh: Counts, folder: Path) -> Made:
    older = Lexicon(learned.file(folder / "learned"))
    topped = ToppedLexicon(older, Fresh(fresh.file(folder / "fresh")))
    return Made(topped, older, Lexicon(both(learned, fresh).file(folder / "plain")))


def ids_of(syllabary: Syllabary, model: Model) -> list[int]:
    words = map(syllabary.spelled, range(1, len(syllabary)))
    return [UNKNOWN, *(model.number(word) or UNKNOWN for word in words)]


def ranges(syllabary: Syllabary, asked: Iterable[str]) -> list[tuple[range, range, int, int]]:
    return [
        (
            syllabary.same(text),
            syllabary.beginning(text),
            syllabary.number(text),
            syllabary.fold_number(text),
        )
        for text in asked
    ]


def neighbours(lexicon: Lexicon) -> list[list[int]]:
    """Return the counts of every pair of accented numbers and of folded ones, no syllable among them."""
    known = lexicon.syllabary
    sides = (lexicon.pairs, len(known)), (lexicon.folded_pairs, len(known.folds))
    return [
        pairs.counts(*np.array([*product(range(many), repeat=2)], np.int64).T).tolist()
        for pairs, many in sides
    ]


@given(learned=counted(), fresh=counted())
def test_the_syllables_and_neighbours_are_those_of_all_counts_at_once(
    folder: Path, learned: Counts, fresh: Counts
) -> None:
    found = made(learned, fresh, folder)
    ours, plain = found.topped.syllabary, found.plain.syllabary
    named = ["", *map(fold, plain.keys[1:])]
    assert (ours.keys, ours.folds) == (plain.keys, plain.folds)
    assert [plain.folds[n] for n in plain.folded.tolist()] == named
    for name in ("counts", "folded", "fold_starts", "fold_counts"):
        mine, other = getattr(ours, name), getattr(plain, name)
        assert mine.dtype == other.dtype, name
        assert mine.tolist() == other.tolist(), name
    numbers = range(len(plain))
    assert [*map(ours.spelled, numbers)] == [*map(plain.spelled, numbers)]
    asked = {*WORDS, *plain.keys, *plain.folds}
    assert ranges(ours, asked) == ranges(plain, asked)
    for text in plain.folds[1:]:
        assert [*ours.same(text)] == [n for n in numbers if named[n] == text]
        assert [*ours.beginning(text)] == [n for n in numbers if named[n].startswith(text)]
    assert found.topped.is_fresh.tolist() == [
        bool(key) and key not in learned.syllables for key in plain.keys
    ]
    assert neighbours(found.topped) == neighbours(found.plain)


@given(learned=counted(), fresh=counted(), order=st.permutations([0, 1, 0]))
def test_ids_are_those_of_the_model_that_asks_whichever_asked_before(
    folder: Path, models: tuple[Model, Model], learned: Counts, fresh: Counts, order: list[int]
) -> None:
    found = made(learned, fresh, folder)
    for each in order:
        for lexicon in (found.topped, found.learned):
            mine = lexicon.syllabary.ids(models[each])
            assert mine.tolist() == ids_of(lexicon.syllabary, models[each])


slips = st.lists(st.tuples(st.integers(0, 99), st.sampled_from(["", "h", "n"])), max_size=4)


@given(learned=counted(), fresh=counted(), slipped=slips)
def test_corrections_are_those_of_all_counts_at_once(
    folder: Path, learned: Counts, fresh: Counts, slipped: list[tuple[int, str]]
) -> None:
    found = made(learned, fresh, folder)
    ours, plain = (Corrector.of(lexicon, None) for lexicon in (found.topped, found.plain))
    keys = plain.lexicon.syllabary.keys
    typed = " ".join(keys[number % len(keys)] + more for number, more in slipped)
    for text in (typed, " ".join(map(fold, typed.split()))):
        assert ours.correct(text, lambda _: False) == plain.correct(text, lambda _: False)


def test_what_an_elder_generation_was_topped_up_with_does_not_stay(folder: Path) -> None:
    learned = Counts(syllables={"hòa": 5, "bão": 2})
    older = Lexicon(learned.file(folder / "learned"))
    for fresh in ({"yagi": 3}, {"an": 1, "hóa": 2}, {"hòa": 1}):
        topped = ToppedLexicon(older, Fresh(Counts(syllables=fresh).file(folder / "fresh")))
        plain = Lexicon(both(learned, Counts(syllables=fresh)).file(folder / "plain"))
        assert topped.syllabary.keys == plain.syllabary.keys
        assert topped.syllabary.folds == plain.syllabary.folds
    assert older.syllabary.keys == ["", "bão", "hòa"]
