"""The way in: a connect handler that fails closed."""

import inspect
import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

import gevent
from flask_socketio import SocketIO
from socketio.exceptions import ConnectionRefusedError

log = logging.getLogger(__name__)

Handler = Callable[..., Any]


def door(socketio: SocketIO, handler: Handler, namespace: str = "/") -> Handler:
    """Register the connect handler so that no exception of any kind lets a client in. Gives it back.

    The handler takes the client's `auth` payload or nothing, seats the client, and turns it away by returning
    False or raising flask_socketio.ConnectionRefusedError. With `on_error_default` set, Flask-SocketIO takes
    any other exception for a yes; here it becomes a refusal, logged by its class alone.
    """
    takes_auth = bool(inspect.signature(handler).parameters)

    @wraps(handler)
    def refusing(auth: object = None) -> bool:
        try:
            return (handler(auth) if takes_auth else handler()) is not False
        except ConnectionRefusedError:
            raise
        except (Exception, gevent.Timeout) as failure:
            log.error("socket_door_failed", extra={"failure": type(failure).__name__})
            raise ConnectionRefusedError("Not now.") from None

    socketio.on_event("connect", refusing, namespace=namespace)
    return handler
