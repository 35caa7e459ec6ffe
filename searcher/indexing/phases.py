"""A log line per phase of a run: `phase=read seconds=12.3 read=4000 ...`, for people and for grep."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

LOG = logging.getLogger("searcher.indexing")


@contextmanager
def phase(name: str, **facts: object) -> Iterator[dict[str, object]]:
    """Log how long a phase took and its facts, to which the block may add; a phase that fails says so."""
    started = time.monotonic()
    found = dict(facts)
    try:
        yield found
    except BaseException as error:
        found["failed"] = type(error).__name__
        raise
    finally:
        said = "".join(f" {key}={value}" for key, value in found.items())
        LOG.info("phase=%s seconds=%.2f%s", name, time.monotonic() - started, said)
