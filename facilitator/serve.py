"""`facilitator serve`: gevent's server on one host, as one process or as several workers on one port."""

import logging
import os
import socket
import time
from argparse import Namespace

import gevent
from flask import Flask
from gevent import get_hub, signal_handler
from gevent.event import Event
from gevent.pywsgi import WSGIHandler, WSGIServer

from . import create_app, health, strategies
from .config import Config, ConfigError
from .db_migrations import is_current, upgrade
from .live import clock, leaving
from .logs import settle_logs
from .setup import folder
from .setup.wizard_views import offer
from .workers import Post, Workers, check_shared

log = logging.getLogger(__name__)

LOOPBACK = "127.0.0.1"
TO_SET_UP = """
Nothing is set up here yet. Open %s/set-up and give this code:

  %s
"""
GRACE = 10.0  # seconds for requests under way when the server is told to stop
WAITING = 1024  # connections that may wait to be taken


def run(arguments: Namespace) -> int:
    """Serve until told to stop."""
    place = folder.folder_of(arguments)
    os.environ["FACILITATOR_DATA"] = str(place)
    if "SECRET_KEY" not in os.environ and not (place.is_dir() and any(place.iterdir())):
        folder.make(place)  # an empty place: set-up goes on in the browser
    config = Config.from_env()
    post, host = Post.from_env(), arguments.host or LOOPBACK
    if post is None:
        _check(config, host, arguments.workers)
    if not is_current(config.database_url):
        upgrade(config.database_url)
        folder.keep_private(config)
    if post is not None:
        serve(config, post=post)
        return 0
    as_many = f" with {arguments.workers} workers" if arguments.workers > 1 else ""
    print(f"Serving {config.public_url} on {host}:{arguments.port}{as_many}. Stop with Ctrl-C.", flush=True)
    if arguments.workers > 1:
        settle_logs()
        return Workers(listening(host, arguments.port), arguments.workers).run()
    serve(config, host, arguments.port)
    return 0


def serve(config: Config, host: str = LOOPBACK, port: int = 0, post: Post | None = None) -> None:
    """Run the application on gevent's server until SIGTERM or Ctrl-C. No access log is ever written.

    `post`: where this process stands among several workers; it has their socket, and the supervisor's ear.
    """
    server = server_of(config, host, port, post)
    app: Flask = server.application
    if (code := offer(app, config.secret_key)) is not None and (post is None or post.number == 1):
        print(TO_SET_UP % (config.public_url, code), flush=True)
    told = Event()
    for signal in (15, 2):
        signal_handler(signal, told.set)
    server.start()
    if post is not None:
        gevent.spawn(post.attend, told.set)
    told.wait()
    stop(server, others=config.redis_url is not None)


def server_of(config: Config, host: str, port: int, post: Post | None = None) -> WSGIServer:
    """The server, ready to start, with the clock running."""
    app = create_app(config)
    settle_logs()
    get_hub().print_exception = _told_briefly
    strategies.sweep_keys()
    clock.start(app, after_crash=post is None or post.after_crash)
    health.start(app, str(port if post is None else post.number))
    ways = {"log": None, "error_log": _NoText(), "handler_class": _Handler}
    if post is None:
        return WSGIServer((host, port), app, **ways)
    return WSGIServer(post.socket(), app, environ={"wsgi.multiprocess": True}, **ways)


def stop(server: WSGIServer, *, others: bool) -> None:
    """Take nothing new in, tell every screen, let requests under way end, and go.

    `others`: other processes take the screens over, so that they may stay until each goes there. Where there are none,
    they are hung up on at once, and the next process can start the sooner.
    """
    app: Flask = server.application
    underway: health.Underway = app.extensions["underway"]
    until = time.monotonic() + GRACE
    server.close()
    underway.closing = True
    leaving.tell(app)
    if others:
        leaving.wait(app, until)
    leaving.hang_up(app)
    while underway.count and time.monotonic() < until:
        gevent.sleep(0.02)
    clock.finish(app)
    server.stop(timeout=0)


def listening(host: str, port: int) -> socket.socket:
    """One socket that all workers take connections from: what waits in it is lost with none of them."""
    made = socket.create_server((host, port), backlog=WAITING)
    made.set_inheritable(True)
    return made


def _check(config: Config, host: str, workers: int) -> None:
    if host != LOOPBACK and not config.https:
        raise ConfigError(
            "PUBLIC_URL is not https: only this machine may be served. See docs/running.md for a TLS front."
        )
    if workers > 1:
        check_shared(config)


def _told_briefly(_where: object, kind: type[BaseException] | None, *_: object) -> None:
    """Of a greenlet that failed, its class; of a phone that hung up while it was answered, nothing."""
    if kind is not None and not issubclass(kind, ConnectionError):
        log.error("greenlet_failed", extra={"failure": kind.__name__})


class _Handler(WSGIHandler):  # type: ignore[misc]
    """gevent's, which answers a first line that is no HTTP at all with a traceback."""

    def read_request(self, raw_requestline: str) -> bool:
        """Raises ValueError for what cannot be read, as gevent asks of it."""
        try:
            return bool(super().read_request(raw_requestline))
        except (IndexError, OverflowError) as failure:
            raise ValueError from failure


class _NoText:
    """What gevent would print about a request holds its path and address: drop it."""

    def write(self, text: str) -> None:
        """Count nothing, keep nothing."""

    def flush(self) -> None:
        """Nothing is kept."""
