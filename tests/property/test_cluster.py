"""Whatever the archive and the query: three shards of a cluster answer what the plain engine answers."""

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from searcher.engines import engine_named
from searcher.engines.memory import MemoryEngine
from searcher.model import Query
from tests.property.test_columns import Run, assert_equal, queries, runs, written

pytestmark = pytest.mark.cluster


@given(history=runs(), asked=st.lists(queries(), min_size=4, max_size=12))
@settings(max_examples=8, suppress_health_check=list(HealthCheck))
def test_the_cluster_answers_like_the_plain_engine(history: list[Run], asked: list[Query]) -> None:
    engine = engine_named("opensearch")
    with written(engine, history) as cluster, written(MemoryEngine(), history) as plain:
        assert cluster.statistics() == plain.statistics()
        assert list(cluster.scan()) == list(plain.scan())
        assert list(cluster.check()) == []
        for query in asked:
            note(str(query))
            for limit in (1, 100):
                assert_equal(cluster.search(query, limit), plain.search(query, limit))
