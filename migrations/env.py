"""How Alembic reaches the database: over a connection it is given, or by the URL it is given."""

from alembic import context
from sqlalchemy import Connection, NullPool, create_engine

from facilitator.models import Base

config = context.config
WORDS = "released_search"  # FTS5's table and those under it on SQLite, a tsvector on PostgreSQL: of no model


def include_name(name: str | None, kind: str, _parents: object) -> bool:
    """Whether a table of the database is one of the models'."""
    return kind != "table" or not (name or "").startswith(WORDS)


def migrate(connection: Connection) -> None:
    """Run what was asked for, all of it or nothing."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_server_default=True,
        include_name=include_name,
    )
    with context.begin_transaction():
        context.run_migrations()


given = config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    url = config.get_main_option("sqlalchemy.url") or ""
    with create_engine(url, poolclass=NullPool, hide_parameters=True).begin() as connection:
        migrate(connection)
