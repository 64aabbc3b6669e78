"""The pages of groups: a list, a home with what can be started, and settings."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from .. import prompts
from ..accounts.login import account_required
from ..errors import Invalid, NotFound, Refused
from ..web import chosen_language
from . import group_readings, groups

bp = Blueprint("groups", __name__)


@bp.get("/groups")
@account_required
def index() -> ResponseReturnValue:
    return render_template("groups/index.html", groups=group_readings.groups_of(current_user.id))


@bp.get("/groups/new")
@account_required
def new() -> ResponseReturnValue:
    _may_have_groups()
    return render_template("groups/new.html", name="", reason=None)


@bp.post("/groups")
@account_required
def create() -> ResponseReturnValue:
    name = request.form.get("name", "")
    try:
        group_id = groups.create(name, current_user.id)
    except Invalid as reason:
        return render_template("groups/new.html", name=name, reason=reason), 422
    return redirect(url_for("groups.show", group_id=group_id), 303)


@bp.get("/groups/<uuid:group_id>")
@account_required
def show(group_id: UUID) -> ResponseReturnValue:
    group = group_readings.group_of(group_id, current_user.id)
    if not group.led:
        return redirect(url_for("groups.settings", group_id=group_id), 303)
    return render_template(
        "groups/show.html",
        group=group,
        own_plans=prompts.own_plans_of(current_user.id),
        plans=prompts.plans_of(chosen_language()),
        stage_sets=prompts.stage_sets_of(chosen_language()),
    )


@bp.get("/groups/<uuid:group_id>/settings")
@account_required
def settings(group_id: UUID) -> ResponseReturnValue:
    return _settings_page(group_id)


@bp.post("/groups/<uuid:group_id>/name")
@account_required
def rename(group_id: UUID) -> ResponseReturnValue:
    name = request.form.get("name", "")
    return _settled(group_id, "name", lambda by: groups.rename(group_id, name, by))


@bp.post("/groups/<uuid:group_id>/supervisor")
@account_required
def set_supervisor(group_id: UUID) -> ResponseReturnValue:
    contact, waived = request.form.get("contact", ""), "waived" in request.form
    change = partial(groups.set_supervisor, group_id, contact, waived=waived)
    return _settled(group_id, "supervisor", change)


@bp.post("/groups/<uuid:group_id>/remote")
@account_required
def set_remote(group_id: UUID) -> ResponseReturnValue:
    remote = "remote" in request.form
    return _settled(group_id, "remote", lambda by: groups.set_remote(group_id, by, remote=remote))


@bp.post("/groups/<uuid:group_id>/facilitators")
@account_required
def add_facilitator(group_id: UUID) -> ResponseReturnValue:
    chosen = request.form.get("account", type=UUID)
    return _settled(group_id, "facilitators", lambda by: groups.add_facilitator(group_id, chosen, by))


@bp.post("/groups/<uuid:group_id>/facilitators/<uuid:account_id>/removal")
@account_required
def remove_facilitator(group_id: UUID, account_id: UUID) -> ResponseReturnValue:
    return _settled(group_id, "facilitators", lambda by: groups.remove_facilitator(group_id, account_id, by))


@bp.post("/groups/<uuid:group_id>/archive")
@account_required
def archive(group_id: UUID) -> ResponseReturnValue:
    archived = request.form.get("archived") == "1"
    return _settled(group_id, "archive", lambda by: groups.archive(group_id, by, archived=archived))


@bp.post("/groups/<uuid:group_id>/removal")
@account_required
def delete(group_id: UUID) -> ResponseReturnValue:
    try:
        groups.delete(group_id, request.form.get("typed_name", ""), current_user.id)
    except (Invalid, Refused) as reason:
        return _settings_page(group_id, {"removal": reason.message}), 422
    return redirect(url_for("groups.index"), 303)


@bp.post("/groups/<uuid:group_id>/sessions/<uuid:session_id>/removal")
@account_required
def discard(group_id: UUID, session_id: UUID) -> ResponseReturnValue:
    groups.discard(group_id, session_id, current_user.id)
    return redirect(url_for("groups.show", group_id=group_id), 303)


def _settled(group_id: UUID, part: str, change: Callable[[UUID], None]) -> ResponseReturnValue:
    """Make a change from a form of the settings page, which comes back full when it is refused."""
    try:
        change(current_user.id)
    except (Invalid, Refused) as reason:
        return _settings_page(group_id, {part: reason.message}), 422
    return redirect(_after(group_id, part), 303)


def _after(group_id: UUID, part: str) -> str:
    """Back to the settings, if they may still be seen: who leaves a group goes to the list."""
    try:
        group_readings.group_of(group_id, current_user.id)
    except NotFound:
        return url_for("groups.index")
    return url_for("groups.settings", group_id=group_id, saved=part, _anchor=part)


def _settings_page(group_id: UUID, wrong: dict[str, str] | None = None) -> str:
    """`wrong`: why a part of the page was refused. What was typed into that part stays there."""
    group = group_readings.group_of(group_id, current_user.id)
    return render_template(
        "groups/settings.html",
        group=group,
        wrong=wrong or {},
        typed=request.form,
        saved=request.args.get("saved", ""),
    )


def _may_have_groups() -> None:
    if not (current_user.account.facilitates or current_user.account.is_admin):
        raise NotFound
