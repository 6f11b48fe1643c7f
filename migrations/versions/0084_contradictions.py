"""Keep what owners say is not so, until the auditor has answered it.

Why: who contradicts the commune must not depend on the commune's answer.
Rows affected: none; a new table.
Safe while the previous release is still running: yes, it knows nothing of the table.
"""

import sqlalchemy as sa
from alembic import op

revision = "0084_contradictions"
down_revision = "0083_turned_verdicts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "contradiction",
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("about", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("said_by_name", sa.String(length=200), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by_on", sa.Date(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(length=200), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(answered_at is null) = (length(answer) = 0)", name=op.f("ck_contradiction_an_answer_says_something")
        ),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_contradiction_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contradiction")),
    )
    op.create_index(op.f("ix_contradiction_merchant_id"), "contradiction", ["merchant_id"])
    op.create_index(op.f("ix_contradiction_answered_at_answer_by_on"), "contradiction", ["answered_at", "answer_by_on"])
    op.create_index(
        "ix_contradiction_one_open_of_a_kind",
        "contradiction",
        ["merchant_id", "about"],
        unique=True,
        sqlite_where=sa.text("answered_at is null"),
        postgresql_where=sa.text("answered_at is null"),
    )


def downgrade() -> None:
    op.drop_table("contradiction")
