"""The files of deploy/opensearch/ agree with each other and with the program."""

import json
import re
import shutil
import subprocess
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import yaml

from searcher.engines.opensearch.template import index_template
from searcher.settings import load_settings
from searcher.settings.cluster import ClusterSettings

DEPLOY = Path(__file__).resolve().parent.parent.parent / "deploy" / "opensearch"
NODES = ("node1", "node2", "node3")
VARIABLE = re.compile(r"\$\{(\w+)[}:]")


@pytest.fixture(scope="module")
def compose() -> Any:
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def node_settings() -> Any:
    return yaml.safe_load((DEPLOY / "opensearch.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return what the script makes when it is called as the README says."""
    if shutil.which("openssl") is None:
        pytest.skip("certificates need openssl")
    readme = (DEPLOY / "README.md").read_text(encoding="utf-8")
    (names,) = re.findall(r"^\./certificates\.sh certificates (.+)$", readme, re.MULTILINE)
    folder = tmp_path_factory.mktemp("ca") / "certificates"
    line = [str(DEPLOY / "certificates.sh"), str(folder), *names.split()]
    subprocess.run(line, check=True, capture_output=True)
    return folder


def test_the_template_is_what_the_program_makes_indexes_with() -> None:
    found = json.loads((DEPLOY / "template.json").read_text(encoding="utf-8"))
    assert found == json.loads(json.dumps(index_template(ClusterSettings())))


def test_there_are_three_nodes_that_know_each_other(compose: Any) -> None:
    assert tuple(compose["services"]) == NODES
    for name, service in compose["services"].items():
        told = service["environment"]
        assert told["NODE_NAME"] == service["hostname"] == name
        assert told["NODE_SEEDS"] == told["NODE_MANAGERS"] == ",".join(NODES)
        assert service["healthcheck"]
        assert service["ulimits"]["memlock"] == {"soft": -1, "hard": -1}
    assert set(compose["volumes"]) == set(NODES)


def test_every_file_that_is_mounted_is_there_or_made_by_the_script(
    compose: Any, certificates: Path
) -> None:
    for service in compose["services"].values():
        mounted = [one.split(":")[0] for one in service["volumes"] if one.startswith("./")]
        assert len(mounted) == 8
        for path in mounted:
            made = certificates.parent / path
            assert (DEPLOY / path).is_file() or made.is_file()


def test_every_variable_of_a_node_is_given(compose: Any, node_settings: Any) -> None:
    used = {*VARIABLE.findall(json.dumps(node_settings))}
    users = (DEPLOY / "security" / "internal_users.yml").read_text(encoding="utf-8")
    used |= set(re.findall(r"\$\{envbc\.(\w+)\}", users))
    for service in compose["services"].values():
        assert used <= set(service["environment"])


def test_every_variable_of_compose_stands_in_the_example() -> None:
    used = set(VARIABLE.findall((DEPLOY / "compose.yaml").read_text(encoding="utf-8")))
    example = (DEPLOY / "env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^(\w+)=", example, re.MULTILINE)) == used


def test_no_password_is_written_down() -> None:
    example = (DEPLOY / "env.example").read_text(encoding="utf-8")
    assert re.findall(r"^\w+_PASSWORD=(.*)$", example, re.MULTILINE) == ["", "", ""]


def test_who_has_a_role_and_who_may_what_exists() -> None:
    def read(name: str) -> dict[str, Any]:
        found = yaml.safe_load((DEPLOY / "security" / f"{name}.yml").read_text(encoding="utf-8"))
        return {key: value for key, value in found.items() if key != "_meta"}

    users, roles, mapped = read("internal_users"), read("roles"), read("roles_mapping")
    assert set(mapped) - {"all_access"} == set(roles) == {"timtin_reader", "timtin_writer"}
    for role in roles:
        assert set(mapped[role]["users"]) <= set(users)


def test_certificates_are_those_that_nodes_and_administrators_are_known_by(
    certificates: Path, node_settings: Any
) -> None:
    def subject(name: str) -> str:
        line = ["openssl", "x509", "-noout", "-subject", "-nameopt", "RFC2253", "-in"]
        told = subprocess.run([*line, str(certificates / name)], check=True, capture_output=True)
        return told.stdout.decode().strip().removeprefix("subject=")

    (nodes,) = node_settings["plugins.security.nodes_dn"]
    for node in NODES:
        assert re.fullmatch(nodes.replace("*", r"\w+"), subject(f"{node}.pem"))
    assert [subject("admin.pem")] == node_settings["plugins.security.authcz.admin_dn"]


def test_the_script_keeps_what_is_there_and_keys_to_their_owner(certificates: Path) -> None:
    before = {path.name: path.read_bytes() for path in certificates.glob("*.pem")}
    line = [str(DEPLOY / "certificates.sh"), str(certificates), "node1,localhost", "node4"]
    subprocess.run(line, check=True, capture_output=True)
    after = {path.name: path.read_bytes() for path in certificates.glob("*.pem")}
    assert {name: after[name] for name in before} == before
    assert "node4.pem" in after
    assert {path.stat().st_mode & 0o077 for path in certificates.glob("*.key")} == {0}


def test_the_readme_says_every_setting_with_its_default_and_no_other() -> None:
    readme = (DEPLOY / "README.md").read_text(encoding="utf-8")
    table = readme.partition("## Settings")[2].partition("##")[0]
    rows = re.findall(r"^\| (`.+?) \| (.+?) \|", table, re.MULTILINE)
    said = {key: default for keys, default in rows for key in re.findall(r"`(\w+)`", keys)}
    assert set(said) == {field.name for field in fields(ClusterSettings)}
    for name in ("shards", "replicas", "tries", "timeout", "patience", "senders", "batch"):
        assert float(said[name]) == getattr(ClusterSettings(), name)


def test_the_settings_of_the_readme_are_settings(tmp_path: Path) -> None:
    readme = (DEPLOY / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml\n(.+?)```", readme, re.DOTALL)
    (tmp_path / "timtin.toml").write_text(example, encoding="utf-8")
    told = load_settings({}, tmp_path)
    assert (told.engine, len(told.opensearch), told.cluster.user) == (
        "opensearch",
        3,
        "timtin-writer",
    )


def test_compose_itself_takes_the_file(tmp_path: Path) -> None:
    program = shutil.which("docker-compose")
    if program is None:
        pytest.skip("docker-compose is not installed")
    example = (DEPLOY / "env.example").read_text(encoding="utf-8")
    (tmp_path / "env").write_text(example.replace("PASSWORD=", "PASSWORD=x"), encoding="utf-8")
    line = [program, "--env-file", str(tmp_path / "env"), "-f", str(DEPLOY / "compose.yaml")]
    told = subprocess.run([*line, "config", "--quiet"], capture_output=True, text=True, check=False)
    assert (told.returncode, told.stdout) == (0, "")
