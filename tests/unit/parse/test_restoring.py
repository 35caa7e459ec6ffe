"""Words typed without diacritics are read through their likeliest restorations, over the folded base."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.engines import Reader, engine_named
from searcher.errors import ParameterError
from searcher.model import All, Query, View, Word
from searcher.parse import parse_query
from searcher.parse.restoring import Restoring
from searcher.vietnamese.restoration import Choices
from searcher.vietnamese.syllables import tokens
from tests.corpus import article, indexed

FORMS = {
    "thanh": (("thành", 0.9), ("thanh", 0.1)),
    "pho": (("phố", 0.98), ("phở", 0.02)),
    "duong": (("đường", 0.62), ("dương", 0.38)),
    "nam": (("năm", 0.55), ("nam", 0.41), ("nắm", 0.04)),
    "hue": (("huế", 1.0),),
}
WRONG = {"thanh": (("thánh", 1.0),), "pho": (("phò", 1.0),), "duong": (("dưỡng", 1.0),)}


def guessing(forms: Mapping[str, tuple[tuple[str, float], ...]]) -> Restoring:
    """Return what reads each word as these forms, the others as they are."""

    def choices(text: str) -> Sequence[Choices]:
        return [
            Choices(start=one.start(), end=one.end(), readings=forms.get(one[0], ((one[0], 1.0),)))
            for one in tokens(text)
        ]

    return choices


def read(typed: str, **options: object) -> Query:
    return parse_query(typed, restore=guessing(FORMS), **options)  # type: ignore[arg-type]


def words(query: Query) -> list[Word]:
    children = query.tree.children if isinstance(query.tree, All) else (query.tree,)
    return [child for child in children if isinstance(child, Word)]


def keys(word: Word) -> dict[tuple[View, str], float]:
    return {(reading.view, reading.key): reading.weight for reading in word.readings}


def test_a_bare_word_is_read_as_what_it_likely_means() -> None:
    thanh, _ = words(read("thanh pho"))
    assert keys(thanh) == {
        (View.ACCENTED, "thành"): 0.9,
        (View.ACCENTED, "thanh"): 0.1,
        (View.FOLDED, "thanh"): 0.55,
    }


def test_the_surer_a_guess_the_less_the_folded_key_counts() -> None:
    weights = [keys(words(read(typed))[0])[View.FOLDED, typed] for typed in ("nam", "duong", "hue")]
    assert weights == sorted(weights, reverse=True)
    assert weights[-1] > 0


def test_whole_words_of_the_restored_text_add_score() -> None:
    extras = {extra.key: extra.weight for extra in read("thanh pho").extras}
    assert set(extras) == {"thành_phố"}
    assert not [extra for extra in parse_query("thanh pho").extras if extra.key == "thành_phố"]


@pytest.mark.parametrize(
    "typed", ["thành phố huế", "+thanh +pho", "của các là", "54 2024", "thành phố nam"]
)
def test_what_was_typed_on_purpose_is_not_guessed_at(typed: str) -> None:
    assert read(typed).tree == parse_query(typed).tree


def test_words_taken_verbatim_are_not_guessed_at() -> None:
    assert read("thanh pho", verbatim=True).tree == parse_query("thanh pho", verbatim=True).tree


def test_a_query_with_half_of_its_diacritics_is_read_too() -> None:
    thanh, pho = words(read("thanh phố"))
    assert (View.ACCENTED, "thành") in keys(thanh)
    assert pho == words(parse_query("thanh phố"))[1]


NEWS = [
    article("tp", "Thành phố có đường mới", "Đường phố mở rộng."),
    article("ds", "Ánh dương trên thanh phở", "Thanh và phở."),
    article("khac", "Thánh phò dưỡng", "Dưỡng sinh."),
]


@pytest.fixture(scope="module", params=["memory", "whoosh"])
def reader(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return indexed(engine_named(request.param), tmp_path_factory.mktemp("index"), [NEWS])


@pytest.mark.parametrize(
    "typed", ["thanh pho", "duong", "thanh pho duong", '"thanh pho"', "tieu-de:duong"]
)
def test_a_wrong_guess_hides_no_article(reader: Reader, typed: str) -> None:
    plain = reader.search(parse_query(typed), 10)
    wrong = reader.search(parse_query(typed, restore=guessing(WRONG)), 10)
    assert set(wrong.ids) == set(plain.ids)
    assert wrong.tier_totals == plain.tier_totals


def test_a_right_guess_puts_its_article_first(reader: Reader) -> None:
    assert reader.search(read("thanh pho"), 10).ids[0] == "tp"
    assert reader.search(read("duong"), 10).ids[0] == "tp"


@given(
    st.lists(
        st.sampled_from([*FORMS, "OR", "-", '"', "(", "54", "huế", "title:", " "]), max_size=12
    )
)
def test_what_was_understood_is_guessed_the_same(pieces: list[str]) -> None:
    try:
        asked = read(" ".join(pieces))
    except ParameterError:
        return
    again = read(asked.understood)
    assert (again.tree, again.understood) == (asked.tree, asked.understood)


def test_the_model_of_an_archive_may_be_missing() -> None:
    none = parse_query("thanh pho", restore=lambda _: ())
    assert none.tree == parse_query("thanh pho").tree
