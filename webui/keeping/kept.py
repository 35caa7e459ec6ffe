"""Pages made lately, given again as they are while nothing that decides about them is another (`unchanged.py`).

A few questions and articles make most of the traffic, and to write a page takes as long as to find what it says. A page is
kept by its name; visits, reads and what is read most are told as they are now (`live.py`). Who asks is counted all the same,
for only the writing is spared.
"""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import cast

from flask import Flask, current_app, g

from webui.keeping.live import filled, holes

_KEY = "timtin.kept"
_MOST = 24 << 20
"""Bytes of pages that a process keeps, 400 to 2,000 pages; the least recently asked for go first."""
_LARGEST = _MOST // 16
"""Bytes of a page that is kept: one long article must not throw out many short ones."""


class Kept:
    """Pages by their names, as UTF-8. Safe to share between threads."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._lock = Lock()
        self._size = 0
        self._pages = OrderedDict[str, bytes]()

    def find(self, name: str) -> bytes | None:
        """Return the page of a name, None where it is not kept."""
        with self._lock:
            page = self._pages.get(name)
            if page is not None:
                self._pages.move_to_end(name)
            return page

    def keep(self, name: str, page: bytes) -> None:
        """Keep a page unless it is a large one."""
        if len(page) <= _LARGEST:
            with self._lock:
                self._put(name, page)

    def _put(self, name: str, page: bytes) -> None:
        self._size += len(page) - len(self._pages.pop(name, b""))
        self._pages[name] = page
        while self._size > self._most:
            self._size -= len(self._pages.popitem(last=False)[1])


def install(app: Flask) -> None:
    """Keep the pages of this site; to be installed behind what makes their names."""
    app.extensions[_KEY] = Kept()


def written_once(write: Callable[[], str]) -> bytes:
    """Return the page that was asked for: the one kept, else the one that is written now.

    One that came in part is not kept, nor one that must be made each time: it has no name.
    """
    kept, name = cast(Kept, current_app.extensions[_KEY]), g.get("name")
    page = kept.find(name) if name else None
    if page is None:
        with holes():
            page = write().encode("utf-8", "replace")
        if name and not g.get("partial", False):
            kept.keep(name, page)
    return filled(page)
