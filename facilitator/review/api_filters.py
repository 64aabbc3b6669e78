"""What exports and the read-only interface can be narrowed by, and what is said of a filter that there is none of."""

from collections.abc import Mapping

from .. import content
from ..errors import Invalid
from . import api_shapes as shapes
from .readings import Query


class WrongParameters(Invalid):
    """Something is wrong with what was asked; `fields` names the parameters."""

    fields: tuple[str, ...] = ()


class Unlike(WrongParameters):
    """Parameters that are not as the document has them."""

    def __init__(self, *fields: str) -> None:
        self.fields = fields
        super().__init__("Look at these parameters again: %(fields)s.", fields=", ".join(fields))


class Unknown(WrongParameters):
    """A filter that names something there is not."""

    def __init__(self, field: str, value: str) -> None:
        self.fields = (field,)
        super().__init__("There is no %(field)s with the id %(value)s.", field=field, value=value[:40])


def filter_choices() -> dict[str, list[str]]:
    """The ids each filter can be. Of a tag that is out of use there may still be texts."""
    taxonomy = content.taxonomy("en")
    axes = {
        "approach": taxonomy.approaches, "situation": taxonomy.situations, "stage": taxonomy.stages,
        "life_area": taxonomy.life_areas,
    }  # fmt: skip
    retired = [tag.id for tag in taxonomy.retired]
    tags = {axis: [*(tag.id for tag in found), *retired] for axis, found in axes.items()}
    return tags | {"language": list(content.languages())}


def query_of(asked: shapes.Filters) -> Query:
    """What is asked, as readings take it. Raises Unknown."""
    given: Mapping[str, str | int | None] = {name: getattr(asked, name) for name in shapes.Filters.model_fields}
    for field, choices in filter_choices().items():
        value = str(given[field])
        if value and value not in choices:
            raise Unknown(field, value)
    return Query(**given)  # type: ignore[arg-type]
