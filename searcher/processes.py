"""Pools of worker processes that end with the process that started them, however that ends."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import forkserver, resource_tracker
from multiprocessing.process import BaseProcess
from threading import Thread, current_thread, main_thread
from types import FrameType
from typing import Any, TypeVar

from searcher.errors import ArchiveError

R = TypeVar("R")


def processes(
    count: int, prepare: Callable[..., None] | None = None, *args: Any
) -> ProcessPoolExecutor:
    """Return a pool of fresh processes, each of which first calls `prepare`; forking one that has threads is not safe.

    A worker that waits for work would wait for ever after `kill -9` of the one that gives it, and keep its memory.
    Ctrl-C ends it without a word: what is to be said is said by the one that gives the work.
    """
    context = multiprocessing.get_context("forkserver")
    if (
        context.get_start_method() == "forkserver"
    ):  # proofs split off what shall inherit their faults
        _start_server()
    return _Pool(count, context, _begin, (prepare, args))


class _Pool(ProcessPoolExecutor):
    """Starts a process and what ends it again in one: Ctrl-C between them would leave one that nobody waits for."""

    def submit(self, function: Callable[..., R], /, *args: Any, **kwargs: Any) -> Future[R]:
        """Give work; Ctrl-C is heard after that."""
        with _ctrl_c_later():
            return super().submit(function, *args, **kwargs)


@contextmanager
def _ctrl_c_later() -> Iterator[None]:
    before = signal.getsignal(signal.SIGINT)
    if current_thread() is not main_thread() or not callable(before):
        yield
        return
    heard: list[tuple[int, FrameType | None]] = []
    signal.signal(signal.SIGINT, lambda *one: heard.append(one))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if heard:
            before(*heard[0])


def _start_server() -> None:
    """Start what workers are split off from, deaf to Ctrl-C, and so are they until they have begun."""
    resource_tracker.ensure_running()  # it is deaf already, and would make us hear again in between
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(prepare: Callable[..., None] | None, args: tuple[Any, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    parent = multiprocessing.parent_process()
    if parent is not None:
        Thread(target=_end_with, args=(parent,), name="parent", daemon=True).start()
    if prepare is not None:
        prepare(*args)


def _end_with(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


def result(future: Future[R]) -> R:
    """Return what a process made; raises ArchiveError where it died."""
    try:
        return future.result()
    except BrokenProcessPool as error:
        raise ArchiveError(
            "Một tiến trình lập chỉ mục đã bị dừng đột ngột (có thể do hết bộ nhớ); chỉ mục không thay đổi.",
            "A process of the indexing died (out of memory, perhaps); the index is unchanged.",
        ) from error
