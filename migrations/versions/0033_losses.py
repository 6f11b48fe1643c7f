"""Keep reports of money lost to a trick.

Why: a family that was tricked is told whom to ring, gets a statement to sign, and is visited within two working days.
Rows affected: none; the table is new.
Safe while the previous release is still running: yes, it does not know it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0033_losses"
down_revision = "0032_photo_looks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "loss",
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("fake_receipt", "overlay", "other", name="losskind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("amount_vnd", sa.BigInteger(), nullable=False),
        sa.Column("went_to", sa.String(length=200), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("visit_by", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("reported", "visited", "closed", name="lossstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("visited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("amount_vnd > 0", name=op.f("ck_loss_something_was_lost")),
        sa.CheckConstraint("state = 'reported' or visited_at is not null", name=op.f("ck_loss_visited_has_a_moment")),
        sa.CheckConstraint("(state = 'closed') = (closed_at is not null)", name=op.f("ck_loss_closed_has_a_moment")),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_loss_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loss")),
    )
    op.create_index(op.f("ix_loss_merchant_id"), "loss", ["merchant_id"])
    op.create_index(op.f("ix_loss_state_visit_by"), "loss", ["state", "visit_by"])


def downgrade() -> None:
    op.drop_table("loss")
