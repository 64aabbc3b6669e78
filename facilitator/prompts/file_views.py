"""Plans and prompts out to a file and in from one, and on paper."""

from uuid import UUID

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from .. import content, db
from ..accounts.login import account_required
from ..web import chosen_language
from . import plan_file, service, standing
from .blueprint import bp
from .bringing_in import bring_in
from .own_prompts import draft_of
from .plan_file import FaultyFile
from .plans import plan_draft_of

SLIPS_ON_A_PAGE, LARGE_SLIPS_ON_A_PAGE = 8, 4


@bp.get("/plans/import")
@account_required
def import_page() -> ResponseReturnValue:
    with db.reading() as tx:
        standing.writer(tx, current_user.id)
    return _import_page()


@bp.post("/plans/import")
@account_required
def import_file() -> ResponseReturnValue:
    """Read a file that was chosen or pasted. It is never stored; what is in it comes in whole or not at all."""
    chosen = request.files.get("file")
    pasted = request.form.get("text", "")
    raw = chosen.read() if chosen and chosen.filename else pasted.encode()
    try:
        came_in = bring_in(plan_file.read(raw), current_user.id)
    except FaultyFile as wrong:
        return _import_page(wrong, raw.decode(errors="replace")), 422
    return redirect(url_for("prompts.import_page", plans=came_in.plans, prompts=came_in.prompts), 303)


@bp.get("/plans/<plan_id>/file")
@account_required
def export_plan(plan_id: str) -> ResponseReturnValue:
    """One plan, with those of its prompts that are not shipped."""
    found = service.plan_of(plan_id, chosen_language(), current_user.id)
    own = {step.prompt.id: draft_of(step.prompt) for step in found.steps if step.prompt and _is_own(step.prompt)}
    return _file(plan_file.exported([plan_draft_of(found)], own), found.title)


@bp.get("/plans/file")
@account_required
def export_all() -> ResponseReturnValue:
    """Everything of one's own."""
    plans = [plan for plan in service.own_plans_of(current_user.id) if plan.standing and plan.standing.mine]
    mine = [one.prompt for one in service.own_prompts_of(current_user.id) if one.standing and one.standing.mine]
    used = [step.prompt for plan in plans for step in plan.steps if step.prompt and _is_own(step.prompt)]
    prompts = {prompt.id: draft_of(prompt) for prompt in (*mine, *used)}
    return _file(plan_file.exported([plan_draft_of(plan) for plan in plans], prompts), "plans")


@bp.get("/plans/<plan_id>/print")
@account_required
def print_plan(plan_id: str) -> ResponseReturnValue:
    found = service.plan_of(plan_id, chosen_language(), current_user.id)
    return _paper("prompts/paper_plan.html", plan=found)


@bp.get("/print/agreements")
@account_required
def print_agreements() -> ResponseReturnValue:
    language = chosen_language()
    return _paper("prompts/paper_agreements.html", agreements=content.agreements(language))


@bp.get("/print/slips")
@account_required
def print_slips() -> ResponseReturnValue:
    """Slips for those without a phone, or who would rather write by hand (R18)."""
    return _paper("prompts/paper_slips.html", slips=LARGE_SLIPS_ON_A_PAGE if _large() else SLIPS_ON_A_PAGE)


def _paper(template: str, **shown: object) -> str:
    group_id = request.args.get("group", type=UUID)
    return render_template(template, large=_large(), group_id=group_id, **shown)


def _large() -> bool:
    return request.args.get("large") == "1"


def _import_page(wrong: FaultyFile | None = None, text: str = "") -> str:
    came_in = {name: request.args.get(name, 0, type=int) for name in ("plans", "prompts")}
    return render_template(
        "prompts/import.html", wrong=wrong, text=text, came_in=came_in, most_kb=plan_file.LONGEST_FILE // 1024
    )


def _file(text: str, title: str) -> Response:
    name = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in title.lower())
    headers = {"Content-Disposition": f'attachment; filename="{name.strip("-") or "plan"}.toml"'}
    return Response(text, content_type="application/toml; charset=utf-8", headers=headers)


def _is_own(prompt: content.Prompt) -> bool:
    return prompt.id not in content.prompts("en")
