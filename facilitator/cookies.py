"""Two cookies, kept apart by the path of the page: `account` for people who sign in, `seat` for phones.

A facilitator can look at a phone's page in the same browser and neither knows of the other. Flask's own session
is the `seat` cookie on a member's pages and the `account` cookie everywhere else, each signed with its own salt.
"""

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import BadSignature, URLSafeTimedSerializer

ACCOUNT, SEAT = "account", "seat"
MEMBER_PATHS = ("/", "/join", "/help", "/take-back", "/about", "/plan", "/start", "/card")


def is_members(path: str) -> bool:
    return path in MEMBER_PATHS or path.startswith(("/room", "/plan/", "/start/"))


class TwoCookies(SecureCookieSessionInterface):
    """Flask's signed cookie, under the name and the salt that belong to the page."""

    def __init__(self) -> None:
        self._interfaces = {name: SecureCookieSessionInterface() for name in (ACCOUNT, SEAT)}
        for name, interface in self._interfaces.items():
            interface.salt = f"facilitator-{name}"

    def get_cookie_name(self, app: Flask) -> str:
        return SEAT if is_members(request.path) else ACCOUNT

    def get_cookie_samesite(self, app: Flask) -> str:
        return "Strict" if is_members(request.path) else "Lax"

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        return self._interfaces[self.get_cookie_name(app)].get_signing_serializer(app)

    def read(self, app: Flask, name: str) -> dict[str, object]:
        """The cookie `name` of this request, wherever it was sent to: for the socket's door."""
        serializer = self._interfaces[name].get_signing_serializer(app)
        try:
            return dict(serializer.loads(request.cookies.get(name, ""))) if serializer else {}
        except BadSignature:
            return {}


def cookie(app: Flask, name: str) -> dict[str, object]:
    """What the signed cookie `name` of this request holds; empty when there is none."""
    interface = app.session_interface
    assert isinstance(interface, TwoCookies)  # noqa: S101 - set by create_app
    return interface.read(app, name)
