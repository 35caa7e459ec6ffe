"""Nodes that stay while a command runs that asks them, or until a signal comes."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.cluster.building import why_not
from tests.cluster.nodes import Cluster


def _run(line: Sequence[str], told: Mapping[str, str]) -> int:
    """Run a command in the folder of who asked for it, until it ends by itself or is told to."""
    folder = os.environ.get("TIMTIN_DEV_FOLDER")
    with subprocess.Popen(line, env={**os.environ, **told}, cwd=folder) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:  # the command heard it too, and ends in its own way
                continue
            except SystemExit:
                process.terminate()
                raise


def main(line: Sequence[str] = ()) -> int:
    """Start nodes (TIMTIN_DEV_NODES of them) and run a command that asks them, or stay until a signal comes.

    Returns what the command ended with.
    """
    if reason := why_not():
        print(reason, file=sys.stderr)
        return 3
    nodes = int(os.environ.get("TIMTIN_DEV_NODES", "3"))
    with (
        tempfile.TemporaryDirectory(prefix="timtin-cluster-") as base,
        Cluster(Path(base), nodes) as running,
    ):
        told = {"TIMTIN_ENGINE": "opensearch", "TIMTIN_OPENSEARCH": ",".join(running.addresses)}
        print(" ".join(f"{name}={value}" for name, value in told.items()), flush=True)
        if line:
            return _run(line, told)
        signal.pause()
    return 0
