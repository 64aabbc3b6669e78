"""The OpenAPI document of the read-only interface, and how a request is held against it."""

from copy import deepcopy
from functools import cache
from typing import Any

from pydantic import ValidationError
from spectree import Response, SecurityScheme, SecuritySchemeData, SpecTree
from spectree.models import SecureType

from ..version import __version__
from . import api_shapes as shapes
from .api_filters import Unlike, filter_choices

TITLE = "Facilitator: what programs read"
DESCRIPTION = (
    "Read-only. Send the token with each request: Authorization: Bearer .... Ids of strategies and cursors hold for "
    "one edition. Send If-None-Match with the ETag you have, and 304 says that nothing changed."
)
PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
HEADER = {"schema": {"type": "string"}}
TOLD = {
    304: "Nothing changed since the answer with this ETag.",
    401: "No token, or one that is unknown, was revoked or has run out.",
    403: "The token's scopes do not cover this.",
    404: "There is nothing here, or it is not your program's.",
    409: "The program's view is not open: not enough yet to share safely. No number is told.",
    410: "The cursor is of an edition that is over. Begin again at the first page.",
    422: "A parameter is wrong; fields says which.",
    429: "Too many requests. Retry-After says for how many seconds to wait.",
    500: "Something went wrong on this side.",
    503: "Too busy just now.",
}


def _name(model: Any) -> str:
    return str(model.__name__)


def _refuse(_request: Any, _response: Any, failure: Exception | None, *_: Any) -> None:
    """In place of spectree's own answer and its log line, which would repeat what somebody searched for."""
    if isinstance(failure, ValidationError):
        raise Unlike(*sorted({str(one["loc"][0])[:40] for one in failure.errors()}))


def _settled(_request: Any, _response: Any, failure: Exception | None, *_: Any) -> None:
    if failure is not None:
        raise failure


tree = SpecTree(
    "flask", mode="strict", before=_refuse, after=_settled, annotations=False, title=TITLE, description=DESCRIPTION,
    version=__version__, validation_error_model=shapes.Problem, naming_strategy=_name,
    nested_naming_strategy=lambda _parent, child: child, openapi_version="3.1.0", path="no-pages-of-spectree",
    page_templates={}, security={"token": []},
    security_schemes=[SecurityScheme(name="token", data=SecuritySchemeData(type=SecureType.HTTP, scheme="bearer"))],
)  # fmt: skip


def answers(model: type[shapes.Told]) -> Response:
    """What an endpoint that tells `model` may answer."""
    return Response(HTTP_200=(model, "What was asked for."))


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document. Needs the application's context, the first time."""
    spec: dict[str, Any] = deepcopy(tree.spec)
    for operations in spec["paths"].values():
        for operation in operations.values():
            _tell_refusals(operation)
            _tell_choices(operation)
    return spec


def _tell_choices(operation: dict[str, Any]) -> None:
    """What a filter can be: of tags content says it, and of what may be None pydantic loses the bounds."""
    told: dict[str, dict[str, Any]] = {name: {"enum": ["", *choices]} for name, choices in filter_choices().items()}
    told["year"] = {"type": "integer", "minimum": shapes.EARLIEST, "maximum": shapes.LATEST}
    for parameter in operation["parameters"]:
        if parameter["name"] in told:
            parameter["schema"] = {"description": parameter["description"], "type": "string"} | told[parameter["name"]]


def _tell_refusals(operation: dict[str, Any]) -> None:
    """Everything the operation may be answered beside 200, which stands in no one place of the code."""
    told: dict[str, Any] = {"200": operation["responses"]["200"] | {"headers": {"ETag": HEADER}}}
    told["304"] = {"description": TOLD[304]}
    for status in _refusals(operation):
        told[str(status)] = {"description": TOLD[status], "content": PROBLEM}
    told["429"]["headers"] = {"Retry-After": HEADER}
    operation["responses"] = told


def _refusals(operation: dict[str, Any]) -> list[int]:
    places = {one["in"] for one in operation["parameters"]}
    names = {one["name"] for one in operation["parameters"]}
    scoped = [403, 409] if operation["tags"] else []
    found = [404] if "path" in places else []
    return sorted([401, *scoped, *found, *([410] if "cursor" in names else []), 422, 429, 500, 503])
