"""Runs the migrations inside the transaction that the archive has begun, so that an upgrade happens whole or not at all."""

from alembic import context

from newsletter.archive.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
