"""Keep what the daily comparison of every source with the books found.

Why: a notice the books do not have is noticed the next day, and nobody mends it in silence.
Rows affected: none; the table is new.
Safe while the previous release is still running: yes, it does not know it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0044_reconciliation"
down_revision = "0043_visits"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reconciliation",
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("provider", sa.String(length=40), nullable=False),
        sa.Column("notices", sa.Integer(), nullable=False),
        sa.Column("unbooked", sa.Integer(), nullable=False),
        sa.Column("waiting_long", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reconciliation")),
        sa.UniqueConstraint("on_day", "provider", name=op.f("uq_reconciliation_on_day_provider")),
    )


def downgrade() -> None:
    op.drop_table("reconciliation")
