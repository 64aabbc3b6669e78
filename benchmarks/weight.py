"""What a phone fetches the first time it opens a member's own plan: every file, as it travels, in bytes.

The first load is the page with all it asks for, its manifest, the icon a browser looks at, and the worker. What the
worker then fetches, so that the pages open without a network, comes after the page is ready and is told beside it.
"""

import re
import secrets
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from posixpath import join, normpath
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from facilitator import accounts, content, create_app, db
from facilitator.accounts.models import Program
from facilitator.config import Config
from facilitator.db_migrations import upgrade
from facilitator.plan import offline, starting

TARGET, LIMIT = 60_000, 100_000
LINKS = re.compile(r'(?:href|src)="(/(?:app|static)/[^"]+|/app\.webmanifest)"')
IMPORTS = re.compile(r'^(?:import|export)\b[^"]*"(\.[^"]+\.js)"|\bimport\("(\.[^"]+\.js)"\)', re.MULTILINE)
ICON = "icons/icon-192.png"


class Phone:
    """Fetches, and remembers what each thing weighed."""

    def __init__(self, client: FlaskClient) -> None:
        self._client = client
        self.weights: dict[str, int] = {}

    def fetch(self, path: str, language: str = "en", name: str = "") -> str:
        """The text of an answer. What was fetched before comes from the cache."""
        headers = {"Accept-Encoding": "gzip", "Accept-Language": language}
        answer = self._client.get(path, headers=headers)
        if answer.status_code != 200:
            raise ValueError(f"{path} gave {answer.status_code}")
        self.weights.setdefault(name or path, len(answer.data))
        return self._client.get(path, headers={"Accept-Language": language}).get_data(as_text=False).decode("latin-1")

    def fetch_all(self, page: str, language: str = "en", name: str = "") -> None:
        """A page with everything it asks for, and everything that imports."""
        wanted = list(dict.fromkeys(LINKS.findall(self.fetch(page, language, name))))
        for path in wanted:
            if path not in self.weights:
                wanted += _imports(path, self.fetch(path))


def first_load(app: Flask) -> dict[str, int]:
    """Bytes by path, of the first load of the plan's page."""
    phone = Phone(app.test_client())
    phone.fetch_all("/plan")
    phone.fetch(f"/static/{ICON}")
    phone.fetch("/worker.js")
    return phone.weights


def kept_after(app: Flask, first: dict[str, int]) -> dict[str, int]:
    """Bytes by path, of what the worker fetches beyond the first load."""
    phone = Phone(app.test_client())
    phone.weights = dict(first)
    for page in offline.pages(starting.own_pages()):
        for language in content.languages():
            path = page if page == offline.HELP else f"{page}/{language}"
            phone.fetch_all(path, language, f"{page}/{language}")
    return {path: weight for path, weight in phone.weights.items() if path not in first}


def run(_rounds: int, tell: Callable[[str], None]) -> dict[str, Any]:
    """Weigh the pages of a fresh installation with one program."""
    with tempfile.TemporaryDirectory() as folder:
        app = _installed(Path(folder))
        first = first_load(app)
        after = kept_after(app, first)
        db.database().close()
    for line in _lines(first):
        tell(line)
    total = sum(first.values())
    return {
        "first_load_bytes": total,
        "files": len(first),
        "by_kind": _by_kind(first),
        "kept_after_bytes": sum(after.values()),
        "target_bytes": TARGET,
        "limit_bytes": LIMIT,
        "within_target": total <= TARGET,
        "within_limit": total <= LIMIT,
    }


def _installed(folder: Path) -> Flask:
    config = Config(secret_key=secrets.token_urlsafe(48), data_folder=folder, public_url="https://groups.example")
    upgrade(config.database_url)
    app = create_app(config)
    program = Program(id=db.new_id(), name="Riverside (made up)", resource_pack="us", timezone="UTC")
    program_id = program.id
    db.write(lambda tx: tx.add(program))
    accounts.create_account(program_id, "Ada", secrets.token_urlsafe(16), ["admin"], must_change=False)
    app.config["TRUSTED_HOSTS"] = None
    return app


def _imports(path: str, text: str) -> list[str]:
    if not path.endswith(".js"):
        return []
    return [normpath(join(path, "..", one or other)) for one, other in IMPORTS.findall(text)]


def _by_kind(weights: dict[str, int]) -> dict[str, int]:
    kinds: dict[str, int] = {}
    for path, weight in weights.items():
        kind = Path(path).suffix.removeprefix(".") or "html"
        kinds[kind] = kinds.get(kind, 0) + weight
    return kinds


def _lines(weights: dict[str, int]) -> Iterator[str]:
    for path, weight in sorted(weights.items(), key=lambda one: -one[1]):
        yield f"{weight:7}  {path}"
