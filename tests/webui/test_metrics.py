"""What /metrics tells, to whom, and under which names."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from searcher import MonitoringSettings, Settings, SettingsError, load_settings
from webui import create_app


def figures(client: FlaskClient) -> dict[tuple[str, ...], float]:
    """Return all samples by name and labels, read strictly."""
    text = client.get("/metrics").text
    return {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_requests_are_counted_by_the_template_of_their_route(client: FlaskClient) -> None:
    client.get("/tin/khong-co-bai-nay")
    client.get("/tin/cung-khong-co")
    client.get("/khong/co/dia-chi")
    found = figures(client)
    assert found["timtin_requests_total", "/tin/<path:article_id>", "404"] == 2
    assert found["timtin_requests_total", "(none)", "404"] == 1
    assert found["timtin_request_seconds_count", "/tin/<path:article_id>"] == 2


def test_searches_tell_their_stages_their_hits_and_those_in_vain(client: FlaskClient) -> None:
    client.get("/tim?q=hue&verbatim=1")
    client.get("/api/search?q=qwxzqwxz&verbatim=1")
    found = figures(client)
    assert found["timtin_searches_total",] == 2
    assert found["timtin_searches_empty_total",] == 1
    assert found["timtin_search_results_count",] == 2
    for stage in ("parse", "search", "rank", "highlight", "suggest", "render"):
        assert found["timtin_stage_seconds_count", stage] >= 2, stage


def test_the_archive_the_counters_and_the_process_are_told(
    client: FlaskClient, settings: Settings
) -> None:
    found = figures(client)
    assert found["timtin_index_ready",] == 1
    assert found["timtin_articles",] > 0
    assert found["timtin_index_bytes",] > 0
    assert 0 <= found["timtin_generation_age_seconds",] < 3600
    assert found["timtin_counters_waiting_rows",] >= 0
    assert found["timtin_process_resident_bytes",] > 1 << 20
    assert found["timtin_process_open_files",] > 0
    assert found["timtin_process_cpu_seconds_total",] > 0
    assert found["timtin_requests_under_way",] == 1  # this one


def test_without_an_index_the_figures_say_so(empty_client: FlaskClient) -> None:
    found = figures(empty_client)
    assert found["timtin_index_ready",] == 0
    assert ("timtin_articles",) not in found


@pytest.mark.parametrize(
    ("networks", "address", "status"),
    [
        (("127.0.0.0/8",), "127.0.0.1", 200),
        (("127.0.0.0/8",), "203.0.113.9", 403),
        (("203.0.113.0/24",), "203.0.113.9", 200),
        (("203.0.113.9",), "::ffff:203.0.113.9", 200),
        (("::1",), "::1", 200),
        (("10.0.0.0/8",), "", 403),
        (("*",), "198.51.100.7", 200),
        ((), "127.0.0.1", 403),
    ],
)
def test_only_the_networks_of_the_settings_may_read(
    settings: Settings, networks: tuple[str, ...], address: str, status: int
) -> None:
    told = replace(settings, monitoring=MonitoringSettings(metrics_from=networks))
    client = create_app(told).test_client()
    assert client.get("/metrics", environ_overrides={"REMOTE_ADDR": address}).status_code == status


def test_a_proxy_nobody_told_of_opens_the_figures_to_nobody(settings: Settings) -> None:
    client = create_app(settings).test_client()
    assert client.get("/metrics").status_code == 200
    forwarded = client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"})
    assert forwarded.status_code == 403


def test_labels_do_not_grow_with_what_is_asked(client: FlaskClient) -> None:
    def ask(number: int) -> set[tuple[str, ...]]:
        client.get(f"/tim?q=tin+{number}")
        client.get(f"/khong-co-{number}")
        client.get(f"/nhom/{number}?page={number}", headers={"User-Agent": f"agent {number}"})
        return set(figures(client))

    ask(0)
    before = ask(1)
    assert [ask(number) for number in range(2, 12)][-1] == before


def test_each_site_has_figures_of_its_own(settings: Settings) -> None:
    one, other = (create_app(settings).test_client() for _ in range(2))
    one.get("/healthz")
    assert ("timtin_requests_total", "/healthz", "200") in figures(one)
    assert ("timtin_requests_total", "/healthz", "200") not in figures(other)


MONITORING = Path(__file__).resolve().parents[2] / "deploy" / "monitoring"


def named() -> Iterator[tuple[str, str]]:
    """Yield every metric that the dashboard and the alerts name, with the file that names it."""
    for path in sorted(MONITORING.iterdir()):
        for name in set(re.findall(r"\btimtin_[a-z_]+", path.read_text(encoding="utf-8"))):
            yield path.name, name


def test_what_dashboard_and_alerts_name_is_there(app: Flask, client: FlaskClient) -> None:
    client.get("/tim?q=hue")
    known = {name for name, *_ in figures(client)}
    told = list(named())
    assert {path for path, _ in told} >= {"grafana.json", "alerts.yml"}
    assert [(path, name) for path, name in told if name not in known] == []


@pytest.mark.parametrize(
    ("table", "key", "value"),
    [
        ("monitoring", "metrics_from", '["mạng"]'),
        ("monitoring", "log", '"xml"'),
        ("monitoring", "slow", "-1"),
        ("monitoring", "slow_text", '"có lẽ"'),
        ("monitoring", "traces", '"localhost:4318"'),
        ("monitoring", "traces_share", "1.5"),
        ("monitoring", "colour", "1"),
        ("serving", "processes", "-2"),
        ("serving", "threads", "0"),
        ("serving", "queue", "true"),
        ("serving", "grace", '"lâu"'),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, table: str, key: str, value: str) -> None:
    (tmp_path / "timtin.toml").write_text(f"[{table}]\n{key} = {value}\n", encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_settings({}, tmp_path)
    assert f"{table}.{key}" in caught.value.vi
    assert f"{table}.{key}" in caught.value.en


def test_settings_of_the_environment_stand_before_those_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "timtin.toml").write_text("[monitoring]\nslow = 5\nlog = 'plain'\n", "utf-8")
    environ = {"TIMTIN_MONITORING_SLOW": "70", "TIMTIN_MONITORING_SLOW_TEXT": "yes"}
    read = load_settings({**environ, "TIMTIN_SERVING_PROCESSES": "4"}, tmp_path)
    assert read.monitoring == MonitoringSettings(log="plain", slow=70, slow_text=True)
    assert read.serving.processes == 4


@pytest.mark.parametrize(("what", "name"), [("rules", "alerts.yml"), ("config", "prometheus.yml")])
def test_prometheus_itself_takes_the_files(what: str, name: str) -> None:
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip("promtool is not here: apt-get install prometheus")
    checked = subprocess.run(
        [promtool, "check", what, str(MONITORING / name)], capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stderr + checked.stdout


def test_prometheus_itself_reads_the_figures(client: FlaskClient) -> None:
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip("promtool is not here: apt-get install prometheus")
    client.get("/tim?q=hue")
    checked = subprocess.run(
        [promtool, "check", "metrics"], input=client.get("/metrics").data, capture_output=True
    )
    assert checked.returncode in (0, 3), checked.stderr  # 3: it likes other names better
    assert b"error while linting" not in checked.stderr
