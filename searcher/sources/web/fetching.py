"""One address after another, politely: robots.txt, a delay per host, redirects, limits, further tries."""

import time
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime

import urllib3
from urllib3.exceptions import (
    ConnectTimeoutError,
    DecodeError,
    HTTPError,
    NameResolutionError,
    ReadTimeoutError,
)
from urllib3.response import BaseHTTPResponse

from searcher.settings.sources import HttpSettings
from searcher.sources.web.addresses import Doors, cleaned, origin
from searcher.sources.web.answers import Answer, Unanswered
from searcher.sources.web.connecting import cut_off, new_pool
from searcher.sources.web.robots import LIMIT as ROBOTS_LIMIT
from searcher.sources.web.robots import Robots

REDIRECTS = 10
GIVEN_UP = 5
"""Pages of a host in a row that fail before the others are left for the next run."""
LONGEST_WAIT = 60.0
"""Seconds that are waited before another try; a server that asks for more is left for the next run."""
_PIECE = 1 << 16
_AGAIN = frozenset({429, 500, 502, 503, 504})
_MOVED = frozenset({301, 302, 303, 307, 308})


class Fetcher:
    """Asks servers; used by one thread."""

    def __init__(self, settings: HttpSettings) -> None:
        self._settings = settings
        self._pool: urllib3.PoolManager | None = None
        self._doors = Doors()
        self._robots = Robots(settings.user_agent, self._robots_of)
        self._asked: dict[str, float] = {}
        self._failures: dict[str, int] = {}

    def fetch(
        self, url: str, headers: Mapping[str, str], limit: int, led_by: str | None = None
    ) -> Answer:
        """Return the answer for an address that robots.txt allows, at most `limit` bytes of it.

        `led_by` is the address of what named it, None for a person. Raises Unanswered.
        """
        host = origin(url)
        if self._failures.get(host, 0) >= GIVEN_UP:
            raise Unanswered(
                "unreachable",
                "máy chủ hỏng nhiều lần liền",
                "its host failed several times in a row",
            )
        try:
            answer = self._tried(lambda: self._followed(url, headers, limit, led_by, robots=True))
        except Unanswered as error:
            self._failures[host] = self._failures.get(host, 0) + error.is_of_host
            raise
        self._failures[host] = 0
        return answer

    def close(self) -> None:
        """Close the connections."""
        if self._pool is not None:
            self._pool.clear()
            self._pool = None

    def _robots_of(self, url: str) -> Answer:
        return self._tried(lambda: self._followed(url, {}, ROBOTS_LIMIT, None, robots=False))

    def _tried(self, ask: Callable[[], Answer]) -> Answer:
        """Ask until an answer comes that is no failure of the server, as often as the settings say."""
        wait = self._settings.backoff
        for _ in range(self._settings.tries - 1):
            try:
                return _useful(ask())
            except Unanswered as error:
                if not error.may_pass or error.wait > LONGEST_WAIT:
                    raise
                time.sleep(min(max(wait, error.wait), LONGEST_WAIT))
                wait *= 2
        return _useful(ask())

    def _followed(
        self, url: str, headers: Mapping[str, str], limit: int, led_by: str | None, *, robots: bool
    ) -> Answer:
        seen: set[str] = set()
        at = cleaned(url)
        while at not in seen and len(seen) <= REDIRECTS:
            seen.add(at)
            self._doors.check(at, led_by)
            if robots:
                self._robots.check(at)
            answer = self._asked_once(at, headers, limit)
            target = answer.headers.get("location", "")
            if answer.status not in _MOVED or not target:
                return answer
            at, led_by = cleaned(target, at), at
        raise Unanswered("redirects", "chuyển hướng vòng hay quá nhiều", "redirects without end")

    def _asked_once(self, url: str, headers: Mapping[str, str], limit: int) -> Answer:
        self._wait_for(url)
        settings = self._settings
        try:
            with cut_off(settings.deadline) as cut:
                answer = self._exchange(url, headers, limit)
        except (HTTPError, OSError, ValueError, EOFError) as error:
            raise _too_slow(settings.deadline) if cut.is_set() else _failed(error) from error
        finally:
            self._asked[origin(url)] = time.monotonic()
        if cut.is_set():  # what was cut off may look like an answer
            raise _too_slow(settings.deadline)
        return answer

    def _exchange(self, url: str, headers: Mapping[str, str], limit: int) -> Answer:
        self._pool = self._pool or new_pool(self._settings.user_agent)
        response = self._pool.request(
            "GET",
            url,
            headers={**self._pool.headers, **headers},
            timeout=urllib3.Timeout(self._settings.timeout),
            redirect=False,
            preload_content=False,
        )
        try:
            content = _content(response, limit) if response.status == 200 else b""
            told = {name.lower(): value for name, value in response.headers.items()}
            return Answer(url=url, status=response.status, headers=told, content=content)
        finally:
            response.close()

    def _wait_for(self, url: str) -> None:
        """Wait until the host may be asked again."""
        asked = self._asked.get(origin(url))
        if asked is not None:
            delay = max(self._settings.delay, self._robots.delay(url))
            time.sleep(max(0.0, asked + delay - time.monotonic()))


def _content(response: BaseHTTPResponse, limit: int) -> bytes:
    """Return the unpacked body; raises Unanswered where it is larger than `limit`."""
    pieces, size = [], 0
    for piece in response.stream(_PIECE, decode_content=True):
        pieces.append(piece)
        size += len(piece)
        if size > limit:
            raise Unanswered(
                "too-large",
                f"lớn hơn giới hạn {limit} byte",
                f"larger than the limit of {limit} bytes",
            )
    return b"".join(pieces)


def _useful(answer: Answer) -> Answer:
    """Return an answer that is no passing failure; raises Unanswered."""
    if answer.status not in _AGAIN:
        return answer
    status = answer.status
    raise Unanswered(
        "http-status",
        f"máy chủ trả lời mã {status}",
        f"the server answered {status}",
        may_pass=True,
        wait=_seconds(answer.headers.get("retry-after", "")),
    )


def _seconds(retry_after: str) -> float:
    """Return what a Retry-After header asks for (RFC 9110, section 10.2.3), 0 where it cannot be read."""
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        return max(0.0, parsedate_to_datetime(retry_after).timestamp() - time.time())
    except ValueError:
        return 0.0


def _too_slow(seconds: float) -> Unanswered:
    return Unanswered(
        "timeout", f"quá {seconds:g} giây chưa xong", f"not finished within {seconds:g} seconds"
    )


def _failed(error: Exception) -> Unanswered:
    """Return what a failure of the connection means."""
    if isinstance(error, NameResolutionError):
        return Unanswered("unreachable", "không có máy chủ này", "there is no such host")
    if isinstance(error, ConnectTimeoutError | ReadTimeoutError | TimeoutError):
        return Unanswered("timeout", "máy chủ không trả lời", "the server is silent", may_pass=True)
    if isinstance(error, DecodeError):
        return Unanswered("unreadable", "dữ liệu nén bị hỏng", "the packed answer is broken")
    reason = str(error)[:200]
    return Unanswered(
        "unreachable",
        f"kết nối hỏng ({reason})",
        f"the connection failed ({reason})",
        may_pass=True,
    )
