"""The one way out to a phone: whole frames, in order, without ever waiting for a slow one."""

import socket
import struct
from collections import deque
from collections.abc import Callable
from typing import Any

from gevent import get_hub

_WRITABLE = 2
_AT_ONCE = struct.pack("ii", 1, 0)


class Outlet:
    """Writes frames to one non-blocking socket and keeps what the kernel did not take.

    `bound` is in bytes. `lost` is called, once or more, with True when more than that waits, with False when
    the socket is gone. Nothing here blocks, switches greenlets or raises: a loop may write to a whole room.
    """

    __slots__ = ("_bound", "_lost", "_send", "_size", "_socket", "_waiting", "_watcher")

    def __init__(self, sock: socket.socket, bound: int, lost: Callable[[bool], None]) -> None:
        self._socket = sock
        self._send = sock.send
        self._bound = bound
        self._lost = lost
        self._waiting: deque[memoryview] | None = None
        self._size = 0
        self._watcher: Any = None

    def write(self, frame: bytes) -> None:
        """Write now what the kernel takes, the rest as soon as it takes more."""
        if self._waiting is not None:
            return self._wait(self._waiting, memoryview(frame))
        try:
            sent = self._send(frame)
        except BlockingIOError:
            sent = 0
        except OSError:
            return self._lost(False)
        if sent < len(frame):
            self._begin_waiting(memoryview(frame)[sent:])

    def close(self, farewell: bytes = b"") -> None:
        """Write the farewell and close; where frames still wait, give them up, in the kernel too."""
        if self._waiting is not None:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
        elif farewell:
            self.write(farewell)
        self._stop_waiting()
        self._socket.close()

    def _begin_waiting(self, rest: memoryview) -> None:
        self._waiting = deque()
        self._watcher = get_hub().loop.io(self._socket.fileno(), _WRITABLE)
        self._watcher.start(self._flush)
        self._wait(self._waiting, rest)

    def _wait(self, waiting: deque[memoryview], rest: memoryview) -> None:
        waiting.append(rest)
        self._size += len(rest)
        if self._size > self._bound:
            self._lost(True)

    def _flush(self) -> None:
        try:
            while self._waiting:
                self._send_first(self._waiting)
        except BlockingIOError:
            return
        except OSError:
            return self._lost(False)
        self._stop_waiting()

    def _send_first(self, waiting: deque[memoryview]) -> None:
        sent = self._send(waiting[0])
        self._size -= sent
        if sent == len(waiting[0]):
            waiting.popleft()
        else:
            waiting[0] = waiting[0][sent:]

    def _stop_waiting(self) -> None:
        if self._watcher is not None:
            self._watcher.stop()
            self._watcher.close()
        self._watcher = self._waiting = None
        self._size = 0
