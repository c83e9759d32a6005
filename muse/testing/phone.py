"""A phone's network between a client and a server: everything takes its time, and some of it is lost on the way."""

from __future__ import annotations

import contextlib
import itertools
import select
import socket
import socketserver
import struct
import threading
import time
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from urllib.parse import urlsplit

ONE_WAY_S = 0.15
_BROKEN = struct.pack("ii", 1, 0)  # SO_LINGER: closing tells the other side that something broke


class Fate(Enum):
    """What becomes of a request and its answer."""

    ARRIVES = auto()
    REQUEST_LOST = auto()
    #: The server has done what it was asked for, and the client does not know.
    ANSWER_LOST = auto()


#: Of a client that does one thing after the other and tries again, three requests in four are lost once.
FATES = (
    *(Fate.ANSWER_LOST, Fate.ARRIVES),
    Fate.ARRIVES,
    *(Fate.ANSWER_LOST, Fate.ARRIVES),
    *(Fate.REQUEST_LOST, Fate.ARRIVES),
)


class PhoneNetwork(socketserver.ThreadingTCPServer):
    """Carries the bytes of HTTP connections to a server and back; ``fates`` are dealt out in turn, over and over."""

    daemon_threads = True

    def __init__(self, server: str, fates: Sequence[Fate], one_way_s: float) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        address = urlsplit(server)
        self.far_side = (str(address.hostname), int(address.port or 80))
        self.one_way_s = one_way_s
        self.met = dict.fromkeys(Fate, 0)
        self._fates = itertools.cycle(fates)
        self._lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def next_fate(self) -> Fate:
        with self._lock:
            fate = next(self._fates)
            self.met[fate] += 1
        return fate


class _Connection(socketserver.BaseRequestHandler):
    server: PhoneNetwork

    def handle(self) -> None:
        with contextlib.suppress(OSError), socket.create_connection(self.server.far_side) as far_side:
            self._carry(self.request, far_side)

    def _carry(self, client: socket.socket, far_side: socket.socket) -> None:
        fate, is_answered = Fate.ARRIVES, True
        while True:
            for source in select.select([client, far_side], [], [])[0]:
                data = source.recv(65_536)
                if not data:
                    return
                begins = is_answered if source is client else not is_answered
                if begins:
                    is_answered = not is_answered
                    fate = self.server.next_fate() if source is client else fate
                    time.sleep(self.server.one_way_s)
                if fate is (Fate.REQUEST_LOST if source is client else Fate.ANSWER_LOST):
                    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _BROKEN)
                    return
                (far_side if source is client else client).sendall(data)


@contextlib.contextmanager
def phone_network(server: str, fates: Sequence[Fate] = FATES, one_way_s: float = ONE_WAY_S) -> Iterator[PhoneNetwork]:
    """A phone's network in front of the server at an address; its own `url` is where the client goes."""
    with PhoneNetwork(server, fates, one_way_s) as network:
        thread = threading.Thread(target=network.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield network
        finally:
            network.shutdown()
            thread.join()
