"""What a program sees: its strategies to search and read, and pictures of them."""

import secrets
from dataclasses import fields
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from .. import content
from ..accounts.login import reviewer_required
from ..content import Tag, UnknownId
from ..languages import name_of
from ..web import chosen_language
from . import pictures, readings
from .readings import NotOpen, Query

bp = Blueprint("program", __name__, url_prefix="/program")
LONGEST = 2000


@bp.get("")
@reviewer_required
def view() -> ResponseReturnValue:
    """All strategies, as the filters narrow them, in a random order that stays while the address does."""
    program_id = _program()
    if not readings.is_open(program_id):
        return render_template("review/view_closed.html")
    seed = request.args.get("seed", "")[:16]
    if not seed:
        return redirect(_address("program.view", seed=secrets.token_hex(4)), 302)
    query = asked()
    page = readings.find(program_id, query, cursor=request.args.get("after", "")[:40], seed=seed)
    return render_template(
        "review/view.html",
        query=query, page=page, seed=seed, facets=readings.facets(program_id, query), tag=_tag, name_of=name_of,
        later=bool(request.args.get("after")),
        more=_address("program.view", after=page.more) if page.more else None,
    )  # fmt: skip


@bp.get("/pictures")
@reviewer_required
def drawn() -> ResponseReturnValue:
    """Heat map, gap map and timeline, each with its table."""
    program_id, language = _program(), chosen_language()
    if not readings.is_open(program_id):
        return render_template("review/view_closed.html")
    cells = readings.cells(program_id)
    return render_template(
        "review/pictures.html",
        heat=pictures.heat_map(cells, language),
        gaps=pictures.gap_map(cells, language),
        years=pictures.timeline(cells.by_year),
        cells=cells,
    )


@bp.errorhandler(NotOpen)
def closed(_: NotOpen) -> ResponseReturnValue:
    """It closed in between: a program was set up anew."""
    return render_template("review/view_closed.html"), 409


def asked() -> Query:
    """What the address asks for. What is not there finds nothing; what is no year is no filter."""
    given = {name: request.args.get(name, "")[:LONGEST] for name in _WORDS}
    return Query(**given, year=request.args.get("year", type=int))


def _program() -> UUID:
    program_id: UUID = current_user.account.program_id
    return program_id


def _tag(tag_id: str) -> Tag:
    try:
        return content.taxonomy(chosen_language()).tag(tag_id)
    except UnknownId:
        return Tag(tag_id, tag_id, tag_id)


def _address(endpoint: str, **changes: str) -> str:
    """This page's address with `changes`: the filters and the order stay."""
    kept = {name: request.args[name] for name in (*_WORDS, "year", "seed") if request.args.get(name)}
    return f"{url_for(endpoint)}?{urlencode(kept | changes)}"


_WORDS = tuple(field.name for field in fields(Query) if field.type is str)
