"""Keep a signature beside each frozen file.

Why: a hash on our own page proves nothing to whoever does not trust the page; a signature does, with any tool.
Rows affected: none; the table is new. Older editions are signed by the next night's job.
Safe while the previous release is still running: yes, it does not know the table.
"""

import sqlalchemy as sa
from alembic import op

revision = "0060_period_signatures"
down_revision = "0059_reported"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "period_signature",
        sa.Column("freeze_id", sa.Uuid(), nullable=False),
        sa.Column("snapshot_sha256", sa.String(length=64), nullable=False),
        sa.Column("public_sha256", sa.String(length=64), nullable=False),
        sa.Column("signer", sa.String(length=200), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["freeze_id"], ["period_freeze.id"], name=op.f("fk_period_signature_freeze_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period_signature")),
        sa.UniqueConstraint("freeze_id", name=op.f("uq_period_signature_freeze_id")),
    )


def downgrade() -> None:
    op.drop_table("period_signature")
