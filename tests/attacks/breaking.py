"""The real server with two things more: handlers that fail when they are told to, and a leaky variant as a control.

A request with the header `X-Break: raise` fails with its own body in the exception; `X-Break: integrity` makes the
database refuse a row that holds it, through the application's own writer.
"""

import logging
import sys
from typing import Any

from flask import request
from sqlalchemy import Engine, create_engine, text

from facilitator import db, engines
from facilitator.config import Config
from facilitator.logs import settle_logs
from facilitator.serve import server_of


def serve_breaking(port: int, *, leaky: bool) -> None:
    """Serve until killed."""
    if leaky:
        setattr(engines, "create_engine", _telling)  # noqa: B010 - the one name that is not ours
    server = server_of(Config.from_env(), "127.0.0.1", port)
    server.application.before_request(_break)
    if leaky:
        _tell_all()
    else:
        settle_logs(logging.INFO)
    server.serve_forever()


def _break() -> None:
    told = request.headers.get("X-Break")
    words = request.get_data(as_text=True) + request.full_path
    if told == "raise":
        raise RuntimeError(words)
    if told == "integrity":
        statement = text("INSERT INTO own_prompt (id, title_that_is_not) VALUES (:words, :words)")
        db.write(lambda tx: tx.execute(statement, {"words": words}))
    if told == "refused":
        statement = text("INSERT INTO program (id, name) VALUES (:words, :words)")
        db.write(lambda tx: tx.execute(statement, {"words": words}))


def _telling(url: str, **settings: Any) -> Engine:
    """An engine that puts the values of a statement into its errors."""
    return create_engine(url, **(settings | {"hide_parameters": False}))


def _tell_all() -> None:
    """Logs as a library would have them: whole messages, whole tracebacks."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
    logging.root.handlers[:] = [handler]
    logging.root.setLevel(logging.INFO)
