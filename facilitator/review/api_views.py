"""The read-only interface for a program's own tools: its routes at /api/v1, and a page for whoever writes a tool.

The words under a route's name are the document's: they are for people who ask, and not for those who read this.
"""

from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue

from . import api, api_collections, api_document, api_door, api_page
from . import api_shapes as shapes
from .api_document import answers, tree

bp = Blueprint("api", __name__, url_prefix="/api/v1")
NEEDS = {
    "api.strategies": "strategies",
    "api.strategy": "strategies",
    "api.counts": "counts",
    "api.collections": "collections",
    "api.collection": "collections",
    "api.version": "collections",
}
api_door.hang(bp, NEEDS)


@bp.get("")
@tree.validate(query=shapes.Nothing, resp=answers(shapes.About))
def about() -> shapes.About:
    """The view

    Whether it is open, its edition, the rule for numbers, and the note that goes with everything.
    """
    return api.about(api_door.view(), api_door.holder().scopes)


@bp.get("/strategies")
@tree.validate(query=shapes.StrategiesAsked, resp=answers(shapes.Strategies), tags=["strategies"])
def strategies() -> shapes.Strategies:
    """Strategies

    What the filters find, a page at a time, in an order that tells nothing.
    """
    return api.strategies(api_door.view(), _asked())


@bp.get("/strategies/<uuid:id>")
@tree.validate(query=shapes.Nothing, resp=answers(shapes.OneStrategy), tags=["strategies"])
def strategy(id: UUID) -> shapes.OneStrategy:
    """One strategy

    By the id it has in this edition.
    """
    return api.strategy(api_door.view(), id)


@bp.get("/counts")
@tree.validate(query=shapes.Filters, resp=answers(shapes.Counts), tags=["counts"])
def counts() -> shapes.Counts:
    """Counts

    How many of what the filters find carry each tag, with small numbers withheld.
    """
    return api.counts(api_door.view(), _asked())


@bp.get("/collections")
@tree.validate(query=shapes.PageAsked, resp=answers(shapes.Collections), tags=["collections"])
def collections() -> shapes.Collections:
    """Collections

    Those that have a published version.
    """
    return api_collections.collections(api_door.view(), _asked())


@bp.get("/collections/<uuid:id>")
@tree.validate(query=shapes.Nothing, resp=answers(shapes.Collection), tags=["collections"])
def collection(id: UUID) -> shapes.Collection:
    """One collection

    Its published versions, without their strategies.
    """
    return api_collections.collection(api_door.view(), id)


@bp.get("/collections/<uuid:id>/versions/<int(min=1, max=2147483647):number>")
@tree.validate(query=shapes.Nothing, resp=answers(shapes.WholeVersion), tags=["collections"])
def version(id: UUID, number: int) -> shapes.WholeVersion:
    """A published version

    With its strategies. What was taken back or pulled keeps its place, without a text.
    """
    return api_collections.version(api_door.view(), id, number)


@bp.get("/openapi.json")
def document() -> ResponseReturnValue:
    return jsonify(api_document.document())


@bp.get("/read")
def read() -> ResponseReturnValue:
    """The same for people: a page without a script, made from the document."""
    document = api_document.document()
    return render_template(
        "review/api.html",
        document=document,
        routes=api_page.routes(document),
        shapes=api_page.shapes(document),
        address=f"{current_app.config['PUBLIC_URL']}{url_for('api.about')}",
    )


def _asked() -> Any:
    """What the query says, as spectree has held it against the document."""
    return request.context.query  # type: ignore[attr-defined]


bp.record(api_door.install)
