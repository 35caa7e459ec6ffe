"""Nodes as processes: started, killed by their own id, waited for, always stopped."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.cluster.building import HERE, build, class_path, require_java

QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""For few cores: three nodes are green in 13-19 s instead of 36-47 s."""
PATIENCE = 180.0
"""Seconds that anything may take: a node that restarts on a busy machine takes over a minute."""


class Cluster:
    """Some nodes below a folder; `with` starts them and waits until they are green."""

    def __init__(
        self,
        base: Path,
        nodes: int = 3,
        *,
        heap: str = "512m",
        settings: Mapping[str, str] | None = None,
    ) -> None:
        self.base, self.count = base, nodes
        self._heap, self._settings = heap, dict(settings or {})
        ports = _free_ports(2 * nodes)
        self._http, self._transport = ports[:nodes], ports[nodes:]
        self._processes: dict[int, subprocess.Popen[bytes]] = {}

    @property
    def addresses(self) -> list[str]:
        """The address of every node."""
        return [f"http://127.0.0.1:{port}" for port in self._http]

    def _name(self, node: int) -> str:
        return f"n{node + 1}"

    def _seeds(self) -> dict[str, str]:
        """Return how nodes find each other; a single one need not."""
        if self.count == 1:
            return {"discovery.type": "single-node"}
        return {
            "discovery.seed_hosts": ",".join(f"127.0.0.1:{port}" for port in self._transport),
            "cluster.initial_cluster_manager_nodes": ",".join(map(self._name, range(self.count))),
        }

    def _options(self, node: int) -> dict[str, str]:
        home = self.base / self._name(node)
        return {
            "path.home": str(home),
            "path.data": str(home / "data"),
            "path.logs": str(home / "logs"),
            "http.port": str(self._http[node]),
            "transport.port": str(self._transport[node]),
            # a nearly full disk of the machine must not make the indexes read-only
            "cluster.routing.allocation.disk.threshold_enabled": "false",
            **self._own(node),
            **self._settings,
        }

    def _own(self, node: int) -> dict[str, str]:
        """Return what a node has to be told that has no file of settings."""
        return {
            "cluster.name": "loopback",
            "node.name": self._name(node),
            "network.host": "127.0.0.1",
            **self._seeds(),
        }

    def _command(self, node: int) -> list[str]:
        heap = [f"-Xms{self._heap}", f"-Xmx{self._heap}", "-XX:+ExitOnOutOfMemoryError"]
        return [
            require_java().tool("java"),
            *heap,
            *QUICK,
            "--enable-native-access=ALL-UNNAMED",
            "-Dlauncher.owned=true",
            "-Dlog4j2.disable.jmx=true",
            "-Dlog4j.shutdownHookEnabled=false",
            f"-Dlog4j2.configurationFile={HERE / 'log4j2.properties'}",
            f"-Djava.io.tmpdir={self.base / self._name(node)}",
            "-cp",
            self._class_path(),
            "Launcher",
            *(f"{key}={value}" for key, value in self._options(node).items()),
        ]

    def _class_path(self) -> str:
        return class_path()

    def _environment(self, node: int) -> Mapping[str, str]:
        return os.environ

    def start_node(self, node: int) -> None:
        """Start one node, in its old folder if it has one; does not wait for it."""
        home = self.base / self._name(node)
        home.mkdir(parents=True, exist_ok=True)
        if node in self._processes:
            self._wait(node)
        with (home / "console.log").open("ab") as log:
            self._processes[node] = subprocess.Popen(
                self._command(node),
                stdin=subprocess.PIPE,  # never written to: it closes when we end, however that comes
                stdout=log,
                stderr=subprocess.STDOUT,
                env=self._environment(node),
                start_new_session=True,
            )

    def signal(self, node: int, number: signal.Signals) -> None:
        """Send a signal to one node, by its own process id."""
        self._processes[node].send_signal(number)

    def kill(self, node: int) -> None:
        """End one node as if its machine lost power."""
        self.signal(node, signal.SIGKILL)
        self._wait(node)

    def _wait(self, node: int, seconds: float | None = None) -> None:
        """Wait until a node has ended; raises subprocess.TimeoutExpired."""
        process = self._processes[node]
        process.wait(seconds)
        if process.stdin:
            process.stdin.close()

    def _build(self) -> None:
        build()

    def start(self) -> Self:
        """Start all nodes and wait until they are green."""
        self._build()
        for node in range(self.count):
            self.start_node(node)
        self.wait()
        return self

    def stop(self) -> None:
        """End all nodes: asked first, killed after half a minute."""
        for process in self._processes.values():
            process.terminate()
        for node, process in self._processes.items():
            try:
                self._wait(node, 30)
            except subprocess.TimeoutExpired:
                process.kill()
                self._wait(node)
        self._processes.clear()

    def __enter__(self) -> Self:
        try:
            return self.start()
        except BaseException:
            self.stop()
            raise

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def pids(self) -> list[int]:
        """The process ids of the nodes that were started."""
        return [process.pid for process in self._processes.values()]

    def ask(self, path: str, node: int = 0, method: str = "GET") -> Any:
        """Return what one node answers, as JSON; raises OSError."""
        request = urllib.request.Request(f"{self.addresses[node]}{path}", method=method)
        with self._opened(request) as answer:
            return json.load(answer)

    def _opened(self, request: urllib.request.Request) -> Any:
        return urllib.request.urlopen(request, timeout=10)

    def wait(self, nodes: int | None = None, status: str = "green") -> None:
        """Wait until so many nodes (all) are together and have the status; raises TimeoutError.

        Each says so itself: the others may count a node that was killed a moment ago.
        """
        wanted = nodes or self.count
        ends = time.monotonic() + PATIENCE
        path = f"/_cluster/health?wait_for_status={status}&wait_for_nodes=>={wanted}&timeout=2s"
        while time.monotonic() < ends:
            if sum(self._says(path, node) for node in self._running(wanted)) >= wanted:
                return
            time.sleep(0.2)
        raise TimeoutError(f"not {status} with {wanted} nodes in {PATIENCE:.0f} s: see {self.base}")

    def _running(self, wanted: int) -> list[int]:
        ended = [node for node, one in self._processes.items() if one.poll() is not None]
        if ended and wanted == self.count:
            log = self.base / self._name(ended[0]) / "console.log"
            raise RuntimeError(f"{self._name(ended[0])} ended by itself: see {log}")
        return [node for node in self._processes if node not in ended]

    def _says(self, path: str, node: int) -> bool:
        try:
            return not self.ask(path, node)["timed_out"]
        except (OSError, ValueError):
            return False

    def manager(self) -> int:
        """Return which node is the elected manager."""
        name = str(self.ask("/_cat/cluster_manager?format=json")[0]["node"])
        return int(name.removeprefix("n")) - 1


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports
