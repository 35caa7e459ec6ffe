"""Whatever the archive and the query: what an explanation lists adds up to the score, for every engine alike."""

import numpy as np
from hypothesis import given, note, settings
from hypothesis import strategies as st

from searcher.engines.base import Reader
from searcher.engines.memory import MemoryEngine
from searcher.engines.whoosh.columns import ColumnsEngine
from searcher.model import Query
from searcher.model.explanation import Explanation, Form, Part
from tests.property.test_columns import Run, queries, runs, written


def explanations(reader: Reader, query: Query) -> dict[str, tuple[float, Explanation]]:
    """Return score and explanation of every match, by id."""
    found = reader.search(query, 100)
    made = reader.explain(query, found.numbers)
    return dict(zip(found.ids, zip(found.scores.tolist(), made, strict=True), strict=True))


def without_points(part: Part) -> tuple[object, ...]:
    return part.typed, part.form, part.field, part.phrase, part.occurrences


@given(history=runs(), asked=st.lists(queries(), min_size=1, max_size=4))
@settings(max_examples=40)
def test_parts_add_up_and_engines_agree(history: list[Run], asked: list[Query]) -> None:
    with written(ColumnsEngine(), history) as columns, written(MemoryEngine(), history) as plain:
        for query in asked:
            note(str(query))
            found, expected = explanations(columns, query), explanations(plain, query)
            assert found.keys() == expected.keys()
            for id_, (score, why) in found.items():
                np.testing.assert_allclose(why.first, score, atol=1e-6)
                assert_alike(why, expected[id_][1])


def assert_alike(one: Explanation, other: Explanation) -> None:
    assert [without_points(part) for part in one.parts] == [
        without_points(part) for part in other.parts
    ]
    points = [[part.points for part in why.parts] for why in (one, other)]
    np.testing.assert_allclose(points[0], points[1], rtol=0, atol=1e-6)
    for part in one.parts:
        assert (part.form is Form.MISSING) == (part.points == 0)
