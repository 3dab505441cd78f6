"""0001 The first shape: journal, drafts, settings, counters, marks, blobs.

Why: what cannot be replayed from the journal, and the journal itself (decision 9).
Data: none yet. Units: ids 16 bytes, hashes 32 bytes, moments UTC text (2026-03-09T02:30:00Z), blob sizes in
bytes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    _journal()
    _drafts_and_settings()
    _counters_and_marks()
    _blobs()


def _journal() -> None:
    op.create_table(
        "journal",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("station", sa.LargeBinary(16), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("record", sa.LargeBinary(16), nullable=True),
        sa.Column("sector", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("base_version", sa.Integer(), nullable=False),
        sa.Column("schema", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("at", sa.String(20), nullable=False),
        sa.Column("verb", sa.String(32), nullable=False),
        sa.Column("payload_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("previous", sa.LargeBinary(32), nullable=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.Column("salt", sa.LargeBinary(16), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("pk", name="pk_journal"),
        sa.UniqueConstraint("station", "epoch", "seq", name="uq_journal_station_epoch_seq"),
    )


def _drafts_and_settings() -> None:
    op.create_table(
        "draft",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("record", sa.LargeBinary(16), nullable=False),
        sa.Column("sector", sa.String(32), nullable=False),
        sa.Column("base_version", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.String(20), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("pk", name="pk_draft"),
        sa.UniqueConstraint("record", name="uq_draft_record"),
    )
    op.create_table(
        "setting",
        sa.Column("key", sa.String(100), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_setting"),
    )


def _counters_and_marks() -> None:
    op.create_table(
        "counter",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("org", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("next", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("pk", name="pk_counter"),
        sa.UniqueConstraint("org", "kind", "year", "first", name="uq_counter_org_kind_year_first"),
        sa.CheckConstraint("first <= next AND next <= last + 1", name="ck_counter_next_in_block"),
    )
    op.create_table(
        "mark",
        sa.Column("level", sa.String(32), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("level", name="pk_mark"),
    )


def _blobs() -> None:
    op.create_table(
        "blob",
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_blob"),
    )
