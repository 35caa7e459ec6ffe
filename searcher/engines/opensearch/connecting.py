"""The one door to the cluster: addresses, credentials, time limits, and its errors as sentences of ours."""

import logging
import random
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from opensearchpy import OpenSearch
from opensearchpy.exceptions import ConnectionError as Unreachable
from opensearchpy.exceptions import (
    ImproperlyConfigured,
    OpenSearchException,
    SSLError,
    TransportError,
)

from searcher.engines.opensearch.addresses import require_addresses, shown
from searcher.engines.opensearch.refusals import (
    AGAIN,
    is_full,
    no_authority,
    sentence_of,
    too_old,
    unreachable,
    why_of,
)
from searcher.errors import SettingsError
from searcher.model.limits import NEVER, Deadline
from searcher.settings.cluster import ClusterSettings

_log = logging.getLogger(__name__)

Answer = TypeVar("Answer")

PAUSE = 0.2
"""Seconds before the second try; each further one waits up to twice as long."""
_LONGEST_PAUSE = 4
"""Tries after which pauses grow no more."""
AVOIDED = 5.0
"""Seconds that a node is not asked after it failed; twice as long each time it fails again."""
REST = 2.0
"""Seconds that readers are told at once that the cluster is away, after one has waited for all of its nodes."""
GRACE = 1.0
"""Seconds beyond a reader's own limit that a node has for its answer, which it cuts off at that limit itself."""
READ = 2.0
"""The same for what there is no answer without, and what nodes do not cut off: the articles of a page."""
OLDEST = 3
"""Major version of OpenSearch: older ones score in another way."""


class Cluster:
    """Asks the nodes one after another until one answers; safe to share between threads."""

    def __init__(
        self, addresses: Sequence[str], settings: ClusterSettings, *, patient: bool = False
    ) -> None:
        self.hosts = tuple(addresses)
        self.addresses = tuple(map(shown, addresses))
        """What sentences call the hosts: passwords may stand in these."""
        self.settings = settings
        self._is_patient, self._is_known = patient, False
        self._rests_until = 0.0
        if not addresses:
            raise SettingsError(
                "Thiếu địa chỉ cụm OpenSearch: hãy đặt TIMTIN_OPENSEARCH hoặc khóa opensearch.",
                "No address of an OpenSearch cluster: set TIMTIN_OPENSEARCH or the key opensearch.",
                key="opensearch",
                place="opensearch",
            )
        require_addresses(self.hosts)
        _require_authority(settings.ca, self.addresses)
        with self._translated():
            self._client = OpenSearch(
                hosts=list(self.hosts),
                http_auth=(settings.user, settings.secret) if settings.user else None,
                ca_certs=str(settings.ca) if settings.ca else None,
                verify_certs=True,
                timeout=settings.timeout,
                max_retries=0,
                retry_on_timeout=True,  # marks a node that hangs, so that the next question goes elsewhere
                dead_timeout=AVOIDED,
                pool_maxsize=16,
            )

    def ask(self, does: Callable[[OpenSearch], Answer], deadline: Deadline = NEVER) -> Answer:
        """Do something that may be done twice; tried again at other nodes while they are busy or away.

        Past a deadline only nodes that were not asked yet are. Once no node answered a reader, nobody waits for
        one for a moment. Raises ClusterUnreachable, ClusterRefused, IndexMissing, NoSpace.
        """
        if self.is_resting:
            raise unreachable(", ".join(self.addresses), "no node answered a moment ago")
        with self._translated():
            return self._tried(does, deadline)

    @property
    def is_resting(self) -> bool:
        """Whether readers are told at once that the cluster is away."""
        return time.monotonic() < self._rests_until

    def seconds(self, deadline: Deadline, grace: float = GRACE) -> float:
        """Return how long one request may take that is made now."""
        return min(self.settings.timeout, deadline.left_ms / 1000 + grace)

    def _tried(self, does: Callable[[OpenSearch], Answer], deadline: Deadline) -> Answer:
        began, tries, is_silent = time.monotonic(), 0, True
        while True:
            tries += 1
            try:
                answer = does(self._client)
            except TransportError as error:
                is_silent = is_silent and isinstance(error, Unreachable)
                if not _is_passing(error) or not self._goes_on(tries, began, deadline):
                    self._rest(after_silence=is_silent)
                    raise
                _log.info("try %d failed: %s", tries, why_of(error))
                time.sleep(min(pause(min(tries, _LONGEST_PAUSE)), deadline.left_ms / 1000))
            else:
                self._is_known = True
                return answer

    def _goes_on(self, tries: int, began: float, deadline: Deadline) -> bool:
        """Tell whether to try again: a writer that has begun waits for nodes to come back."""
        if self._is_patient and self._is_known:
            return time.monotonic() - began < self.settings.patience
        if deadline.passed:
            return tries < min(self.settings.tries, len(self.addresses))
        return tries < self.settings.tries

    def _rest(self, *, after_silence: bool) -> None:
        if after_silence and not self._is_patient:
            self._rests_until = time.monotonic() + REST

    def require_version(self) -> None:
        """Ask who is there; raises ClusterRefused for what is no OpenSearch, or one that is too old."""
        told: Any = self.ask(lambda client: client.info())
        version = told.get("version", {}) if isinstance(told, dict) else {}
        who, number = version.get("distribution", "?"), str(version.get("number", "?"))
        major = number.partition(".")[0]
        if who != "opensearch" or not major.isdecimal() or int(major) < OLDEST:
            raise too_old(self.addresses, f"{who} {number}", OLDEST)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (OpenSearchException, ImproperlyConfigured, ssl.SSLError, OSError) as error:
            raise sentence_of(error, self.addresses) from error


def _require_authority(path: Path | None, addresses: Sequence[str]) -> None:
    """Raise ClusterRefused, naming the file, where the certificate of the authority cannot be read."""
    try:
        if path is not None:
            ssl.create_default_context(cafile=path)
    except OSError as error:
        raise no_authority(addresses, path, error) from error


def pause(tries: int) -> float:
    """Return the seconds to wait after so many tries: up to twice as long each time, by chance."""
    return PAUSE * float(2 ** (tries - 1)) * random.uniform(0.5, 1.0)  # noqa: S311 - no secret


def _is_passing(error: TransportError) -> bool:
    if is_full(why_of(error)):
        return False
    return error.status_code in AGAIN or (
        isinstance(error, Unreachable) and not isinstance(error, SSLError)
    )
