"""Every engine can say which words matched where, in which form, and what each added."""

import pytest

from searcher.engines import ENGINES, Reader, engine_named
from searcher.model.explanation import Explanation, Form, Occurrence, Part
from searcher.parse import parse_query
from tests.corpus import article, indexed

NEWS = [
    article("duong", "Con đường ven biển", "Đường mới, đường đẹp. Ánh dương ven sông.", summary="Mở đường."),
    article("duong2", "Ánh dương", "Dương xỉ mọc ven suối."),
    article("nq", "Nghị quyết 54-NQ/TW", "UBND tỉnh họp. Ủy ban nhân dân tỉnh Thừa Thiên Huế bàn Nghị quyết 54-NQ/TW."),
    article("khac", "Tin khác", "Không có gì."),
]  # fmt: skip


@pytest.fixture(params=ENGINES, scope="module")
def reader(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return indexed(
        engine_named(request.param), tmp_path_factory.mktemp("index"), [NEWS[:2], NEWS[2:]]
    )


def explain(reader: Reader, typed: str, id_: str) -> Explanation:
    query = parse_query(typed)
    found = reader.search(query, 100)
    at = found.ids.index(id_)
    (why,) = reader.explain(query, found.numbers[[at]])
    assert why.first == pytest.approx(found.scores[at], abs=1e-6)
    return why


def part(why: Explanation, typed: str) -> Part:
    (found,) = [one for one in why.parts if one.typed == typed]
    return found


def test_a_word_as_typed_says_where_it_stands_and_how_often(reader: Reader) -> None:
    found = part(explain(reader, "đường", "duong"), "đường")
    assert found.form is Form.TYPED
    assert found.occurrences == (Occurrence(key="đường", title=1, summary=1, body=2),)
    assert found.points > 0


def test_a_word_in_another_accent_says_which(reader: Reader) -> None:
    found = part(explain(reader, "đường", "duong2"), "đường")
    assert found.form is Form.FOLDED
    assert [one.key for one in found.occurrences] == ["dương"]


def test_a_word_without_marks_lists_its_accents_the_most_frequent_first(reader: Reader) -> None:
    found = part(explain(reader, "duong", "duong"), "duong")
    assert found.form is Form.UNMARKED
    assert [(one.key, one.title + one.summary + one.body) for one in found.occurrences] == [
        ("đường", 4),
        ("dương", 1),
    ]


def test_a_word_that_is_not_there_is_named(reader: Reader) -> None:
    found = part(explain(reader, "ven biển dương xỉ mọc", "duong"), "xỉ")
    assert (found.form, found.points, found.occurrences) == (Form.MISSING, 0.0, ())


def test_a_phrase_is_named_with_each_of_its_words(reader: Reader) -> None:
    why = explain(reader, '"ven biển"', "duong")
    assert {one.phrase for one in why.parts if one.form is Form.TYPED} == {"ven biển"}


def test_a_name_is_explained_by_its_other_form(reader: Reader) -> None:
    why = explain(reader, "ubnd", "nq")
    named = [one for one in why.parts if one.form is Form.NAME]
    assert " ".join(one.typed for one in named) == "ủy ban nhân dân"
    assert part(why, "ubnd").points > 0


def test_a_number_counts_whole(reader: Reader) -> None:
    forms = [one.form for one in explain(reader, "54-NQ/TW", "nq").parts]
    assert Form.NUMBER in forms


def test_a_whole_word_counts_beside_its_syllables(reader: Reader) -> None:
    why = explain(reader, "nghị quyết", "nq")
    assert part(why, "nghị quyết").form is Form.WORD


def test_a_field_is_named_and_nothing_counts_outside_of_it(reader: Reader) -> None:
    found = part(explain(reader, "tiêu-đề:đường", "duong"), "đường")
    assert found.field == "title"
    assert found.occurrences == (Occurrence(key="đường", title=1, summary=0, body=0),)


def test_a_prefix_lists_what_begins_so(reader: Reader) -> None:
    found = part(explain(reader, "duo*", "duong"), "duo")
    assert (found.form, found.points) == (Form.PREFIX, 1.0)
    assert [one.key for one in found.occurrences] == ["đường", "dương"]


def test_what_must_not_be_there_adds_nothing(reader: Reader) -> None:
    why = explain(reader, "đường -suối", "duong")
    assert "suối" not in [one.typed for one in why.parts]


def test_nothing_asked_explains_nothing(reader: Reader) -> None:
    assert explain(reader, "", "khac").parts == ()
