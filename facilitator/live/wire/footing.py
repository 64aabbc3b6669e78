"""What the wire leans on in its libraries, checked at start, so that one that changed is noticed there."""

import inspect
from collections.abc import Callable
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any

import engineio
import socketio
from engineio.socket import Socket
from packaging.version import Version

# The lowest release without a known hole, and the first one nobody has read yet.
_VERSIONS = {
    "python-engineio": ("4.15.1", "5"),
    "python-socketio": ("5.18.1", "6"),
    "wsproto": ("1.2", "2"),
}
_SIGNATURES: dict[tuple[type, str], str] = {
    (engineio.Server, "_handle_connect"): "self environ start_response transport jsonp_index",
    (engineio.Server, "send_packet"): "self sid pkt",
    (engineio.Server, "generate_id"): "self",
    (socketio.Server, "disconnect"): "self sid namespace ignore_queue",
    (socketio.Server, "_send_eio_packet"): "self eio_sid eio_pkt",
    (socketio.Server, "_handle_eio_connect"): "self eio_sid environ",
    (socketio.Server, "_handle_eio_message"): "self eio_sid data",
    (socketio.Server, "_handle_eio_disconnect"): "self eio_sid reason",
    (socketio.Manager, "emit"): "self event data namespace room skip_sid callback to kwargs",
    (socketio.Manager, "pre_connect"): "self eio_sid namespace",
    (socketio.Manager, "get_participants"): "self namespace room",
    (socketio.Manager, "basic_enter_room"): "self sid namespace room eio_sid",
    (socketio.Manager, "basic_leave_room"): "self sid namespace room",
    (socketio.Manager, "basic_disconnect"): "self sid namespace kwargs",
}
# What engineio.socket.Socket offers. `Phone` stands in for it, so anything new here has to be looked at.
_SOCKET_METHODS = {
    "check_ping_timeout",
    "close",
    "handle_get_request",
    "handle_post_request",
    "poll",
    "receive",
    "schedule_ping",
    "send",
}


class LibraryChanged(RuntimeError):
    """A library under the wire is not the one it was built on."""


def check() -> None:
    """Raise LibraryChanged with every difference in one message."""
    changes = [*_wrong_versions(), *_changed_signatures(), *_changed_methods()]
    if find_spec("geventwebsocket"):
        changes.append("gevent-websocket is installed, and would answer the handshakes")
    if changes:
        raise LibraryChanged(f"facilitator.live.wire has to be looked at again: {'; '.join(changes)}.")


def _wrong_versions() -> list[str]:
    return [
        f"{name} {version(name)} is not in {lowest} to below {limit}"
        for name, (lowest, limit) in _VERSIONS.items()
        if not Version(lowest) <= Version(version(name)) < Version(limit)
    ]


def _changed_signatures() -> list[str]:
    return [
        f"{owner.__module__}.{owner.__name__}.{name} takes other arguments"
        for (owner, name), known in _SIGNATURES.items()
        if _arguments(getattr(owner, name, None)) != known
    ]


def _arguments(function: Callable[..., Any] | None) -> str:
    return " ".join(inspect.signature(function).parameters) if function else ""


def _changed_methods() -> list[str]:
    methods = {name for name, _ in inspect.getmembers(Socket, inspect.isfunction) if not name.startswith("_")}
    return [f"engineio.socket.Socket has another {name}" for name in sorted(methods ^ _SOCKET_METHODS)]
