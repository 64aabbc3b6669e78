"""How much one phone, and all of them together, may ask of the process."""

import resource
from dataclasses import dataclass, fields, replace

# Files the process keeps open besides its sockets: database, logs, pipes of the event loop.
OTHER_FILES = 256


@dataclass(frozen=True)
class Bounds:
    """The limits of the wire (P1, P2, P6). The defaults suit many rooms of 15, or one of 1,000.

    message_bytes: the largest message a phone may send, counted while it is read.
    backlog_bytes: what may wait for one slow phone before it is dropped; it catches up when it comes back.
    kernel_bytes: what the kernel may hold for one phone on top of that.
    connect_seconds: how long a socket may stay without a namespace, before its CONNECT or after its end.
    pending: sockets without a namespace, at once.
    sockets: sockets at once, pending ones included.
    frames_a_minute: WebSocket frames one phone may send; a phone sends about five.
    malformed: broken packets before the connection is closed.
    """

    message_bytes: int = 16 * 1024
    backlog_bytes: int = 256 * 1024
    kernel_bytes: int = 64 * 1024
    connect_seconds: float = 5.0
    pending: int = 2_000
    sockets: int = 5_000
    frames_a_minute: int = 120
    malformed: int = 3

    def __post_init__(self) -> None:
        if any(getattr(self, field.name) <= 0 for field in fields(self)):
            raise ValueError("Every bound of the wire must be above zero.")

    def within_open_files(self) -> "Bounds":
        """These bounds, with no more sockets than the process may open. Raises its soft limit if it can."""
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = self.sockets + OTHER_FILES
        if soft != resource.RLIM_INFINITY and soft < wanted:
            soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
            return replace(self, sockets=max(1, soft - OTHER_FILES))
        return self
