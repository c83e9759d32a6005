"""A way to a server that a test can freeze, cut and mend: what a network does, without touching the server."""

from __future__ import annotations

import contextlib
import socket
import threading
from pathlib import Path
from types import TracebackType

_CHUNK = 65_536


class Proxy:
    """Listens on a port of loopback and hands everything on to a Unix socket, and back."""

    def __init__(self, server: Path) -> None:
        self.server = server
        self._flows = threading.Event()
        self._flows.set()
        self._open: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._listen()

    def __enter__(self) -> Proxy:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.cut()

    def freeze(self) -> None:
        """From now on connections are taken, and nothing comes through, nor an error."""
        self._flows.clear()

    def thaw(self) -> None:
        """What was held comes through, late."""
        self._flows.set()

    def cut(self) -> None:
        """All connections are closed, and new ones refused."""
        # Closing alone would leave the thread in accept(), and the port open.
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for one in list(self._open):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        self._flows.set()

    def mend(self) -> None:
        """After a cut: it listens again, on the same port."""
        self._listener = socket.create_server(("127.0.0.1", self.port))
        self._listen()

    def _listen(self) -> None:
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def _accept(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):  # the listener is closed: `cut`
            while True:
                client, _address = listener.accept()
                server = socket.socket(socket.AF_UNIX)
                server.connect(str(self.server))
                self._open |= {client, server}
                for source, sink in ((client, server), (server, client)):
                    threading.Thread(target=self._pump, args=(source, sink), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(_CHUNK):
                self._flows.wait()
                sink.sendall(data)
        for one in (source, sink):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        self._open.discard(source)
        source.close()
