"""Traffic as readers make it, at a rate that does not wait for the answers.

Requests leave at fixed moments whether or not earlier ones were answered, and the time of one is counted from
the moment it was due: a server that falls behind cannot slow down who measures it (no coordinated omission).
Connections are kept and used again, as a reverse proxy does. All traffic stays on this machine.
"""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice
from urllib.parse import quote

from searcher import Archive, Showing

MIX = (("results", 0.7), ("article", 0.2), ("completion", 0.1))
"""Share of each kind of request."""
_READERS = 2_000
"""Different readers, told apart by the address that the proxy names."""
_QUERIES, _ARTICLES, _STEP = 3_000, 3_000, 7
_TURNED, _PAGE = 300, 10
"""Queries, the most popular ones, whose second page is read too, where they have one; hits of a page."""
_SECOND = 0.15
"""Share of their readers who turn the page."""
_LONGEST = 30.0
"""Seconds after which a request counts as lost."""
_AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of one request: seconds from the moment it was due, 0 as the status where none came."""

    kind: str
    due: float
    seconds: float
    status: int
    retry_after: bool = False
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Readers:
    """What readers ask for, the most popular first; asked by Zipf's law."""

    queries: Sequence[str]
    articles: Sequence[str]
    turned: frozenset[str]
    """Queries with a second page."""

    @classmethod
    def of(cls, archive: Archive, seed: int = 1) -> "Readers":
        """Return readers whose queries are runs of two to four words of titles, a third of them unmarked."""
        dice = random.Random(seed)  # noqa: S311 - no secret
        every = list(islice(archive.articles(), 0, _STEP * _ARTICLES, _STEP))
        dice.shuffle(every)
        asked = dict.fromkeys(_query(one.title, dice) for one in every if one.title.strip())
        queries = list(asked)[:_QUERIES]
        return cls(
            queries=queries,
            articles=[quote(one.id, safe="") for one in every],
            turned=frozenset(one for one in queries[:_TURNED] if _goes_on(archive, one)),
        )

    def requests(self, seed: int = 2) -> Iterator[tuple[str, str]]:
        """Yield kinds of requests and their paths without end."""
        dice = random.Random(seed)  # noqa: S311
        kinds, shares = [name for name, _ in MIX], [share for _, share in MIX]
        popular = {True: _zipf(self.queries), False: _zipf(self.articles)}
        while True:
            kind = dice.choices(kinds, shares)[0]
            asks = kind != "article"
            pool = self.queries if asks else self.articles
            chosen = dice.choices(pool, cum_weights=popular[asks])[0]
            yield kind, _path(kind, chosen, dice, turns=chosen in self.turned)


def _query(title: str, dice: random.Random) -> str:
    words = title.split()
    length = min(len(words), dice.choice((2, 2, 3, 3, 4)))
    start = dice.randrange(len(words) - length + 1)
    text = " ".join(words[start : start + length]).lower()
    return _unmarked(text) if dice.random() < 1 / 3 else text


def _goes_on(archive: Archive, query: str) -> bool:
    """Tell whether what is found fills more than a page."""
    found = archive.search(query, per_page=_PAGE, showing=Showing(marked=False))
    return found.total - found.collapsed > _PAGE


def _unmarked(text: str) -> str:
    from unidecode import unidecode

    return str(unidecode(text))


def _zipf(pool: Sequence[str]) -> list[float]:
    return list(accumulate(1 / rank for rank in range(1, len(pool) + 1)))


def _path(kind: str, chosen: str, dice: random.Random, *, turns: bool) -> str:
    if kind == "article":
        return f"/tin/{chosen}"
    if kind == "completion":
        return f"/api/suggest?q={quote(chosen[: dice.randint(2, max(3, len(chosen)))])}"
    page = "&page=2" if turns and dice.random() < _SECOND else ""
    return f"/tim?q={quote(chosen)}{page}"


class Traffic:
    """A crowd of readers before one server."""

    def __init__(
        self, port: int, requests: Iterator[tuple[str, str]], *, keep: bool = True
    ) -> None:
        """Ask a server on this machine; connections are used again if they are to be kept."""
        self._port, self._requests, self._keep = port, requests, keep
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
        self.answers: list[Answer] = []
        self.resent = 0

    async def run(self, rate: float, seconds: float) -> list[Answer]:
        """Send so many requests a second for so long; return what became of them."""
        loop, begun, tasks = asyncio.get_running_loop(), time.perf_counter(), []
        before = len(self.answers)
        for number in range(int(rate * seconds)):
            due = begun + number / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            tasks.append(loop.create_task(self._ask(*next(self._requests), number, due)))
        await asyncio.gather(*tasks)
        return self.answers[before:]

    async def rush(self, count: int, readers: int) -> list[Answer]:
        """Let so many readers ask one question after another, `count` altogether; return what became of them."""
        before, numbers = len(self.answers), iter(range(count))

        async def read() -> None:
            for number in numbers:
                await self._ask(*next(self._requests), number, time.perf_counter())

        await asyncio.gather(*(read() for _ in range(readers)))
        return self.answers[before:]

    def close(self) -> None:
        """Give the connections back."""
        for _, writer in self._idle:
            writer.close()
        self._idle.clear()

    async def _ask(self, kind: str, path: str, number: int, due: float) -> None:
        status, later, error = 0, False, ""
        try:
            status, later = await asyncio.wait_for(self._sent(path, number), _LONGEST)
        except (OSError, EOFError, ValueError, TimeoutError) as trouble:
            error = f"{type(trouble).__name__}: {trouble}"
        taken = time.perf_counter() - due
        self.answers.append(
            Answer(kind=kind, due=due, seconds=taken, status=status, retry_after=later, error=error)
        )

    async def _sent(self, path: str, number: int) -> tuple[int, bool]:
        """Ask over a connection that is open; where that one was closed meanwhile, over a new one."""
        while self._idle:
            connection = self._idle.pop()
            try:
                return await self._over(connection, path, number)
            except (ConnectionError, EOFError):
                self.resent += 1
                connection[1].close()
        opened = await asyncio.open_connection("127.0.0.1", self._port)
        return await self._over(opened, path, number)

    async def _over(
        self,
        connection: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        path: str,
        number: int,
    ) -> tuple[int, bool]:
        reader, writer = connection
        address = f"10.{number * 7 % _READERS // 250}.{number * 7 % 250}.9"
        writer.write(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\nUser-Agent: {_AGENT}\r\n"
            f"Accept: text/html\r\nAccept-Encoding: gzip\r\nX-Forwarded-For: {address}\r\n"
            f"{'' if self._keep else 'Connection: close' + chr(13) + chr(10)}\r\n".encode()
        )
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        fields = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
        await reader.readexactly(int(fields.get("content-length", 0)))
        if self._keep and fields.get("connection") != "close":
            self._idle.append(connection)
        else:
            writer.close()
        return int(head.split(" ", 2)[1]), "retry-after" in fields


def percentile(answers: Sequence[Answer], share: float) -> float:
    """Return the milliseconds within which this share of the answers came."""
    ordered = sorted(one.seconds for one in answers)
    return 1e3 * ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def statuses(answers: Sequence[Answer]) -> dict[str, int]:
    """Count the answers by status; requests without one by what went wrong."""
    return dict(Counter(one.error or str(one.status) for one in answers))
