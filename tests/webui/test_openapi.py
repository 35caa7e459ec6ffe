"""The description of the JSON interface holds for the running server, whatever is asked."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

import webui
from tests.webui.served import served

CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)


DESCRIBED = json.loads(
    (Path(webui.__file__).parent / "programs" / "openapi.json").read_text(encoding="utf-8")
)
LABELS = [
    f"{method.upper()} {path}" for path, ways in DESCRIBED["paths"].items() for method in ways
]


@pytest.fixture(scope="module")
def running(request: pytest.FixtureRequest) -> Iterator[str]:
    with served(request.getfixturevalue("settings")) as server:
        yield server.address


@pytest.mark.parametrize("label", LABELS)
def test_every_answer_is_as_described(running: str, label: str) -> None:
    schema = schemathesis.openapi.from_url(f"{running}/openapi.json")
    operation = schema.find_operation_by_label(label)
    assert operation is not None

    @settings(
        max_examples=15,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy())
    def law(case: schemathesis.Case) -> None:
        case.call_and_validate(checks=list(CHECKS))

    law()


def test_every_route_of_the_interface_is_described(client: FlaskClient) -> None:
    described = client.get("/openapi.json").get_json()
    assert described["openapi"].startswith("3.1")
    routes = {
        (rule.rule.replace("<path:article_id>", "{id}"), method.lower())
        for rule in client.application.url_map.iter_rules()
        if rule.rule.startswith("/api/")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    told = {(path, method) for path, ways in described["paths"].items() for method in ways}
    assert told == routes
