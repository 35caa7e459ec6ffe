"""robots.txt of every host, as RFC 9309 has it."""

from collections.abc import Callable

from protego import Protego

from searcher.sources.web.addresses import origin
from searcher.sources.web.answers import Answer, Unanswered

LIMIT = 512 << 10
"""Bytes of a robots.txt that are read (RFC 9309, section 2.5)."""
LONGEST_DELAY = 30.0
"""Seconds of a Crawl-delay that are respected; a host that asks for more would hold up the whole run."""


class Robots:
    """What the robots.txt of hosts say; each is asked for once a run."""

    def __init__(self, user_agent: str, fetch: Callable[[str], Answer]) -> None:
        self._agent = user_agent.partition("/")[0].partition(" ")[0]
        self._fetch = fetch
        self._rules: dict[str, Protego | Unanswered] = {}

    def check(self, url: str) -> None:
        """Raise Unanswered where the address may not be read."""
        rules = self._rules_of(url)
        if isinstance(rules, Unanswered):
            raise rules
        if not rules.can_fetch(url, self._agent):
            raise Unanswered("robots", "robots.txt không cho đọc", "robots.txt forbids it")

    def delay(self, url: str) -> float:
        """Return the seconds that the host wants between two requests, 0 where it says nothing."""
        rules = self._rules.get(origin(url))
        asked = rules.crawl_delay(self._agent) if isinstance(rules, Protego) else None
        return min(float(asked or 0), LONGEST_DELAY)

    def _rules_of(self, url: str) -> Protego | Unanswered:
        host = origin(url)
        if host not in self._rules:
            self._rules[host] = self._read(host)
        return self._rules[host]

    def _read(self, host: str) -> Protego | Unanswered:
        """Return the rules of a host: none where it has none, all forbidden where it does not say."""
        try:
            answer = self._fetch(f"{host}/robots.txt")
        except Unanswered as error:
            if error.code in ("too-large", "redirects", "not-http"):
                return Protego.parse("")
            return _unknown(error.vi, error.en)
        if answer.status >= 500 or answer.status == 429:
            return _unknown(f"mã {answer.status}", f"status {answer.status}")
        allowed = answer.content if answer.status == 200 else b""
        return Protego.parse(allowed.decode("utf-8", "replace"))


def _unknown(vi: str, en: str) -> Unanswered:
    return Unanswered(
        "unreachable", f"không đọc được robots.txt ({vi})", f"robots.txt cannot be read ({en})"
    )
