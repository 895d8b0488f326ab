"""Alembic's entry: runs as the owner's role (MIGRATION_URL), one transaction per migration, short lock time-out."""

import os

from alembic import context
from geoalchemy2 import alembic_helpers
from sqlalchemy import Connection, create_engine

from app.models import Base

OUR_OWN = {"xz_clock"}  # made by migrations, not mapped


def include_object(item: object, name: str | None, kind: str, reflected: bool, compare_to: object) -> bool:
    if name in OUR_OWN:
        return False
    return bool(alembic_helpers.include_object(item, name, kind, reflected, compare_to))


def _set_mode(connection: Connection) -> None:
    """Whether the clock may be moved is the installation's mode, written by the owner only."""
    if connection.dialect.has_table(connection, "xz_clock"):
        mode = os.environ.get("XUNZHEN_MODE", "production")
        connection.exec_driver_sql("UPDATE xz_clock SET mode = %s WHERE mode <> %s", (mode, mode))
        connection.commit()


def run() -> None:
    engine = create_engine(os.environ["MIGRATION_URL"])
    with engine.connect() as connection:
        connection.exec_driver_sql("SET lock_timeout = '3s'")
        connection.commit()
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            include_object=include_object,
            process_revision_directives=alembic_helpers.writer,
            render_item=alembic_helpers.render_item,
            transaction_per_migration=True,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        _set_mode(connection)
    engine.dispose()


run()
