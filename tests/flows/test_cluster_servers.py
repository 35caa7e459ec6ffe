"""Several web servers over one cluster: they share the folder that holds CURRENT, and show the same in the same moment."""

import json
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from searcher import Order, Settings, load_settings, reindex, roll_back

pytestmark = pytest.mark.cluster

PATIENCE = 90.0
OLD = {"id": "cu", "title": "Khánh thành cầu cũ", "published": "2024-03-01"}
NEW = {"id": "moi", "title": "Khánh thành cầu mới", "published": "2024-03-02"}


@pytest.fixture
def settings(tmp_path: Path, addresses: list[str]) -> Settings:
    name = "".join(letter for letter in tmp_path.name.lower() if letter.isalnum())
    told = replace(load_settings(), engine="opensearch", index=name[-30:], workers=1)
    return replace(told, home=tmp_path / "shared" / "indexes")


def index(settings: Settings, folder: Path, *records: dict[str, str]) -> None:
    path = folder / "news.jsonl"
    path.write_text("".join(f"{json.dumps(one)}\n" for one in records), encoding="utf-8")
    reindex(Order(places=(str(path),)), settings)


@contextmanager
def served(settings: Settings, machine: Path) -> Iterator[str]:
    """Start a web server as on a machine of its own: a working folder, and the shared one mounted in it."""
    machine.mkdir()
    (machine / "mounted").symlink_to(settings.home)
    line = ["serve", "--port", "0", "--home", "mounted", "--index", settings.index]
    own = {"TIMTIN_COUNTERS": "off", "PYTHONPATH": os.fspath(Path(__file__).parents[2])}
    with subprocess.Popen(
        [sys.executable, "-m", "timtin", *line], cwd=machine, env={**os.environ, **own},
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8",
    ) as process:  # fmt: skip
        try:
            assert process.stdout is not None
            told = re.search(r"http://\S+?(?=[\s/]|$)", process.stdout.readline())
            assert told
            yield told[0]
        finally:
            process.terminate()


def answer(address: str, path: str) -> Any:
    """Return what a server says as JSON, None as long as it is not ready."""
    try:
        with urllib.request.urlopen(f"{address}{path}", timeout=60) as found:
            return json.load(found)
    except (urllib.error.HTTPError, urllib.error.URLError):
        return None


def ids(address: str) -> list[str]:
    found = answer(address, "/api/search?q=khanh+thanh+cau&sort=newest")
    return [one["id"] for one in found["hits"]] if found else []


def wait_for(address: str, wanted: list[str]) -> None:
    ends = time.monotonic() + PATIENCE
    while ids(address) != wanted:
        assert time.monotonic() < ends, ids(address)
        time.sleep(0.2)


def test_two_web_servers_show_what_is_published_and_what_is_rolled_back(
    settings: Settings, tmp_path: Path
) -> None:
    index(settings, tmp_path, OLD)
    with ExitStack() as stack:
        both = [stack.enter_context(served(settings, tmp_path / name)) for name in ("one", "other")]
        for address in both:
            wait_for(address, ["cu"])
        index(settings, tmp_path, OLD, NEW)
        assert [ids(address) for address in both] == [["moi", "cu"]] * 2
        known = [answer(address, "/readyz")["generation"] for address in both]
        assert known == ["000002"] * 2
        roll_back(settings)
        assert [ids(address) for address in both] == [["cu"]] * 2
