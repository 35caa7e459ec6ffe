"""What can be wrong with a cluster: each is one clear sentence in two languages and exit code 3, and nothing is lost.

The nodes are real. Only a server of another kind or version is a small one of our own, which answers `GET /`.
"""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from click.testing import CliRunner

from searcher import Archive, Order, Settings, load_settings, reindex
from searcher.errors import ClusterRefused, ClusterUnreachable, IndexFormat, NoSpace
from tests.flows.conftest import ROOT
from timtin import main

pytestmark = pytest.mark.cluster

CAU = {"id": "cau", "title": "Khánh thành cầu", "body": "Cầu mới.", "published": "2024-03-01"}
MUA = {"id": "mua", "title": "Mưa lớn", "body": "Mưa cả ngày."}
NOBODY = ("http://127.0.0.1:1",)
TEXT = {"type": "text", "analyzer": "whitespace", "index_options": "positions"}
Write = Callable[..., str]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write records to a file of JSON Lines and return its path."""

    def written(*records: dict[str, str]) -> str:
        path = tmp_path / "tin.jsonl"
        path.write_text("".join(f"{json.dumps(one)}\n" for one in records), encoding="utf-8")
        return str(path)

    return written


@pytest.fixture
def settings(tmp_path: Path, addresses: list[str], write: Write) -> Settings:
    """Return settings of an archive of one article in the cluster."""
    name = "".join(letter for letter in tmp_path.name.lower() if letter.isalnum())
    told = replace(load_settings(), engine="opensearch", index=name[-30:], workers=1)
    nodes = replace(told.cluster, tries=2, patience=60.0)
    told = replace(told, home=tmp_path / "indexes", opensearch=tuple(addresses), cluster=nodes)
    index(told, write(CAU))
    return told


def index(settings: Settings, *places: str) -> None:
    reindex(Order(places=places, workers=1), settings)


def ask(settings: Settings, path: str, body: object, method: str = "PUT") -> object:
    kind = {"Content-Type": "application/json"}
    request = Request(f"{settings.opensearch[0]}{path}", json.dumps(body).encode(), kind)
    request.method = method
    with urlopen(request, timeout=60) as answer:
        return json.load(answer)


def name_of(settings: Settings) -> str:
    """Return the index of the cluster that holds the visible generation."""
    current = Archive(settings).generation()
    return f"{settings.cluster.prefix}-{settings.index}-{current}"


def found(settings: Settings, typed: str) -> list[str]:
    return [hit.article.id for hit in Archive(settings).search(typed).hits]


@contextmanager
def server(version: dict[str, str] | None) -> Iterator[tuple[str, ...]]:
    """Answer every question as a node of some version would answer `GET /`; without one, with a web page."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind = "application/json" if version else "text/html"
            content = json.dumps({"version": version}) if version else "<h1>Tin</h1>"
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content.encode())

        do_PUT = do_HEAD = do_POST = do_DELETE = do_GET  # noqa: N815 - the names are the library's

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as running:
        threading.Thread(target=running.serve_forever).start()
        try:
            yield (f"http://127.0.0.1:{running.server_port}",)
        finally:
            running.shutdown()


def test_a_wrong_address_is_named_and_the_old_generation_answers(
    settings: Settings, write: Write
) -> None:
    wrong = replace(settings, opensearch=NOBODY)
    for does in (lambda: index(wrong, write(MUA)), lambda: found(wrong, "cầu")):
        with pytest.raises(ClusterUnreachable, match=NOBODY[0]):
            does()
    assert found(settings, "cầu") == ["cau"]


OTHERS = {
    "2.19.4": {"distribution": "opensearch", "number": "2.19.4"},
    "9.1.0": {"number": "9.1.0"},
    "?": {"distribution": "opensearch", "number": "?"},
}


@pytest.mark.parametrize("number", OTHERS)
def test_a_server_of_another_version_is_refused_before_anything_is_written(
    settings: Settings, write: Write, number: str
) -> None:
    with server(OTHERS[number]) as there:
        wrong = replace(settings, opensearch=there)
        for does in (lambda: index(wrong, write(MUA)), lambda: found(wrong, "cầu")):
            with pytest.raises(ClusterRefused, match="OpenSearch 3") as error:
                does()
            assert number in error.value.vi
    assert found(settings, "cầu") == ["cau"]


def test_a_server_that_is_no_cluster_is_told_from_one(settings: Settings, write: Write) -> None:
    with server(None) as there:
        wrong = replace(settings, opensearch=there)
        for does in (lambda: index(wrong, write(MUA)), lambda: found(wrong, "cầu")):
            with pytest.raises(ClusterRefused, match="OpenSearch"):
                does()
    assert found(settings, "cầu") == ["cau"]


def test_a_mapping_that_somebody_changed_is_named_with_its_fields(settings: Settings) -> None:
    writable(settings)
    more = {"accented": {"properties": {"title": {**TEXT, "norms": False}}}, "them": {"type": "ip"}}
    ask(settings, f"/{name_of(settings)}/_mapping", {"properties": more})
    with pytest.raises(IndexFormat, match=r"\(accented\.title, them\)"):
        found(settings, "cầu")


def writable(settings: Settings) -> None:
    ask(settings, f"/{name_of(settings)}/_settings", {"index.blocks.write": False})


def test_a_mapping_of_another_format_is_named_with_both(settings: Settings) -> None:
    writable(settings)
    ask(settings, f"/{name_of(settings)}/_mapping", {"_meta": {"format": 99}})
    with pytest.raises(IndexFormat, match=r"format 99, this program reads \d"):
        found(settings, "cầu")


@contextmanager
def a_full_disk(settings: Settings) -> Iterator[None]:
    """Mark the index as a node does whose disk has passed the flood stage."""
    path = f"/{name_of(settings)}/_settings"
    ask(settings, path, {"index.blocks.read_only_allow_delete": True})
    try:
        yield
    finally:
        ask(settings, path, {"index.blocks.read_only_allow_delete": None})


def test_an_index_on_a_full_disk_is_read_and_not_written(settings: Settings, write: Write) -> None:
    with a_full_disk(settings):
        with pytest.raises(NoSpace, match="nearly full"):
            index(settings, write(CAU, MUA))
        assert found(settings, "cầu") == ["cau"]
    index(settings, write(CAU, MUA))
    assert found(settings, "mưa") == ["mua"]


@contextmanager
def a_locked_cluster(settings: Settings) -> Iterator[None]:
    """Let nobody change anything, as people do before they maintain a cluster."""
    locked = "cluster.blocks.read_only"
    ask(settings, "/_cluster/settings", {"persistent": {locked: True}})
    try:
        yield
    finally:
        ask(settings, "/_cluster/settings", {"persistent": {locked: None}})


def test_a_cluster_that_is_locked_is_read_and_not_written(settings: Settings, write: Write) -> None:
    with a_locked_cluster(settings):
        with pytest.raises(ClusterRefused, match="locked"):
            index(settings, write(CAU, MUA))
        assert found(settings, "cầu") == ["cau"]
    index(settings, write(CAU, MUA))
    assert found(settings, "mưa") == ["mua"]


@pytest.mark.parametrize(
    "line", [["reindex", str(ROOT / "samples"), "--quiet"], ["search", "cầu"], ["stats"], ["check"]]
)
def test_commands_end_with_three_and_a_sentence_in_both_languages(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, line: list[str]
) -> None:
    monkeypatch.setenv("TIMTIN_ENGINE", "opensearch")
    monkeypatch.setenv("TIMTIN_OPENSEARCH", NOBODY[0])
    monkeypatch.setenv("TIMTIN_CLUSTER_TRIES", "1")
    where = ["--home", str(settings.home), "--index", settings.index]
    ended = CliRunner().invoke(main, [*line, *where])
    assert ended.exit_code == 3
    vi, en = ended.stderr.strip().splitlines()
    assert vi.startswith("Lỗi: Cụm OpenSearch (http://127.0.0.1:1) không trả lời")
    assert en.startswith("(The OpenSearch cluster (http://127.0.0.1:1) does not answer")
