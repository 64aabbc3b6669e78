"""The pages of an admin: the people of the program, and the log of what was done."""

from uuid import UUID

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext
from flask_login import current_user

from ..errors import DomainError
from . import audit, people
from .audit_models import Action
from .login import admin_required
from .models import ROLES
from .people import Handed

bp = Blueprint("people", __name__)

MOST_PAGES = 10_000
IN_WORDS = {
    Action.SIGNED_IN: lazy_gettext("Signed in"),
    Action.GUESSED_AT: lazy_gettext("Many wrong sign-ins"),
    Action.SIGNED_OUT: lazy_gettext("Signed out"),
    Action.PASSWORD_CHANGED: lazy_gettext("Changed the password"),
    Action.SECOND_FACTOR_ON: lazy_gettext("Turned the second step on"),
    Action.SECOND_FACTOR_OFF: lazy_gettext("Turned the second step off"),
    Action.INVITED: lazy_gettext("Made an invitation"),
    Action.INVITATION_USED: lazy_gettext("Used an invitation"),
    Action.RESET_MADE: lazy_gettext("Made a link for a new password"),
    Action.RESET_USED: lazy_gettext("Used a link for a new password"),
    Action.DISABLED: lazy_gettext("Disabled the account"),
    Action.ENABLED: lazy_gettext("Enabled the account"),
    Action.ROLES_CHANGED: lazy_gettext("Changed roles"),
    Action.ACCESS_CHANGED: lazy_gettext("Changed who runs a group"),
    Action.SETTINGS_CHANGED: lazy_gettext("Changed settings"),
    Action.SET_UP: lazy_gettext("Set the program up"),
    Action.COLLECTION_PUBLISHED: lazy_gettext("Published a collection"),
    Action.COLLECTION_DELETED: lazy_gettext("Deleted a collection"),
    Action.THRESHOLD_RAISED: lazy_gettext("Raised a threshold"),
    Action.ATTESTED: lazy_gettext("Attested that nobody is in two groups"),
    Action.ATTESTATION_ENDED: lazy_gettext("Took back that nobody is in two groups"),
    Action.STRATEGY_PULLED: lazy_gettext("Pulled a strategy"),
    Action.SESSION_OPENED: lazy_gettext("Opened a session"),
    Action.SESSION_ENDED: lazy_gettext("Ended a session"),
    Action.EXPORTED: lazy_gettext("Made an export"),
    Action.TOKEN_MADE: lazy_gettext("Made a token"),
    Action.TOKEN_REVOKED: lazy_gettext("Revoked a token"),
}
ROLE_WORDS = {
    "admin": lazy_gettext("Admin"),
    "facilitator": lazy_gettext("Facilitator"),
    "reviewer": lazy_gettext("Reviewer"),
}


@bp.get("/people")
@admin_required
def index() -> ResponseReturnValue:
    return render_template("accounts/people.html", people=people.people(current_user.id), roles=ROLE_WORDS)


@bp.get("/people/new")
@admin_required
def new() -> ResponseReturnValue:
    return _invitation_form(None)


@bp.post("/people")
@admin_required
def invite() -> ResponseReturnValue:
    try:
        handed = people.invite(request.form.get("name", ""), request.form.getlist("role"), current_user.id)
    except DomainError as reason:
        return _invitation_form(reason), 422
    return _told_once(handed)


@bp.get("/people/<uuid:account_id>")
@admin_required
def show(account_id: UUID) -> ResponseReturnValue:
    return _person_page(account_id)


@bp.post("/people/<uuid:account_id>/link")
@admin_required
def new_link(account_id: UUID) -> ResponseReturnValue:
    return _told_once(people.new_link(account_id, current_user.id))


@bp.post("/people/<uuid:account_id>/roles")
@admin_required
def set_roles(account_id: UUID) -> ResponseReturnValue:
    try:
        people.set_roles(account_id, request.form.getlist("role"), current_user.id)
    except DomainError as reason:
        return _person_page(account_id, reason), 422
    return _back_to(account_id)


@bp.post("/people/<uuid:account_id>/second-factor/off")
@admin_required
def take_second_factor_off(account_id: UUID) -> ResponseReturnValue:
    people.take_second_factor_off(account_id, current_user.id)
    return _back_to(account_id)


@bp.post("/people/<uuid:account_id>/disabling")
@admin_required
def disable(account_id: UUID) -> ResponseReturnValue:
    people.disable(account_id, current_user.id)
    return _back_to(account_id)


@bp.post("/people/<uuid:account_id>/enabling")
@admin_required
def enable(account_id: UUID) -> ResponseReturnValue:
    people.enable(account_id, current_user.id)
    return _back_to(account_id)


@bp.get("/log")
@admin_required
def log() -> ResponseReturnValue:
    page = max(1, min(request.args.get("page", 1, int), MOST_PAGES))
    wanted = _wanted()
    found = audit.log_page(current_user.id, wanted, page)
    return render_template("accounts/audit.html", log=found, wanted=wanted, words=IN_WORDS)


@bp.get("/log.csv")
@admin_required
def log_file() -> ResponseReturnValue:
    text = audit.log_file(current_user.id, _wanted(), lambda action: str(IN_WORDS[action]))
    named = {"Content-Disposition": "attachment; filename=log.csv"}
    return Response("\ufeff" + text, content_type="text/csv; charset=utf-8", headers=named)


def _wanted() -> audit.Wanted:
    """What the address asks for; what it says wrongly is left out."""
    return audit.Wanted(request.args.get("person", None, UUID), request.args.get("month", ""))


def _told_once(handed: Handed) -> str:
    """The link, in the answer to the press that made it, and nowhere else."""
    return render_template("accounts/people_link.html", handed=handed, address=_address(handed.key))


def _address(key: str) -> str:
    return f"{current_app.config['PUBLIC_URL']}{url_for('links.arrive')}#{key}"


def _person_page(account_id: UUID, reason: DomainError | None = None) -> str:
    return render_template(
        "accounts/people_one.html",
        person=people.person(account_id, current_user.id),
        own=account_id == current_user.id,
        roles=ROLE_WORDS,
        reason=reason,
        saved="saved" in request.args,
    )


def _invitation_form(reason: DomainError | None) -> str:
    return render_template(
        "accounts/people_new.html",
        name=request.form.get("name", ""),
        chosen=[role for role in ROLES if role in request.form.getlist("role")],
        roles=ROLE_WORDS,
        reason=reason,
    )


def _back_to(account_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("people.show", account_id=account_id, saved=1), 303)
