"""Words: our segmenter and analysis beside pyvi and underthesea, and the proof that ours prints the same.

Times are CPU seconds of one process, so that neighbours on the machine hurt less; each contestant gets
the same articles and its best of several rounds counts, the rounds interleaved.
"""

import hashlib
import json
import lzma
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TextIO

from searcher.vietnamese import analyse, segment_many
from searcher.vietnamese.words.tokens import each_token

Row = tuple[str, ...]

_IMPORT = """
import time, numpy
start = time.process_time(); import {name}; print(time.process_time() - start)
"""

_MEMORY = """
import sys
from pathlib import Path
line = "Hà Nội mùa thu, học sinh trường Lê Hồng Phong; " * ({size} // 47)
{code}
(most,) = [one for one in Path("/proc/self/status").read_text().splitlines() if one.startswith("VmHWM:")]
print(int(most.split()[1]) / 1024)
"""

_PEER = """
import json, sys, time
from underthesea import word_tokenize
texts = json.load(sys.stdin)
word_tokenize(texts[0])
start = time.process_time()
for text in texts: word_tokenize(text)
print(time.process_time() - start)
"""


def articles(path: Path, count: int | None = None) -> Iterator[str]:
    """Yield title, summary and body of each article of a JSON Lines file, as one text."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in islice(lines, count):
            record = json.loads(line)
            yield "\n".join(record.get(key) or "" for key in ("title", "summary", "body"))


def speed(texts: Sequence[str], peer: str, rounds: int) -> list[Row]:
    """Return a row for each contestant: articles/s, tokens/s, times pyvi."""
    seconds = _best(texts, rounds)
    seconds["underthesea word_tokenize"] = _peer_seconds(texts[: len(texts) // 4], peer)
    tokens = sum(1 for text in texts for _ in each_token(text))
    slowest = seconds["pyvi ViTokenizer.tokenize"] or 1.0
    return [_speed_row(name, took, len(texts), tokens, slowest) for name, took in seconds.items()]


def _speed_row(name: str, took: float | None, texts: int, tokens: int, pyvi: float) -> Row:
    if took is None:
        return name, "absent", "", ""
    return name, f"{texts / took:,.0f}", f"{tokens / took:,.0f}", f"{pyvi / took:.1f}"


def _best(texts: Sequence[str], rounds: int) -> dict[str, float | None]:
    """Return the least CPU seconds of each contestant of this process."""
    few = texts[: max(1, len(texts) // 10)]
    share = sum(map(len, texts)) / sum(map(len, few))
    pyvi = stock()
    contestants: dict[str, Callable[[], object]] = {
        "ours segment_many": lambda: segment_many(texts),
        "ours analyse (syllables, words, numbers)": lambda: analyse(texts),
        "pyvi ViTokenizer.tokenize": lambda: [pyvi(text) for text in few],
    }
    best = dict.fromkeys(contestants, float("inf"))
    for name in list(contestants) * rounds:
        best[name] = min(best[name], _cpu_seconds(contestants[name]))
    best["pyvi ViTokenizer.tokenize"] *= share
    return dict(best)


def _cpu_seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _peer_seconds(texts: Sequence[str], peer: str) -> float | None:
    """Return the seconds of underthesea for four times `texts`, None where it is not installed."""
    done = subprocess.run(
        [peer, "-c", _PEER],
        input=json.dumps(list(texts)),
        capture_output=True,
        text=True,
        check=False,
    )
    return None if done.returncode else 4 * float(done.stdout.split()[-1])


def stock() -> Callable[[str], str]:
    """Return `pyvi.ViTokenizer.tokenize`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pyvi import ViTokenizer  # a second; only this benchmark wants it

    return ViTokenizer.tokenize  # type: ignore[no-any-return]


def costs() -> list[Row]:
    """Return rows of what importing takes, and of peak memory for one long line."""
    ours = "from searcher.vietnamese import segment; segment(line)"
    pyvi = "from pyvi import ViTokenizer; ViTokenizer.tokenize(line)"
    return [
        ("import searcher.vietnamese, after NumPy", f"{_import_ms('searcher.vietnamese'):.0f} ms"),
        ("import pyvi.ViTokenizer, after NumPy", f"{_import_ms('pyvi.ViTokenizer'):.0f} ms"),
        ("peak memory, a line of 5 MB, ours", f"{_peak(ours, 5_000_000):.0f} MiB"),
        ("peak memory, a line of 0.5 MB, pyvi", f"{_peak(pyvi, 500_000):.0f} MiB"),
    ]


def _import_ms(name: str) -> float:
    return min(_run(_IMPORT.format(name=name)) for _ in range(5)) * 1_000


def _peak(code: str, size: int) -> float:
    return _run(_MEMORY.format(code=code, size=size))


def _run(code: str) -> float:
    command = [sys.executable, "-W", "ignore", "-c", code]
    return float(subprocess.check_output(command, text=True).split()[-1])


def proof(path: Path, digests: Path, wanted: int | None) -> Row:
    """Compare our line of each article with pyvi's, and count the identical ones.

    pyvi needs half an hour for all of them: SHA-1 digests of what it printed are kept in `digests`,
    a line an article, and only articles beyond them are given to pyvi, up to `wanted` (None: all).
    """
    known = digests.read_text().split() if digests.exists() else []
    same = different = 0
    with digests.open("a") as kept:
        texts = articles(path, wanted)
        while batch := list(islice(texts, 500)):
            done = same + different
            known += _pyvi_digests(batch[max(0, len(known) - done) :], kept)
            equal = [_sha1(line) for line in segment_many(batch)]
            hits = sum(a == b for a, b in zip(equal, known[done : done + len(batch)], strict=True))
            same, different = same + hits, different + len(batch) - hits
    return path.name, f"{same:,} of {same + different:,}", f"{different} different"


def _pyvi_digests(texts: Sequence[str], kept: TextIO) -> list[str]:
    pyvi = stock()
    digests = [_sha1(pyvi(text)) for text in texts]
    kept.writelines(f"{digest}\n" for digest in digests)
    return digests


def _sha1(text: str) -> str:
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()
