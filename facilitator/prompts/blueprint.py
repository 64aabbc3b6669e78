"""What all pages of prompts and plans stand on."""

from typing import Any

from flask import Blueprint, request
from flask_login import current_user

from .. import content, languages

LARGEST_FORM = 256 * 1024  # bytes: a plan of 40 steps with full notes, in any script

bp = Blueprint("prompts", __name__)


@bp.url_value_preprocessor
def _let_long_forms_in(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Runs before the check for forged requests, which reads the form."""
    request.max_content_length = LARGEST_FORM


@bp.app_template_filter("language_name")
def _language_name(code: str) -> str:
    """What a language calls itself."""
    return languages.name_of(code)


@bp.context_processor
def _for_every_page() -> dict[str, Any]:
    account = current_user.account if current_user.is_authenticated else None
    may_write = account is not None and (account.facilitates or account.is_admin)
    return {"languages": content.languages(), "may_write": may_write}
