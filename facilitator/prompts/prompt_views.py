"""The prompt editor, with what it tells about the words while they are written."""

from uuid import UUID

from flask import jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from .. import content, db
from ..accounts.login import account_required
from ..errors import Invalid, NotFound, Refused
from ..privacy import wording
from ..web import chosen_language, in_words, wants_json
from . import own_prompts, service, standing
from .blueprint import bp
from .drafts import Unusable
from .forms import PromptForm
from .models import OwnPrompt
from .reasons import Reason


@bp.get("/prompts/new")
@account_required
def new_prompt() -> ResponseReturnValue:
    with db.reading() as tx:
        standing.writer(tx, current_user.id)
    return editor(PromptForm.blank(chosen_language()))


@bp.post("/prompts")
@account_required
def create_prompt() -> ResponseReturnValue:
    form = PromptForm.posted(request.form)
    try:
        prompt_id = own_prompts.create_prompt(form.fields(), current_user.id)
    except Unusable as wrong:
        return editor(form, marks=form.marked(wrong.problems), refusal=wrong), 422
    return _back_to_library(prompt_id)


@bp.get("/prompts/<uuid:prompt_id>/edit")
@account_required
def edit_prompt(prompt_id: UUID) -> ResponseReturnValue:
    found = service.prompt_of(str(prompt_id), chosen_language(), current_user.id)
    if found.standing is None or not found.standing.editable:
        raise NotFound
    return editor(PromptForm.of(found))


@bp.post("/prompts/<uuid:prompt_id>")
@account_required
def save_prompt(prompt_id: UUID) -> ResponseReturnValue:
    form = PromptForm.posted(request.form)
    try:
        own_prompts.save_prompt(prompt_id, form.fields(), form.version, current_user.id)
    except Unusable as wrong:
        return editor(form, marks=form.marked(wrong.problems), refusal=wrong), 422
    except Refused as late:
        return editor(form, refusal=late, late=True), 409
    return _back_to_library(prompt_id)


@bp.post("/prompts/reading")
@account_required
def read_prompt() -> ResponseReturnValue:
    """How the words read. Nothing is stored: a script gets the lines alone, a form comes back full with them."""
    form = PromptForm.posted(request.form)
    if wants_json():
        return jsonify(reading=reading_line(form), hints=hint_lines(form))
    return editor(form)


@bp.post("/prompts/<prompt_id>/copies")
@account_required
def copy_prompt(prompt_id: str) -> ResponseReturnValue:
    """A copy of one's own, open in the editor."""
    copied = own_prompts.copy_prompt(prompt_id, chosen_language(), current_user.id)
    return redirect(url_for("prompts.edit_prompt", prompt_id=copied), 303)


@bp.post("/prompts/<uuid:prompt_id>/sharing")
@account_required
def share_prompt(prompt_id: UUID) -> ResponseReturnValue:
    standing.share(OwnPrompt, prompt_id, current_user.id, shared=request.form.get("shared") == "1")
    return _back_to_library(prompt_id)


@bp.post("/prompts/<uuid:prompt_id>/removal")
@account_required
def remove_prompt(prompt_id: UUID) -> ResponseReturnValue:
    own_prompts.remove_prompt(prompt_id, current_user.id)
    return redirect(url_for("prompts.index"), 303)


def editor(
    form: PromptForm,
    marks: dict[str, Reason] | None = None,
    refusal: Invalid | Refused | None = None,
    *,
    late: bool = False,
) -> str:
    """The editor's page. `late`: somebody else saved first."""
    language = chosen_language()
    return render_template(
        "prompts/prompt_edit.html",
        form=form,
        marks=marks or {},
        refusal=in_words(refusal) if refusal else "",
        late=late,
        kinds=service.KINDS,
        taxonomy=content.taxonomy(language),
        reading=reading_line(form),
        hints=hint_lines(form),
        standing=_standing(form),
    )


def reading_line(form: PromptForm) -> str:
    """One sentence on how hard the question is to read; empty where there is nothing to measure (R27, R28)."""
    reading = wording.reading_of(form.typed["text"], form.typed["language"])
    if reading is None:
        return ""
    if reading.measure == "grade":
        told = gettext("Reads at school grade %(score)s.", score=max(0.0, reading.score))
        aim = gettext("Aim for 6 or lower: shorter sentences, shorter words.")
        return told if reading.easy else f"{told} {aim}"
    told = gettext("Reading ease %(score)s.", score=max(0.0, reading.score))
    aim = gettext("Aim for 80 or higher: shorter sentences, shorter words.")
    return told if reading.easy else f"{told} {aim}"


def hint_lines(form: PromptForm) -> list[str]:
    """A sentence for each word that labels a person (R27). Only what members will read is looked at."""
    avoided = content.words_to_avoid(form.typed["language"])
    found = wording.hints("\n".join([form.typed["text"], *form.options, form.typed["reminder"]]), avoided)
    return [gettext("“%(found)s”: you could say %(instead)s.", found=one.found, instead=one.instead) for one in found]


def _standing(form: PromptForm) -> standing.Standing | None:
    if not form.prompt_id:
        return None
    return service.prompt_of(form.prompt_id, chosen_language(), current_user.id).standing


def _back_to_library(prompt_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("prompts.index", _anchor=str(prompt_id)), 303)
