"""A node as `deploy/opensearch/` has it: who may do what, and what is told of wrong passwords and certificates.

The security plugin is the real one, with the settings, certificates, users and roles that the folder holds.
"""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from searcher import Archive, ArchiveError, Order, Settings, load_settings, reindex
from searcher.engines.opensearch.changes import changed_fields
from searcher.engines.opensearch.connecting import Cluster
from searcher.errors import ClusterRefused, ClusterUnreachable
from searcher.settings.cluster import ClusterSettings
from tests.cluster.secured import (
    ADMIN,
    DEPLOY,
    PASSWORDS,
    READER,
    WRITER,
    Secured,
    why_not_secured,
)
from tests.flows.conftest import ROOT

pytestmark = pytest.mark.skipif(why_not_secured() is not None, reason=str(why_not_secured()))

SAMPLES = str(ROOT / "samples")
LARGEST = 500_000
"""Bytes that the node takes in one request."""


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    most = {"http.max_content_length": f"{LARGEST}b"}
    with Secured(tmp_path_factory.mktemp("secured"), 1, settings=most) as running:
        yield running


@pytest.fixture(scope="module")
def site(node: Secured, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return the settings of the site, over the samples that the batch job has written."""
    told = replace(load_settings({}), engine="opensearch", home=tmp_path_factory.mktemp("home"))
    cluster = ClusterSettings(ca=node.authority, shards=1, replicas=0, batch=200_000, tries=2)
    told = replace(told, opensearch=tuple(node.addresses), cluster=cluster, workers=1)
    index(as_user(told, WRITER), SAMPLES)
    return as_user(told, READER)


def as_user(settings: Settings, user: str) -> Settings:
    cluster = replace(settings.cluster, user=user, password=PASSWORDS[user])
    return replace(settings, cluster=cluster)


def index(settings: Settings, *places: str) -> None:
    reindex(Order(places=places, workers=1), settings)


def total(settings: Settings) -> int:
    return Archive(settings).search("thành phố").total


def test_who_only_reads_finds_what_the_batch_job_wrote(site: Settings) -> None:
    assert total(site) > 0
    assert len(list(Archive(site).articles())) == 132
    assert list(Archive(site).check()) == []
    assert Archive(site).related("songhuong-0001").hits


def test_the_batch_job_may_write_again_and_the_site_sees_it(site: Settings, tmp_path: Path) -> None:
    place = tmp_path / "tin.jsonl"
    place.write_text('{"id": "moi", "title": "Lúa trổ đòng sớm", "body": "Lúa."}\n', "utf-8")
    index(as_user(site, WRITER), str(place))
    assert Archive(site).search("lúa trổ đòng").hits[0].article.id == "moi"


def test_who_only_reads_cannot_write(site: Settings) -> None:
    before = total(site)
    with pytest.raises(ClusterRefused, match="this user may not do it") as error:
        index(site, SAMPLES)
    assert "không được phép" in error.value.vi
    assert total(site) == before


def wrong(settings: Settings, user: str) -> Settings:
    cluster = replace(settings.cluster, user=user, password="sai")  # noqa: S106 - it is wrong
    return replace(settings, cluster=cluster)


def unknown_user(settings: Settings, _: Path) -> Settings:
    return wrong(settings, "nobody")


def wrong_password(settings: Settings, _: Path) -> Settings:
    return wrong(settings, READER)


def no_password(settings: Settings, _: Path) -> Settings:
    return replace(settings, cluster=replace(settings.cluster, user="", password=""))


def no_authority(settings: Settings, _: Path) -> Settings:
    return replace(settings, cluster=replace(settings.cluster, ca=None))


def another_authority(settings: Settings, scratch: Path) -> Settings:
    """Believe an authority of the same name that somebody else made."""
    line = [str(DEPLOY / "certificates.sh"), str(scratch / "others"), "node1"]
    subprocess.run(line, check=True, capture_output=True)
    cluster = replace(settings.cluster, ca=scratch / "others" / "root-ca.pem")
    return replace(settings, cluster=cluster)


def no_file(settings: Settings, scratch: Path) -> Settings:
    return replace(settings, cluster=replace(settings.cluster, ca=scratch / "none.pem"))


def no_certificate(settings: Settings, scratch: Path) -> Settings:
    (scratch / "bad.pem").write_text("no certificate", encoding="utf-8")
    return replace(settings, cluster=replace(settings.cluster, ca=scratch / "bad.pem"))


def another_host(settings: Settings, _: Path) -> Settings:
    """Ask by an address that the certificate does not name."""
    there = settings.opensearch[0].replace("localhost", "127.0.0.1")
    return replace(settings, opensearch=(there,))


WRONG: dict[str, tuple[Callable[[Settings, Path], Settings], str, str]] = {
    "unknown user": (unknown_user, "sai tên hoặc mật khẩu", "wrong user or password"),
    "wrong password": (wrong_password, "sai tên hoặc mật khẩu", "wrong user or password"),
    "no password": (no_password, "sai tên hoặc mật khẩu", "wrong user or password"),
    "no authority": (no_authority, "nơi không tin cậy", "unknown authority"),
    "another authority": (another_authority, "nơi không tin cậy", "unknown authority"),
    "no file": (no_file, "none.pem", "none.pem"),
    "no certificate": (no_certificate, "bad.pem", "bad.pem"),
    "another host": (another_host, "tên máy khác", "another host"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_told_in_both_languages_and_nothing_is_lost(
    site: Settings, tmp_path: Path, case: str
) -> None:
    change, vi, en = WRONG[case]
    before = total(site)
    settings = change(site, tmp_path)
    for does in (lambda: total(settings), lambda: index(settings, SAMPLES)):
        with pytest.raises(ArchiveError) as error:
            does()
        assert isinstance(error.value, ClusterRefused)
        assert vi in error.value.vi
        assert en in error.value.en
    assert total(site) == before


def test_asking_a_safe_node_without_tls_is_an_error_that_names_it(site: Settings) -> None:
    there = site.opensearch[0].replace("https", "http")
    with pytest.raises((ClusterRefused, ClusterUnreachable), match=there):
        total(replace(site, opensearch=(there,)))


def test_too_large_a_request_is_told_and_nothing_is_lost(site: Settings, tmp_path: Path) -> None:
    long = {"id": "dai", "title": "Bài dài", "body": "thành phố mới " * (LARGEST // 10)}
    place = tmp_path / "dai.jsonl"
    place.write_text(json.dumps(long), encoding="utf-8")
    before = total(site)
    with pytest.raises(ClusterRefused, match=r"lower cluster\.batch") as error:
        index(as_user(site, WRITER), str(place))
    assert "quá lớn" in error.value.vi
    assert total(site) == before


def test_the_template_makes_the_same_mapping_as_the_program(site: Settings) -> None:
    template = json.loads((DEPLOY / "template.json").read_text(encoding="utf-8"))
    admin = as_user(site, ADMIN)
    cluster = Cluster(admin.opensearch, admin.cluster)
    cluster.ask(lambda client: client.indices.put_index_template(name="timtin", body=template))
    cluster.ask(lambda client: client.indices.create(index="timtin-x-000001"))
    found = cluster.ask(lambda client: client.indices.get_mapping(index="timtin-x-000001"))
    cluster.close()
    assert changed_fields(found["timtin-x-000001"]["mappings"]) == []


@pytest.mark.parametrize("path", ["/_all/_search", "/_plugins/_security/api/internalusers"])
@pytest.mark.parametrize("user", [READER, WRITER])
def test_users_of_the_program_see_nothing_else(site: Settings, user: str, path: str) -> None:
    told = as_user(site, user)
    cluster = Cluster(told.opensearch, told.cluster)
    with pytest.raises(ClusterRefused, match="this user may not do it"):
        cluster.ask(lambda client: client.transport.perform_request("GET", path))
    cluster.close()


def readme_command(title: str) -> str:
    """Return the commands that the README gives behind a title."""
    readme = (DEPLOY / "README.md").read_text(encoding="utf-8")
    return readme.partition(f"**{title}.**")[2].partition("```sh\n")[2].partition("```")[0]


def change_password(node: Secured, password: str) -> None:
    """Do what the README says, in the folder of the certificates, at the address of the node."""
    line = readme_command("Change a password").replace("https://localhost:9201", node.addresses[0])
    assert '"password": "..."' in line
    line = line.replace('"..."', json.dumps(password)).replace("curl ", "curl --silent --fail ", 1)
    subprocess.run(["sh", "-ec", line], cwd=node.base, check=True, capture_output=True)


@pytest.mark.skipif(shutil.which("curl") is None, reason="the README changes passwords by curl")
def test_a_password_is_changed_as_the_readme_says(node: Secured, site: Settings) -> None:
    """Also that of a user who is reserved: by the certificate of the administrator."""
    fresh = "Mua-Xuan-8-Nu-Cuoi"
    other = replace(site, cluster=replace(site.cluster, password=fresh))
    before = total(site)
    change_password(node, fresh)
    try:
        assert total(other) == before
        with pytest.raises(ClusterRefused, match="wrong user or password"):
            total(site)
    finally:
        change_password(node, PASSWORDS[READER])
    assert total(site) == before
