"""The page of a program's exports, for its reviewers: make one, and see which were made."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_login import current_user
from pydantic import ValidationError

from ..accounts.login import reviewer_required
from ..errors import DomainError, Invalid
from ..languages import catalog
from ..web import chosen_language, in_words
from . import collection_readings, exports, readings
from .api_filters import Unlike, query_of
from .api_shapes import Filters
from .exports import Wanted
from .handing_on import Words, narrowed
from .readings import Query

bp = Blueprint("exports", __name__, url_prefix="/program/exports")

KIND_WORDS = {
    "csv": (lazy_gettext("Table (CSV)"), lazy_gettext("Opens anywhere. A ZIP with the texts and their notes.")),
    "xlsx": (lazy_gettext("Spreadsheet (XLSX)"), lazy_gettext("For Excel or LibreOffice.")),
    "json": (lazy_gettext("JSON"), lazy_gettext("For other tools.")),
    "pdf": (lazy_gettext("PDF"), lazy_gettext("To read and to print, up to 500 texts.")),
}


@bp.get("")
@reviewer_required
def index() -> ResponseReturnValue:
    """What the address narrows it to, as the program's view does, or the published version it names."""
    return _page(request.args, None)


@bp.post("")
@reviewer_required
def make() -> ResponseReturnValue:
    try:
        wanted = _wanted(request.form)
        made = exports.make(wanted, current_user.id, chosen_language(), spoken(chosen_language()))
    except (Invalid, readings.NotOpen) as reason:
        return _page(request.form, reason), 422 if isinstance(reason, Invalid) else 409
    named = {"Content-Disposition": f'attachment; filename="{made.name}"'}
    return Response(made.pieces, content_type=made.type, headers=named)


def spoken(language: str) -> Words:
    """The interface's words in `language`, for what goes on after the request: gettext would need it."""

    def translated(written: str, **values: object) -> str:
        said = catalog(language).gettext(written)
        return str(said % values if values else said)

    return translated


def _wanted(given: Any) -> Wanted:
    version = given.get("version", None, UUID)
    return Wanted(given.get("kind", ""), Query() if version else _query(given), version)


def _query(given: Any) -> Query:
    asked = {name: given[name] for name in Filters.model_fields if given.get(name)}
    try:
        return query_of(Filters.model_validate(asked))
    except ValidationError as failure:
        raise Unlike(*sorted({str(one["loc"][0]) for one in failure.errors()})) from None


def _page(given: Any, reason: DomainError | None) -> str:
    """`given`: what is asked for; where that is wrong, all that was released is offered."""
    language, translated = chosen_language(), spoken(chosen_language())
    version_id, query = given.get("version", None, UUID), Query()
    try:
        query = _query(given)
    except Invalid as wrong:
        reason = reason or wrong
    cards = exports.exports_of(current_user.id)
    return render_template(
        "review/exports.html",
        version=collection_readings.version_of(version_id, current_user.id, language) if version_id else None,
        open=readings.is_open(current_user.account.program_id),
        query={name: value for name, value in vars(query).items() if value},
        narrowed=narrowed(query, language, translated),
        cards=[(card, _of(card, language, translated)) for card in cards],
        kinds=KIND_WORDS,
        chosen=given.get("kind", "csv"),
        reason=in_words(reason) if reason else "",
    )


def _of(card: exports.Card, language: str, translated: Words) -> str:
    """What a line of the list is about."""
    if card.of:
        return card.of
    parts = [narrowed(card.query, language, translated)] + [gettext("texts with certain words")] * card.with_words
    return ", ".join(filter(None, parts)) or gettext("All that was released")
