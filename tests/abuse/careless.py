"""A server as one would start it without thinking: it logs requests, and what went wrong with its words."""

import sys
import traceback
from collections.abc import Callable, Iterable
from typing import Any

from gevent.pywsgi import WSGIServer

from facilitator.config import Config


def serve(config: Config, host: str, port: int) -> None:
    """Answers every request with an error that repeats it."""

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        start_response("500 Sorry", [])
        try:
            raise KeyError(environ["PATH_INFO"])
        except KeyError:
            traceback.print_exc()
            sys.stderr.flush()
        return [b""]

    WSGIServer((host, port), application).serve_forever()
