"""What counting costs: counts a second, rows a second written, and its share of a request.

    python -m benchmarks.counters [--postgresql URL]

Counts and rows go into a temporary folder. The share of a request is the difference between the same
pages for a robot, who is not counted, and for new readers, who are, in turns, over a small archive made
from `samples/`. Microseconds and milliseconds are CPU time of the thread that
answers; rows are written by the clock.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

from flask.testing import FlaskClient

from searcher import Archive, Counting, Order, Settings, Visitor, reindex
from searcher.counters.batch import Batch
from searcher.counters.store import Store
from searcher.counters.sums import Asked, Sums
from webui import create_app
from webui.site import Site

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
EVENTS, ROWS, ROUNDS = 100_000, 20_000, 300
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        for name, seconds in counted(Path(folder)).items():
            print(f"{name:28} {1e6 * seconds:8.2f} µs each, {1 / seconds:12,.0f} a second")
        for name, url in databases(Path(folder)):
            print(f"{name:28} {written(url):8,.0f} rows a second written")
        for page, (without, with_) in asked(Path(folder)).items():
            share = 100 * (with_ - without) / without
            print(
                f"{page:28} {1e3 * without:8.3f} ms for a robot, {1e3 * with_:.3f} ms for a reader: {share:+.1f} %"
            )


def counted(folder: Path) -> dict[str, float]:
    """Return the seconds that each kind of count takes from its caller while the thread writes."""
    counting = Counting(Settings(home=folder))
    counting.start()
    visitors = [Visitor(address=f"10.0.{n // 250}.{n % 250}", agent=AGENT) for n in range(5_000)]
    kinds: dict[str, Callable[[int], None]] = {
        "a page of a visit": lambda n: counting.visit(visitors[n % 5_000]),
        "a read": lambda n: counting.read(visitors[n % 5_000], f"bài {n // 50}"),
        "a query asked": lambda n: counting.ask(visitors[n % 5_000], f"câu hỏi {n // 50}", 5),
    }
    found = {name: _each(count) for name, count in kinds.items()}
    counting.close()
    return found


def _each(count: Callable[[int], None]) -> float:
    started = time.thread_time()
    for number in range(EVENTS):
        count(number)
    return (time.thread_time() - started) / EVENTS


def databases(folder: Path) -> Iterable[tuple[str, str]]:
    """Yield the databases to write to."""
    yield "SQLite", f"sqlite:///{folder / 'rows.sqlite3'}"
    if "--postgresql" in sys.argv:
        yield "PostgreSQL", sys.argv[sys.argv.index("--postgresql") + 1]


def written(url: str) -> float:
    """Return rows a second: new ones first, then the same again, which are added to."""
    store = Store(url)
    store.totals(0.0, "")
    started = time.perf_counter()
    for number in (1, 2):
        sums = _sums()
        store.write(Batch(writer="bench", number=number, sums=sums, online=0, at=time.time()))
    seconds = time.perf_counter() - started
    store.close()
    return 2 * ROWS / seconds


def _sums() -> Sums:
    sums, day = Sums(), datetime.now(UTC).date()
    for number in range(ROWS // 2):
        sums.read(f"bài {number}", day)
        sums.ask(f"câu hỏi {number}", day, Asked(hits=3))
    return sums


def asked(folder: Path) -> dict[str, tuple[float, float]]:
    """Return the median seconds of each page for a robot, who is not counted, and for a reader, who is."""
    settings = Settings(home=folder, index="mau")
    reindex(Order(places=(str(SAMPLES),)), settings)
    article = next(iter(Archive(settings).articles())).id
    app = create_app(settings)
    pages = ("/", f"/tin/{article}", "/tim?q=le+hoi", "/thong-ke")
    found = {page: _in_turns(app.test_client(), page) for page in pages}
    app.extensions[Site.NAME].counting.close()
    return found


def _in_turns(client: FlaskClient, page: str) -> tuple[float, float]:
    robot, reader = list[float](), list[float]()
    for number in range(ROUNDS):
        robot.append(_opened(client, page, f"{AGENT} bot"))
        reader.append(_opened(client, page, f"{AGENT} {number}"))
    return statistics.median(robot), statistics.median(reader)


def _opened(client: FlaskClient, page: str, agent: str) -> float:
    started = time.thread_time()
    answer = client.get(page, headers={"User-Agent": agent, "Accept": "text/html"})
    assert answer.status_code == 200
    return time.thread_time() - started


if __name__ == "__main__":
    main()
