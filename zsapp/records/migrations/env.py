"""Alembic's door (升级入口): the steps run over the connection, and the transaction, of `migrate.py`."""

from alembic import context

from zsapp.records.rows import Truth

context.configure(connection=context.config.attributes["connection"], target_metadata=Truth.metadata)
with context.begin_transaction():
    context.run_migrations()
