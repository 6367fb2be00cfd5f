"""A line to a server that can be cut: clients connect to ``port`` and never learn what is behind it."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator


class SeveredLine:
    """Forwards TCP connections to ``target``; ``cut`` drops them all and takes no more until ``mend``."""

    def __init__(self, target: tuple[str, int]) -> None:
        self._target = target
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._listener = self._listen(0)
        self.port: int = self._listener.getsockname()[1]

    def cut(self) -> None:
        with self._lock:
            _hang_up(self._listener)
            for end in self._open:
                _hang_up(end)
            self._open.clear()

    def mend(self) -> None:
        self._listener = self._listen(self.port)

    def _listen(self, port: int) -> socket.socket:
        listener = socket.create_server(("127.0.0.1", port))
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()
        return listener

    def _accept(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = listener.accept()
                far = socket.create_connection(self._target)
                with self._lock:
                    self._open |= {near, far}
                for source, sink in ((near, far), (far, near)):
                    threading.Thread(target=self._pump, args=(source, sink), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65_536):
                sink.sendall(data)
        with self._lock:
            self._open -= {source, sink}
        _hang_up(source)
        _hang_up(sink)


def _hang_up(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()


@contextlib.contextmanager
def severed_line(host: str, port: int) -> Iterator[SeveredLine]:
    """Give a line that is cut for good at the end."""
    line = SeveredLine((host, port))
    try:
        yield line
    finally:
        line.cut()
