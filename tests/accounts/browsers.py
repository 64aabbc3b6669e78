"""What a test asks of a browser."""

from flask.testing import FlaskClient


def is_in(browser: FlaskClient) -> bool:
    return browser.get("/groups").status_code == 200


def id_of(browser: FlaskClient) -> str:
    """The sign-in that the browser's cookie names."""
    with browser.session_transaction("/groups") as held:
        return str(held.get("_user_id") or held.get("awaiting"))
