"""How what is typed goes on: laws over the samples."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unidecode import unidecode

from searcher import Archive
from searcher.suggesters import Lexicon, complete
from searcher.suggesters.lexicon.kinds import Kind
from searcher.vietnamese import is_marked, syllables


def some_title(lexicon: Lexicon, number: int) -> str:
    titles = [i for i in range(len(lexicon.lines)) if lexicon.lines.kind(i) is Kind.TITLE]
    return lexicon.lines.text(titles[number % len(titles)])


@given(number=st.integers(0, 10_000), many=st.integers(2, 5), bare=st.booleans())
def test_every_title_is_found_by_how_it_begins(
    lexicon: Lexicon, number: int, many: int, bare: bool
) -> None:
    title = some_title(lexicon, number)
    spans = syllables(title)
    typed = title[: spans[min(many, len(spans) - 1) - 1].end]
    found = complete(unidecode(typed) if bare else typed, lexicon, 20)
    keys = tuple(s.accented for s in spans)
    assert keys in {tuple(s.accented for s in syllables(way.text)) for way in found}


@given(number=st.integers(0, 10_000), cut=st.integers(1, 40))
def test_completions_agree_with_what_was_typed(lexicon: Lexicon, number: int, cut: int) -> None:
    typed = some_title(lexicon, number)[:cut]
    words = syllables(typed)
    found = complete(typed, lexicon)
    assert len({way.text.lower() for way in found}) == len(found)
    for way in found:
        ((start, end),) = way.typed
        marked = syllables(way.text[start:end])
        asked = words[-len(marked) :]
        for word, shown in zip(asked[:-1], marked[:-1], strict=True):
            assert shown.folded == word.folded
            assert not is_marked(word.text) or shown.accented == word.accented
        assert marked[-1].folded.startswith(asked[-1].folded)


@given(typed=st.text(max_size=600))
def test_nothing_that_can_be_typed_fails(lexicon: Lexicon, typed: str) -> None:
    assert len(complete(typed, lexicon, 5)) <= 5


@pytest.mark.parametrize("typed", ["", "   ", "!!!", '"', "-", "(", "\u0300", "🙂"])
def test_nothing_goes_on_from_nothing(archive: Archive, typed: str) -> None:
    assert archive.suggest(typed).completions == ()


def test_marks_that_were_typed_are_respected_and_others_are_free(lexicon: Lexicon) -> None:
    bare = {way.text for way in complete("le hoi ao", lexicon)}
    assert any("lễ hội áo dài" in text.lower() for text in bare)
    assert complete("lê hoi ao", lexicon) == () or all(
        "lễ" not in way.text[slice(*way.typed[0])] for way in complete("lê hoi ao", lexicon)
    )


def test_signs_of_the_query_language_stay_before_the_completion(lexicon: Lexicon) -> None:
    found = complete('huế "lễ hội á', lexicon)
    assert found
    assert all(way.text.startswith('huế "') for way in found)


def test_raw_telex_is_read_where_nothing_else_goes_on(lexicon: Lexicon) -> None:
    found = complete("leex hooij aos d", lexicon)
    assert any("lễ hội áo" in way.text.lower() for way in found)
