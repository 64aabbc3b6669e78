"""The worker, the manifest, and the files of a set under the address of their build."""

from typing import Any

from flask import Response, current_app, g, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ..assets import assets
from ..languages import direction_of
from ..web import chosen_language
from . import offline
from .blueprint import bp
from .starting import own_pages

A_YEAR = 365 * 24 * 3600  # seconds


@bp.get("/worker.js")
def worker() -> ResponseReturnValue:
    """The worker stands at the root, so that it may keep pages there. What it leaves alone is said in its source."""
    source = (assets() / "static" / "js" / "worker.js").read_text(encoding="utf-8")
    g.alike = True
    return Response(offline.script(source, own_pages()), content_type="text/javascript; charset=utf-8")


@bp.get("/app.webmanifest")
def manifest() -> ResponseReturnValue:
    """What a phone shows when the pages are put on its home screen: a name and a sign that say nothing."""
    language = chosen_language()
    icons = [_icon(192, "any"), _icon(512, "any"), _icon(512, "maskable")]
    answer = jsonify(
        id="/plan", start_url="/plan", scope="/", display="standalone", name=app_name(), short_name=app_name(),
        lang=language, dir=direction_of(language), background_color="#FBF8F3", theme_color="#FBF8F3", icons=icons,
    )  # fmt: skip
    answer.content_type = "application/manifest+json"
    return answer


@bp.app_template_global()
def app_name() -> str:
    """What members' own pages are called on a phone: the program's choice, else a word that says nothing."""
    return own_pages().app_name or str(gettext("Notes"))


@bp.before_app_request
def _of_one_set() -> None:
    if offline.is_kept(request.path):
        g.build, g.alike = offline.build(), True


@bp.app_url_defaults
def _under_its_build(endpoint: str, values: dict[str, Any]) -> None:
    """A kept page asks for its files by the address of its build, and with it all that they import."""
    if endpoint == "static" and (build := g.get("build")):
        values["build"] = build


@bp.record_once
def _serve_builds(state: Any) -> None:
    state.app.view_functions["static"] = _file
    state.app.add_url_rule(f"{offline.FILES}<build>/<path:filename>", endpoint="static")


def _file(filename: str, build: str = "") -> Response:
    """A static file. Under the address of this build it never changes; under another's it is not to be kept."""
    answer = current_app.send_static_file(filename)
    if build == offline.build():
        answer.cache_control.max_age, answer.cache_control.immutable = A_YEAR, True
    elif build:
        answer.cache_control.max_age, answer.cache_control.no_store = None, True
    return answer


def _icon(size: int, purpose: str) -> dict[str, str]:
    path = url_for("static", filename=f"icons/icon-{size}.png")
    return {"src": path, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
