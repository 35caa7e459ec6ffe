"""A door before a real cluster that can be shut, or left open with nobody behind it."""

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import ClassVar
from urllib.parse import urlsplit

_AT_ONCE = 1 << 16


class _Passing(socketserver.BaseRequestHandler):
    """Carries bytes both ways while the door is open; says nothing while nobody is there."""

    def handle(self) -> None:
        server = self.server
        assert isinstance(server, Door)
        with server.known(self.request):
            if server.is_silent.is_set():
                server.is_shut.wait()
                return
            with socket.create_connection(server.behind) as far, server.known(far):
                back = threading.Thread(target=self._carry, args=(far, self.request))
                back.start()
                self._carry(self.request, far)
                back.join()

    def _carry(self, near: socket.socket, far: socket.socket) -> None:
        server = self.server
        assert isinstance(server, Door)
        with suppress(OSError):
            while part := near.recv(_AT_ONCE):
                if near is self.request:
                    server.heard.append(part)
                far.sendall(part)
        with suppress(OSError):
            far.shutdown(socket.SHUT_RDWR)


class Door(socketserver.ThreadingTCPServer):
    """An address of its own that leads to a node."""

    daemon_threads = True
    allow_reuse_address = True
    block_on_close = False
    _LOCK: ClassVar = threading.Lock()

    def __init__(self, address: str) -> None:
        super().__init__(("127.0.0.1", 0), _Passing)
        told = urlsplit(address)
        self.behind = (str(told.hostname), int(told.port or 0))
        self.is_silent, self.is_shut = threading.Event(), threading.Event()
        self.heard: list[bytes] = []
        """What was asked through the door, part by part."""
        self._open: set[socket.socket] = set()

    @property
    def address(self) -> str:
        """The address of the door."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    @contextmanager
    def known(self, one: socket.socket) -> Iterator[None]:
        """Remember a connection while it is used."""
        with self._LOCK:
            self._open.add(one)
        try:
            yield
        finally:
            with self._LOCK:
                self._open.discard(one)

    def silence(self) -> None:
        """Take connections as before and answer none; those that are open are cut."""
        self.is_silent.set()
        self._cut()

    def shut(self) -> None:
        """Take no connections any more, and cut those that are open."""
        self.is_shut.set()
        self.shutdown()
        self.server_close()
        self._cut()

    def _cut(self) -> None:
        with self._LOCK:
            for one in self._open:
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)


@contextmanager
def door_to(address: str) -> Iterator[Door]:
    """Open a door for a while."""
    door = Door(address)
    thread = threading.Thread(target=door.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield door
    finally:
        if not door.is_shut.is_set():
            door.shut()
        thread.join()
