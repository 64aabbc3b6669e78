"""A logger for the libraries under the wire: where and what kind, never what somebody sent."""

import logging


def quiet_logger(name: str) -> logging.Logger:
    """A logger that passes errors on without their text, arguments or traceback.

    python-socketio and python-engineio put packets, origins and session ids into theirs.
    """
    logger = logging.getLogger(f"{__name__}.{name}")
    logger.setLevel(logging.ERROR)
    if _strip not in logger.filters:
        logger.addFilter(_strip)
    return logger


def _strip(record: logging.LogRecord) -> bool:
    failure = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else record.levelname
    record.msg, record.args = "socket_library_error", ()
    record.exc_info = record.exc_text = record.stack_info = None
    record.__dict__ |= {"failure": failure, "at": f"{record.module}:{record.lineno}"}
    return True
