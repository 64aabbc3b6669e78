"""The tables of an installation, by name, also where a version newer or older than this one made them."""

from ..models import Base

OURS = {*Base.metadata.tables, "alembic_version", "released_search"}
DOORS = ("sign_in", "account_link")  # tables whose rows let somebody in
