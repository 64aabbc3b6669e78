"""Collections: their list, the editor of a draft, publishing and deleting."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from .. import content
from ..accounts.login import account_required
from ..content import Tag, UnknownId
from ..errors import DomainError, Invalid, NotFound, Refused
from ..languages import name_of
from ..prompts.drafts import Unusable
from ..prompts.reasons import Reason
from ..web import chosen_language, in_words
from . import collection_readings, collections, readings
from .collection_forms import WHOLE, CollectionForm, Marks, Typed
from .readings import Item, NotOpen, Page

bp = Blueprint("collections", __name__, url_prefix="/collections")
LARGEST_FORM = 512 * 1024  # bytes: 200 strategies with full notes, in any script
MOST_AT_ONCE = 300


@dataclass(frozen=True)
class EditorItem:
    """A strategy in the editor. `key` makes the ids of its fields, and is another one on every page.

    `item` is None for what only rests. `changed`: the last change was about it; `new`: that change added it.
    """

    key: str
    place: int
    typed: Typed
    item: Item | None
    tags: tuple[Tag, ...]
    marks: Mapping[str, Reason]
    changed: bool
    new: bool


@bp.url_value_preprocessor
def _let_long_forms_in(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Runs before the check for forged requests, which reads the form."""
    request.max_content_length = LARGEST_FORM


@bp.get("")
@account_required
def index() -> ResponseReturnValue:
    lines = collection_readings.collections_of(current_user.id)
    account = current_user.account
    return render_template("review/collections.html", collections=lines, keeps=account.reviews or account.is_admin)


@bp.get("/new")
@account_required
def new() -> ResponseReturnValue:
    return editor(CollectionForm.blank(current_user.id))


@bp.post("")
@account_required
def create() -> ResponseReturnValue:
    collection_readings.keepers_of(current_user.id)
    form = CollectionForm.posted(request.form)
    try:
        made = collections.create(form.fields(), current_user.id)
    except (Unusable, Invalid) as wrong:
        return editor(form, refusal=wrong), 422
    return redirect(_after_saving(made), 303)


@bp.get("/<uuid:collection_id>")
@account_required
def draft(collection_id: UUID) -> ResponseReturnValue:
    page = collection_readings.draft_of(collection_id, current_user.id)
    return editor(CollectionForm.of(page), saved="saved" in request.args, versions=page.versions)


@bp.post("/<uuid:collection_id>")
@account_required
def save(collection_id: UUID) -> ResponseReturnValue:
    collection_readings.draft_of(collection_id, current_user.id)
    form = CollectionForm.posted(request.form)
    try:
        collections.save(collection_id, form.fields(), form.revision, current_user.id)
    except (Unusable, Invalid) as wrong:
        return editor(form, refusal=wrong), 422
    except Refused as late:
        return editor(form, refusal=late, late=True), 409
    return redirect(_after_saving(collection_id), 303)


@bp.post("/changes")
@account_required
def change() -> ResponseReturnValue:
    """The editor again with one strategy moved, taken out, put back or added, or with what was searched for."""
    collection_readings.keepers_of(current_user.id)
    form = CollectionForm.posted(request.form)
    verb, _, what = request.form.get("change", "").partition(" ")
    before = len(form.items)
    try:
        place = _changed(form, verb, what)
    except DomainError as refusal:
        if isinstance(refusal, NotFound):
            raise
        return editor(form, refusal=refusal, searched=True), 422
    return editor(form, changed=place, added=len(form.items) - before, searched=verb in ("find", "add", "all"))


@bp.get("/<uuid:collection_id>/publication")
@account_required
def publication(collection_id: UUID) -> ResponseReturnValue:
    """Asks once, and shows what will be in it."""
    page = collection_readings.draft_of(collection_id, current_user.id)
    seen, resting = _seen([strategy for strategy, _ in page.items])
    owners = {str(one.id): one.name for one in collection_readings.keepers_of(current_user.id)}
    return render_template(
        "review/collection_publish.html",
        page=page,
        items=[(seen[one], note, tags_of(seen[one])) for one, note in page.items if one in seen],
        resting=len(resting),
        owner=owners.get(page.owner, ""),
    )


@bp.post("/<uuid:collection_id>/versions")
@account_required
def publish(collection_id: UUID) -> ResponseReturnValue:
    made = collections.publish(collection_id, request.form.get("revision", 0, type=int), current_user.id)
    return redirect(url_for("versions.show", version_id=made, published=1), 303)


@bp.get("/<uuid:collection_id>/removal")
@account_required
def removal(collection_id: UUID) -> ResponseReturnValue:
    page = collection_readings.draft_of(collection_id, current_user.id)
    return render_template("review/collection_delete.html", page=page)


@bp.post("/<uuid:collection_id>/removal")
@account_required
def remove(collection_id: UUID) -> ResponseReturnValue:
    collections.delete(collection_id, current_user.id)
    return redirect(url_for("collections.index", deleted=1), 303)


def editor(
    form: CollectionForm,
    refusal: DomainError | None = None,
    *,
    late: bool = False,
    saved: bool = False,
    searched: bool = False,
    changed: int = WHOLE,
    added: int = 0,
    versions: tuple[tuple[UUID, int, int], ...] = (),
) -> str:
    """The editor's page. `late`: somebody else saved first. `changed`: the place of what was changed."""
    owners = collection_readings.keepers_of(current_user.id)
    marks = form.marked(refusal.problems) if isinstance(refusal, Unusable) else {}
    items, dropped = _placed(form, marks, changed, added)
    return render_template(
        "review/collection_edit.html",
        form=form,
        items=items,
        marks=marks.get(WHOLE, {}),
        refusal=in_words(refusal) if refusal else "",
        late=late,
        saved=saved,
        dropped=dropped,
        owners=owners,
        versions=versions,
        found=_found(form) if searched or form.query.narrows else None,
        open=readings.is_open(current_user.account.program_id),
        chosen=[UUID(item["strategy"]) for _, item in form.kept()],
        tags_of=tags_of,
        taxonomy=content.taxonomy(chosen_language()),
        languages=[(code, name_of(code)) for code in content.languages()],
    )


def tags_of(item: Item) -> tuple[Tag, ...]:
    """Its tags by name, in the language of this screen."""
    taxonomy = content.taxonomy(chosen_language())

    def named(tag: str) -> Tag:
        try:
            return taxonomy.tag(tag)
        except UnknownId:
            return Tag(tag, tag, tag)

    return tuple(map(named, item.tags))


def _placed(form: CollectionForm, marks: Marks, changed: int, added: int) -> tuple[list[EditorItem], int]:
    """The form's strategies to show, without those that are gone, and how many of these there were."""
    marked = {id(form.items[place]): found for place, found in marks.items() if place != WHOLE}
    new = {id(item) for item in form.items[changed : changed + added]} if changed != WHOLE else set()
    about = id(form.items[changed]) if changed != WHOLE else 0
    seen, resting = _seen(form.strategies)
    dropped = form.drop(set(seen) | resting)
    items = []
    for place, (typed, strategy) in enumerate(zip(form.items, form.strategies, strict=True)):
        key, item, one = f"s{secrets.token_hex(4)}", seen.get(strategy), id(typed)
        tags = tags_of(item) if item else ()
        items.append(EditorItem(key, place, typed, item, tags, marked.get(one, {}), one == about, one in new))
    return items, dropped


def _changed(form: CollectionForm, verb: str, what: str) -> int:
    """Make one change to the form; the place it was about. Raises Invalid, NotOpen."""
    program_id = current_user.account.program_id
    if verb == "find":
        return WHOLE
    if verb == "all":
        found = readings.find(program_id, form.query, limit=MOST_AT_ONCE)
        return form.add([item.id for item in found.items])
    if verb == "add":
        try:
            return form.add([readings.one(program_id, UUID(what)).id])
        except (ValueError, NotFound):
            raise Invalid("This one is not there any more.") from None
    return form.move(verb, what)


def _found(form: CollectionForm) -> Page | None:
    try:
        return readings.find(current_user.account.program_id, form.query, limit=readings.A_PAGE)
    except NotOpen:
        return None


def _seen(strategy_ids: list[UUID]) -> tuple[dict[UUID, Item], set[UUID]]:
    return collection_readings.seen_in(strategy_ids, current_user.id)


def _after_saving(collection_id: UUID) -> str:
    if request.form.get("next") == "publish":
        return url_for("collections.publication", collection_id=collection_id)
    return url_for("collections.draft", collection_id=collection_id, saved=1)
