"""What a site bears: the mixture readers make, at a steady rate, while publishing; then more and more; then too much.

    python -m benchmarks.load --home DIR --index NAME [--processes 2] [--rate 50] [--seconds 300]
                              [--publishes 3] [--step 15] [--most 400]

The index is copied by hard links into a temporary folder, so that publishing there changes nothing here. Readers
ask 70 % results, 20 % articles and 10 % completions by Zipf's law, from 2,000 addresses, at fixed moments that
do not wait for the answers. First the rate for so many seconds, during which articles are changed and published
so many times; then a rate half as high again each `step` seconds until the 95th percentile passes 200 ms; then
three times that rate, which must be shed; then the first rate again. All traffic stays on this machine.
"""

import argparse
import asyncio
import json
import os
import tempfile
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from benchmarks.serving_site import TIMTIN, Running, copied, memory_of, served
from benchmarks.traffic import Answer, Readers, Traffic, percentile, statuses
from searcher import Archive, Settings, article_record

_TOO_SLOW = 200.0
_WARMING = 10.0
_CHANGED = 20


def main() -> None:
    """Print a row for every stretch of time."""
    asked = _asked()
    with tempfile.TemporaryDirectory(dir=asked.scratch) as name:
        folder = Path(name)
        home = copied(asked.home, asked.index, folder)
        archive = Archive(Settings(home=home, index=asked.index))
        readers, changed = Readers.of(archive), _changed(archive, folder)
        del archive
        options = ("--processes", str(asked.processes)) if asked.processes else ()
        with served(home, asked.index, folder, *options, environ=_UNLIMITED) as site:
            site.wait_until_ready()
            asyncio.run(_measure(site, readers, changed, home, asked))


_UNLIMITED = {"TIMTIN_LIMITS_RATE": "", "TIMTIN_MONITORING_LOG": "json"}


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--index", required=True)
    parser.add_argument("--scratch", type=Path, help="folder on the same disk as the index")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--rate", type=float, default=50)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--publishes", type=int, default=3)
    parser.add_argument("--step", type=float, default=15)
    parser.add_argument("--most", type=float, default=400)
    return parser.parse_args()


def _changed(archive: Archive, folder: Path) -> Path:
    """Write some articles, to be changed and published again."""
    place = folder / "changed.jsonl"
    records = map(article_record, islice(archive.articles(), _CHANGED))
    place.write_text("".join(f"{json.dumps(one)}\n" for one in records), encoding="utf-8")
    return place


async def _measure(
    site: Running, readers: Readers, changed: Path, home: Path, asked: argparse.Namespace
) -> None:
    crowd = Traffic(site.port, readers.requests())
    print(f"{'':22}{'asked/s':>9}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}  answers", flush=True)
    _row("warming", await crowd.run(asked.rate / 2, _WARMING))
    publishing = asyncio.create_task(_publish(changed, home, asked))
    _row("steady", steady := await crowd.run(asked.rate, asked.seconds))
    print(f"   publishes: {await publishing}; sent again: {crowd.resent}")
    for kind in ("results", "article", "completion"):
        _row(f"   {kind}", [one for one in steady if one.kind == kind])
    _memory(site)
    rate, answers = asked.rate, steady
    while percentile(answers, 0.95) <= _TOO_SLOW and rate < asked.most:
        rate *= 1.5 if percentile(answers, 0.95) < _TOO_SLOW / 4 else 1.2
        _row("more", answers := await crowd.run(rate, asked.step))
    _row("too much", flood := await crowd.run(3 * rate, asked.step))
    refused = [one for one in flood if one.status == 503]
    print(f"   503: {len(refused)}, with Retry-After: {sum(one.retry_after for one in refused)}")
    _row("   answered", [one for one in flood if one.status == 200])
    _row("after, 1st 2 s", await crowd.run(asked.rate, 2))
    _row("after", await crowd.run(asked.rate, asked.step))
    crowd.close()


async def _publish(changed: Path, home: Path, asked: argparse.Namespace) -> list[str]:
    """Publish changes at even moments; return what each took."""
    taken = []
    for number in range(asked.publishes):
        await asyncio.sleep(asked.seconds / (asked.publishes + 1))
        lines = [json.loads(line) for line in changed.read_text(encoding="utf-8").splitlines()]
        told = [{**one, "title": f"{one['title']} ({number})"} for one in lines]
        changed.write_text("".join(f"{json.dumps(one)}\n" for one in told), encoding="utf-8")
        taken.append(await _reindex(changed, home, asked.index))
    return taken


async def _reindex(changed: Path, home: Path, index: str) -> str:
    began = time.perf_counter()
    command = (*TIMTIN, "reindex", str(changed), "--home", str(home), "--index", index, "--quiet")
    process = await asyncio.create_subprocess_exec(*command, preexec_fn=lambda: os.nice(10))
    code = await process.wait()
    return f"{time.perf_counter() - began:.1f} s" if code == 0 else f"exit code {code}"


def _row(name: str, answers: Sequence[Answer]) -> None:
    if not answers:
        return
    span = max(one.due for one in answers) - min(one.due for one in answers) or 1.0
    figures = "".join(f"{percentile(answers, share):9.0f}" for share in (0.5, 0.95, 0.99))
    rate = len(answers) / span
    print(f"{name:22}{rate:9.0f}{figures}  {statuses(answers)}", flush=True)


def _memory(site: Running) -> None:
    held = [memory_of(pid) for pid in site.workers]
    told = "; ".join(f"{one['Pss']} (resident {one['Rss']})" for one in held)
    print(f"   memory in MB, shared pages divided: {sum(one['Pss'] for one in held)} = {told}")


if __name__ == "__main__":
    main()
