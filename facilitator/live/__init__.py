"""The top of the house: the three pages, their fragments, the rooms, the pushes and the socket's door."""

from flask import Flask
from flask_socketio import SocketIO

from ..config import Config
from ..privacy.work import Riddles
from . import broadcasts, door_views, running_views, signal_views, ticket_views  # noqa: F401 - their routes are live pages
from .broadcasts import Broadcasts
from .bus import bus_at
from .console_views import bp as console
from .doors import open_doors
from .frames import Fragments
from .member_views import bp as live
from .presence import Presence
from .tickets import Tickets
from .wire import socketio_for

__all__ = ["go_live"]


def go_live(app: Flask, config: Config) -> SocketIO:
    """Put the live pages, the socket and the pushes on `app`."""
    presence, bus = Presence(), bus_at(config.redis_url)
    fragments = Fragments(app, config, presence, bus)
    socketio = socketio_for(app, config.origins)
    sent = Broadcasts(app, socketio, fragments, presence, bus)
    broadcasts.use(sent)
    app.extensions.update(presence=presence, fragments=fragments, broadcasts=sent)
    app.extensions.update(tickets=Tickets(config.secret_key, config.redis_url))
    app.extensions.update(riddles=Riddles(config.secret_key, config.redis_url))
    open_doors(app, socketio, presence)
    app.register_blueprint(live)
    app.register_blueprint(console)
    return socketio
