"""Nodes as `deploy/opensearch/` has them: its settings, certificates, users and roles, with TLS and the security plugin.

Only what a container would give is set here: ports, folders, the environment. The version is the newest whose
security plugin Maven Central has.
"""

import base64
import fcntl
import os
import shutil
import ssl
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from tests.cluster import building
from tests.cluster.nodes import Cluster

DEPLOY = building.HERE.parent.parent / "deploy" / "opensearch"
ADMIN, WRITER, READER = "admin", "timtin-writer", "timtin-reader"
PASSWORDS: Mapping[str, str] = {
    ADMIN: "Quan-Tri-7-Nut",
    WRITER: "Ghi-Vao-3-Cum",
    READER: "Doc-Tin-9-Ngay",
}
_VARIABLES = {
    ADMIN: "OPENSEARCH_ADMIN_PASSWORD",
    WRITER: "TIMTIN_WRITER_PASSWORD",
    READER: "TIMTIN_READER_PASSWORD",
}


def why_not_secured() -> str | None:
    """Return why no node with TLS and users can be started here, None where it can."""
    if shutil.which("openssl") is None:
        return "certificates need openssl"
    if not _has_jars() and shutil.which("mvn") is None:
        return "a secured node needs Maven (mvn) to fetch OpenSearch"
    return building.why_not()


def _folder() -> Path:
    return building.folder() / "secured"


def _has_jars() -> bool:
    return (_folder() / "security" / "plugin-descriptor.properties").exists()


def _fetch() -> None:
    partial = building.folder() / "secured.partial"
    shutil.rmtree(partial, ignore_errors=True)
    pom = ["-f", str(building.HERE / "secured.xml"), f"-Dtarget={partial}"]
    subprocess.run(
        ["mvn", "-q", "-B", "-ntp", *pom, "generate-resources"],
        check=True,
        stdin=subprocess.DEVNULL,
    )
    partial.rename(_folder())


def build_secured() -> None:
    """Fetch node and plugin (106 MB); does nothing when they are there."""
    building.build()
    with (building.folder() / "LOCK").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if not _has_jars():
            _fetch()


class Secured(Cluster):
    """Some nodes that are asked by https and a name with its password."""

    @property
    def addresses(self) -> list[str]:
        """The address of every node."""
        return [f"https://localhost:{port}" for port in self._http]

    @property
    def certificates(self) -> Path:
        """The folder that `certificates.sh` filled."""
        return self.base / "certificates"

    @property
    def authority(self) -> Path:
        """The certificate by which those of the nodes are known."""
        return self.certificates / "root-ca.pem"

    def _name(self, node: int) -> str:
        return f"node{node + 1}"

    def _own(self, node: int) -> dict[str, str]:
        """Return what differs from `opensearch.yml`: a test may not lock memory."""
        return {"bootstrap.memory_lock": "false"}

    def _environment(self, node: int) -> Mapping[str, str]:
        return {
            **os.environ,
            "NODE_NAME": self._name(node),
            "NODE_HOST": "127.0.0.1",
            "NODE_SEEDS": ",".join(f"127.0.0.1:{port}" for port in self._transport),
            "NODE_MANAGERS": ",".join(map(self._name, range(self.count))),
            **{_VARIABLES[user]: password for user, password in PASSWORDS.items()},
        }

    def _class_path(self) -> str:
        jars = [str(_folder() / place / "*") for place in ("lib", "security")]
        return os.pathsep.join([str(building.folder() / "launcher.jar"), *jars])

    def _build(self) -> None:
        build_secured()
        names = [f"{self._name(node)},localhost" for node in range(self.count)]
        line = [str(DEPLOY / "certificates.sh"), str(self.certificates), *names]
        subprocess.run(line, check=True, capture_output=True)
        for node in range(self.count):
            self._configure(node)

    def _configure(self, node: int) -> None:
        """Put into a folder what compose.yaml mounts, over what the official image has."""
        config = self.base / self._name(node) / "config"
        shutil.copytree(_folder() / "security" / "config", config / "opensearch-security")
        for path in (DEPLOY / "security").iterdir():
            shutil.copy(path, config / "opensearch-security")
        shutil.copy(DEPLOY / "opensearch.yml", config)
        (config / "certificates").mkdir()
        shutil.copy(self.authority, config / "certificates")
        for kind in ("pem", "key"):
            own = self.certificates / f"{self._name(node)}.{kind}"
            shutil.copy(own, config / "certificates" / f"node.{kind}")

    def _opened(self, request: Request) -> Any:
        told = base64.b64encode(f"{ADMIN}:{PASSWORDS[ADMIN]}".encode()).decode()
        request.add_header("Authorization", f"Basic {told}")
        context = ssl.create_default_context(cafile=self.authority)
        return urlopen(request, timeout=10, context=context)
