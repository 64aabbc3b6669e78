"""Logs that cannot name anybody: an event, a few allowed fields, never an address, a code or a body.

Whatever a library logs is reduced to its own fixed text: arguments and tracebacks are dropped, because they may
hold what somebody wrote. A failure is told by the name of its class and where it happened.
"""

import json
import logging
import sys
import traceback

ALLOWED = ("fact", "failure", "error_id", "route", "port", "count", "address", "worker")
QUIET = ("engineio", "socketio", "werkzeug", "geventwebsocket", "sqlalchemy", "alembic", "urllib3")


class Plain(logging.Formatter):
    """One JSON object a line: level, event and the allowed fields."""

    def format(self, record: logging.LogRecord) -> str:
        told = {"level": record.levelname.lower(), "event": _event(record)}
        told |= {name: record.__dict__[name] for name in ALLOWED if name in record.__dict__}
        if record.exc_info and record.exc_info[0] is not None:
            told["failure"] = record.exc_info[0].__name__
            told["at"] = _place(record.exc_info[2])
        return json.dumps(told, default=str)


def settle_logs(level: int = logging.WARNING) -> None:
    """Send all logging to standard error in the plain form."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Plain())
    logging.root.handlers[:] = [handler]
    logging.root.setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.ERROR)


def _event(record: logging.LogRecord) -> str:
    """The text as it stands in our code, without the arguments. Flask logs in our name, with the address put in."""
    return record.msg if isinstance(record.msg, str) and record.name.startswith("facilitator.") else record.name


def _place(trace: object) -> str:
    frames = traceback.extract_tb(trace)  # type: ignore[arg-type]
    return f"{frames[-1].name}:{frames[-1].lineno}" if frames else ""
