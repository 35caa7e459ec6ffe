"""nginx and Caddy as deploy/ configures them, real ones, before the real site."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from searcher import Order, Settings, reindex
from tests.deploy.servers import DEPLOY, NAME, Front, certificate, free_port, running, site, until

MAIN = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log; user {user};
events {{ worker_connections 256; }}
http {{
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f;
    uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s; access_log off;
    include {folder}/timtin.conf;
}}
"""


def nginx_settings(folder: Path, ports: tuple[int, int, int]) -> Path:
    """Write the configuration of deploy/ with other ports and folders, and nothing else changed."""
    plain, secure, port = ports
    text = (DEPLOY / "nginx" / "timtin.conf").read_text(encoding="utf-8")
    text = text.replace("127.0.0.1:8000", f"127.0.0.1:{port}").replace(
        "/etc/nginx/tls", str(folder)
    )
    text = text.replace("/var/cache/nginx/timtin", str(folder / "cache"))
    text = re.sub(r"listen \[::\]:.*\n", "", text)
    text = text.replace("listen 80;", f"listen 127.0.0.1:{plain};").replace("listen 443", f"listen 127.0.0.1:{secure}")  # fmt: skip
    (folder / "timtin.conf").write_text(text, encoding="utf-8")
    user = subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder, user=user), encoding="utf-8")
    return folder / "nginx.conf"


@pytest.fixture(scope="module")
def own(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return an index of this module's own, to publish into."""
    home = tmp_path_factory.mktemp("own") / "indexes"
    shutil.copytree(settings.home, home)
    return Settings(home=home, workers=1)


@pytest.fixture(scope="module")
def nginx(
    own: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Front, Path, int]]:
    """Run the site behind nginx; yield it, its folder and the port without TLS."""
    if not shutil.which("nginx"):
        pytest.skip("there is no nginx on this machine (Debian package nginx-light)")
    folder = tmp_path_factory.mktemp("nginx")
    chain, _ = certificate(folder)
    with site(own.home) as port:
        plain, secure = free_port(), free_port()
        main = nginx_settings(folder, (plain, secure, port))
        front = Front(secure, chain)
        with running(["nginx", "-p", str(folder), "-c", str(main)]):
            until(front.answers, "nginx does not answer")
            yield front, folder, plain


@pytest.fixture(scope="module")
def caddy(own: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """Run the site behind Caddy with a certificate of the test's own."""
    if not shutil.which("caddy"):
        pytest.skip("there is no caddy on this machine (Debian package caddy)")
    folder = tmp_path_factory.mktemp("caddy")
    chain, key = certificate(folder)
    with site(own.home) as port:
        secure = free_port()
        text = (DEPLOY / "caddy" / "Caddyfile").read_text(encoding="utf-8")
        text = text.replace("127.0.0.1:8000", f"127.0.0.1:{port}")
        text = text.replace(
            f"{NAME} {{", f"https://{NAME}:{secure} {{\n\ttls {chain} {key}\n\tbind 127.0.0.1", 1
        )
        (folder / "Caddyfile").write_text(
            "{\n\tadmin off\n\tauto_https off\n}\n" + text, encoding="utf-8"
        )
        front = Front(secure, chain)
        command = ["caddy", "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]
        with running(command, XDG_DATA_HOME=str(folder), XDG_CONFIG_HOME=str(folder)):
            until(front.answers, "Caddy does not answer")
            yield front


@pytest.fixture(params=["nginx", "caddy"])
def front(request: pytest.FixtureRequest) -> Front:
    found = request.getfixturevalue(request.param)
    return found if isinstance(found, Front) else found[0]


def test_readers_get_pages_by_tls_with_its_headers(front: Front) -> None:
    page = front.get("/tim?q=ao+dai")
    assert page.status == 200
    assert "áo dài" in page.content.decode().lower()
    assert "max-age" in page.headers["strict-transport-security"]
    assert "'unsafe-inline'" not in page.headers["content-security-policy"]
    assert "server" not in page.headers or not re.search(r"\d", page.headers["server"])


def test_the_site_knows_that_readers_came_by_tls_and_by_what_name(front: Front) -> None:
    assert f"https://{NAME}" in front.get("/opensearch.xml").content.decode()
    assert "secure" in front.get("/?lang=en").headers["set-cookie"].lower()
    assert front.send("GET", "/", {"Host": "other.example"}).status in {200, 400, 404, 421}


def test_what_a_reader_says_of_his_address_is_not_believed(front: Front) -> None:
    said = front.get("/metrics", X_Forwarded_For="203.0.113.9", X_Real_IP="203.0.113.9")
    assert said.status == 200  # asked from this machine, whatever it says


def test_what_is_too_large_is_refused_and_the_site_goes_on(front: Front) -> None:
    body = b"x" * 1_100_000
    said = front.send("POST", "/api/related", {"Content-Type": "application/json"}, body)
    assert said.status == 413
    assert front.get("/").status == 200


def test_unchanged_files_are_not_sent_again(front: Front) -> None:
    page = front.get("/").content.decode()
    addresses = (piece.split('"')[0] for piece in page.split('href="'))
    address = next(one for one in addresses if one.endswith(".css"))
    first = front.get(address)
    assert "immutable" in first.headers["cache-control"]
    assert front.get(address, If_None_Match=first.headers["etag"]).status == 304


def test_a_new_generation_is_shown_at_once(nginx: tuple[Front, Path, int], own: Settings, tmp_path: Path) -> None:  # fmt: skip
    front, folder, _ = nginx
    ask = "/api/search?q=%22h%E1%BB%99i+b%E1%BA%A3o+t%E1%BB%93n%22"
    purge = ["sh", str(DEPLOY / "nginx" / "purge"), str(own.folder), str(folder / "cache")]
    subprocess.run(purge, check=True)
    before = front.get(ask)
    assert front.get(ask).headers["x-cache"] == "HIT"
    subprocess.run(purge, check=True)
    assert front.get(ask).headers["x-cache"] == "HIT"  # nothing was published
    new = {
        "id": "moi-1",
        "title": "Hội bảo tồn nhà rường họp",
        "body": "Hội bảo tồn nhà rường họp ở Huế.",
    }
    (tmp_path / "new.jsonl").write_text(json.dumps(new), encoding="utf-8")
    reindex(Order(places=(str(tmp_path / "new.jsonl"),)), own)
    subprocess.run(purge, check=True)
    after = front.get(ask)
    assert after.headers["x-cache"] != "HIT"
    assert json.loads(after.content)["total"] == json.loads(before.content)["total"] + 1


def test_pages_of_readers_are_not_kept_by_the_proxy(nginx: tuple[Front, Path, int]) -> None:
    front, _, _ = nginx
    assert "x-cache" not in front.get("/tim?q=hue").headers


def test_who_comes_without_tls_is_sent_to_it(nginx: tuple[Front, Path, int]) -> None:
    command = [
        "curl",
        "-s",
        "-o",
        "/dev/null",
        "-w",
        "%{http_code} %{redirect_url}",
        "-H",
        f"Host: {NAME}",
    ]
    if not shutil.which("curl"):
        pytest.skip("there is no curl on this machine (Debian package curl)")
    done = subprocess.run(
        [*command, f"http://127.0.0.1:{nginx[2]}/tim?q=hue"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == f"308 https://{NAME}/tim?q=hue"
