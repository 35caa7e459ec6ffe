"""`timtin dev-cluster`: a real cluster on this machine, for trying the distributed engine out."""

import os
import sys
from pathlib import Path

import click

from searcher import UsageError
from searcher.exits import exit_codes

CHECKOUT = Path(__file__).resolve().parent.parent


@click.command()
@click.option("--nodes", type=click.IntRange(1, 9), default=3, help="Số nút (number of nodes).")
@click.argument("line", nargs=-1, metavar="[COMMAND...]", type=click.UNPROCESSED)
def command(nodes: int, line: tuple[str, ...]) -> None:
    """Chạy cụm OpenSearch để thử, đến khi bấm Ctrl-C (an OpenSearch cluster for trials, until Ctrl-C).

    Có COMMAND thì chạy lệnh đó với cụm này rồi dừng (with COMMAND: run it on this cluster, then stop).

    Cần Maven và JDK từ 21; tải khoảng 65 MB trong lần đầu. Không dùng để phục vụ thật.
    (Needs Maven and a JDK of 21 or newer; fetches some 65 MB the first time. Never for production.)

    \b
    Ví dụ / Examples:
      timtin dev-cluster --nodes 3
      timtin dev-cluster timtin reindex samples/
    """
    with exit_codes():
        _require_checkout()
        told = {"TIMTIN_DEV_NODES": str(nodes), "TIMTIN_DEV_FOLDER": str(Path.cwd())}
        whole = [sys.executable, "-m", "tests.cluster", *line]
        os.chdir(CHECKOUT)
        # in the place of this process: a signal reaches who must stop the nodes
        os.execve(sys.executable, whole, {**os.environ, **told})  # noqa: S606 - our own module


def _require_checkout() -> None:
    if not (CHECKOUT / "tests" / "cluster").is_dir():
        raise UsageError(
            "Lệnh này chỉ có trong thư mục mã nguồn: ở nơi phục vụ thật hãy dùng bản OpenSearch chính thức.",
            "This command needs the checkout: in production use the official OpenSearch packages.",
        )
