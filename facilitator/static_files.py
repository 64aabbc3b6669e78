"""Scripts and styles, smaller on the way to a phone on a slow network (R7).

Only what is the same for everybody is compressed, static files and members' own pages (`g.alike`): any other page
holds secrets of its reader beside words that others chose, and the size of the two together, compressed, can tell of
the secrets (the BREACH attack, CVE-2013-3587). Scripts travel without their comments and indents, a third of them.
"""

import gzip
from functools import lru_cache

from flask import Flask, Response, g, request
from rjsmin import jsmin

SCRIPTS = ("text/javascript", "application/javascript")
TEXT = ("text/css", "image/svg+xml", "application/json", "text/html", *SCRIPTS)


def compress(app: Flask) -> None:
    """Send the application's static files compressed, to whoever can read that."""
    app.after_request(_compressed)


def _compressed(response: Response) -> Response:
    if not (request.endpoint == "static" or g.get("alike")) or response.mimetype not in TEXT:
        return response
    response.vary.add("Accept-Encoding")
    if response.status_code != 200 or request.accept_encodings.quality("gzip") == 0 or request.range:
        return response
    response.direct_passthrough = False
    body, (tag, _) = response.get_data(), response.get_etag()
    response.set_data(_zipped(tag, body, response.mimetype) if tag else gzip.compress(body, mtime=0))
    response.content_encoding = "gzip"
    return response


@lru_cache(maxsize=256)
def _zipped(tag: str, body: bytes, mimetype: str) -> bytes:
    """`tag` names the file and its version, so that each is compressed once."""
    return gzip.compress(jsmin(body) if mimetype in SCRIPTS else body, mtime=0)
