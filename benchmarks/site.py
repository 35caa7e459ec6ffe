"""What each page costs: requests a second, latency, bytes, and what a browser makes of it.

    python -m benchmarks.site --data ../shared/data/news [--articles 20000] [--seconds 3] [--address URL]

Real articles are indexed into a temporary folder and served by `timtin serve`; `--address` measures a
server that already runs over the same articles instead. Every page is asked for at many of its addresses,
so that no answer is always the same one. Latency is that of one reader at a time, in milliseconds from the
request to the last byte, compressed; requests a second are those of four readers at once. All traffic stays
on this machine, and lasts for as long as it was allowed to.
"""

import argparse
import gzip
import http.client
import json
import lzma
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain, count, islice
from pathlib import Path
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"
READERS, LEAST = 4, 40
FIRST_DAY = datetime(2015, 1, 1, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
QUERIES = (
    "lễ hội", "le hoi", "nước lũ", "giao thông", "tuyển sinh đại học", "giá vàng", "bóng đá nữ", "tai nạn",
    "sốt xuất huyết", "thua thien hue", "cháy rừng", "du lịch Huế", "ô nhiễm môi trường", "xuất khẩu gạo",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What the addresses of one page cost: milliseconds, requests a second, bytes sent and as read."""

    p50: float
    p95: float
    rate: float
    sent: int
    read: int


def main() -> None:
    """Print a row for every page."""
    asked = _asked()
    with served(asked) as address:
        print(f"{'page':12}{'p50 ms':>9}{'p95 ms':>9}{'req/s':>8}{'sent':>9}{'read':>9}")
        places = addresses(address)
        for name, paths in places.items():
            cost = measured(address, paths, asked.seconds)
            if cost is None:
                print(f"{name:12}{'not there':>9}")
                continue
            row = f"{cost.p50:9.1f}{cost.p95:9.1f}{cost.rate:8.0f}{cost.sent:9,}{cost.read:9,}"
            print(f"{name:12}{row}", flush=True)
        for line in browsed(address, places):
            print(line, flush=True)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--address")
    return parser.parse_args()


@contextmanager
def served(asked: argparse.Namespace) -> Iterator[str]:
    """Yield the address of a server over the articles, and end it afterwards."""
    if asked.address:
        yield asked.address
        return
    with tempfile.TemporaryDirectory() as folder:
        news = Path(folder) / "news.jsonl"
        with news.open("w", encoding="utf-8") as file:
            file.writelines(f"{json.dumps(one)}\n" for one in articles(asked.data, asked.articles))
        timtin = (sys.executable, "-m", "timtin")
        subprocess.run((*timtin, "reindex", str(news), "--home", folder, "--quiet"), check=True)
        serve = (*timtin, "serve", "--home", folder, "--port", "0")
        with subprocess.Popen(serve, stdout=subprocess.PIPE, text=True) as server:
            found = re.search(r"http://\S+", server.stdout.readline() if server.stdout else "")
            try:
                yield found[0] if found else ""
            finally:
                server.terminate()


def articles(data: Path, wanted: int) -> Iterator[dict[str, object]]:
    """Yield those that have dates first; the others get days, sources and categories, evenly."""
    known = _lines(data / "dated.jsonl.xz")
    bare = zip(count(), _lines(data / "vietnews.jsonl.xz"), strict=False)
    return islice(chain(known, (_dated(number, one) for number, one in bare)), wanted)


def _lines(path: Path) -> Iterator[dict[str, object]]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _dated(number: int, record: dict[str, object]) -> dict[str, object]:
    moment = FIRST_DAY + timedelta(days=number * 7919 % 3000, minutes=number % 1440)
    made_up = {"source": f"nguồn {number % 3}", "category": f"mục {number * 31 % 17}"}
    return {**record, **made_up, "published": moment.isoformat()}


def addresses(address: str) -> dict[str, list[str]]:
    """Return many addresses of each page, read off the site itself."""
    host = urlsplit(address).netloc
    found = json.loads(_get(host, "/api/search?per_page=100&sort=newest&copies=1")[1])
    facets = found["facets"]
    months = [one["value"] for one in facets["month"]][-24:]
    searched = [f"/tim?q={quote(words)}" for words in QUERIES]
    return {
        "home": ["/"],
        "results": searched + [f"{one}&page=2" for one in searched],
        "article": [f"/tin/{quote(hit['id'], safe='')}" for hit in found["hits"]],
        "day": [f"/ngay/{month}-{day:02d}" for month in months for day in (4, 11, 25)],
        "month": [f"/ngay/{month}" for month in months],
        "group": [f"/nhom/{quote(one['value'], safe='')}" for one in facets["category"][:20]],
        "source": [f"/nguon/{quote(one['value'], safe='')}" for one in facets["source"][:20]],
        "feed": [f"/rss?q={quote(words)}" for words in QUERIES],
        "statistics": ["/thong-ke"],
        "api/search": [f"/api/search?q={quote(words)}" for words in QUERIES],
        "api/suggest": [f"/api/suggest?q={quote(words[:5])}" for words in QUERIES],
        "api/days": [f"/api/days?month={month}" for month in months],
        "sitemap": ["/sitemap.xml"],
    }


def _get(host: str, path: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(host, timeout=60)
    connection.request("GET", path, headers={"User-Agent": AGENT})
    answer = connection.getresponse()
    return answer.status, answer.read()


def measured(address: str, paths: Sequence[str], seconds: float) -> Cost | None:
    """Return what the addresses cost, without those that are not there; None where none is."""
    host = urlsplit(address).netloc
    there = [path for path in paths if _get(host, path)[0] == 200]
    if not there:
        return None
    alone, sizes = _reader(host, there, seconds)
    with ThreadPoolExecutor(READERS) as pool:
        started = time.perf_counter()
        crowd = list(pool.map(lambda _: _reader(host, there, seconds), range(READERS)))
        rate = sum(len(times) for times, _ in crowd) / (time.perf_counter() - started)
    ordered = sorted(alone)
    return Cost(
        p50=1e3 * statistics.median(ordered),
        p95=1e3 * ordered[int(0.95 * (len(ordered) - 1))],
        rate=rate,
        sent=int(statistics.mean(sent for sent, _ in sizes)),
        read=int(statistics.mean(read for _, read in sizes)),
    )


def _reader(
    host: str, paths: Sequence[str], seconds: float
) -> tuple[list[float], list[tuple[int, int]]]:
    """Ask for one page after another over one connection; return seconds and (sent, read) bytes of each."""
    connection = http.client.HTTPConnection(host, timeout=60)
    times: list[float] = []
    sizes: list[tuple[int, int]] = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(times) < LEAST:
        started = time.perf_counter()
        headers = {"User-Agent": AGENT, "Accept-Encoding": "gzip"}
        connection.request("GET", paths[len(times) % len(paths)], headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        times.append(time.perf_counter() - started)
        packed = answer.getheader("Content-Encoding") == "gzip"
        sizes.append((len(body), len(gzip.decompress(body)) if packed else len(body)))
    return times, sizes


def browsed(address: str, places: dict[str, list[str]]) -> Iterator[str]:
    """Yield what the system's Chromium makes of each page: a first visit, on a screen of 1280 and of 360."""
    program = shutil.which("chromium")
    if program is None:
        yield "There is no chromium here: nothing is said of what a browser makes of the pages."
        return
    from playwright.sync_api import sync_playwright  # only where there is a browser

    yield f"{'page':12}{'width':>7}{'requests':>9}{'bytes':>9}{'TTFB ms':>9}{'shift':>8}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for name in ("home", "results", "article", "day", "group", "statistics"):
            for width in (1280, 360):
                page = browser.new_page(viewport={"width": width, "height": 800})
                page.add_init_script(_WATCH)
                page.goto(address + places[name][0], wait_until="networkidle")
                told = page.evaluate(_FACTS)
                yield f"{name:12}{width:7}{told[0]:9}{told[1]:9,.0f}{told[2]:9.1f}{told[3]:8.4f}"
                page.context.close()
        browser.close()


_WATCH = """
window.shift = 0;
new PerformanceObserver((list) => { for (const one of list.getEntries()) window.shift += one.value; })
  .observe({type: "layout-shift", buffered: true});
"""
_FACTS = """
() => {
  const [page] = performance.getEntriesByType("navigation"), rest = performance.getEntriesByType("resource");
  const bytes = [page, ...rest].reduce((sum, one) => sum + one.transferSize, 0);
  return [1 + rest.length, bytes, page.responseStart - page.requestStart, window.shift];
}
"""

if __name__ == "__main__":
    main()
