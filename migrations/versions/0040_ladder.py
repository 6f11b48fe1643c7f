"""Keep the counter, the names and the watched try of a seller on the way to being paid without cash.

Why: the ladder shows one next step, so it must know what was told, compared and tried.
Rows affected: none; the tables are new.
Safe while the previous release is still running: yes, it does not know them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0040_ladder"
down_revision = "0039_photo_cuts"
branch_labels = None
depends_on = None


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=40)


def upgrade() -> None:
    op.create_table(
        "pay_counter",
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("handset", _choice("handset", "smart", "basic", "none"), nullable=False),
        sa.Column("chip", _choice("chip", "yes", "no", "unknown"), nullable=False),
        sa.Column("hears", _choice("hears", "seller", "child", "nobody"), nullable=False),
        sa.Column("has_sound_box", sa.Boolean(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_pay_counter_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pay_counter")),
        sa.UniqueConstraint("merchant_id", name=op.f("uq_pay_counter_merchant_id")),
    )
    op.create_table(
        "pay_names",
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("paper_name", sa.String(length=200), nullable=False),
        sa.Column("label_name", sa.String(length=200), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_pay_names_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pay_names")),
        sa.UniqueConstraint("merchant_id", name=op.f("uq_pay_names_merchant_id")),
    )
    op.create_table(
        "pay_trial",
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("standee_id", sa.Uuid(), nullable=False),
        sa.Column("witness_id", sa.Uuid(), nullable=True),
        sa.Column("witness_name", sa.String(length=200), nullable=False),
        sa.Column("pictures_right", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("pictures_right between 0 and 3", name=op.f("ck_pay_trial_three_pictures_were_shown")),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_pay_trial_merchant_id")),
        sa.ForeignKeyConstraint(["standee_id"], ["standee.id"], name=op.f("fk_pay_trial_standee_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pay_trial")),
    )
    op.create_index(op.f("ix_pay_trial_merchant_id"), "pay_trial", ["merchant_id"])


def downgrade() -> None:
    op.drop_table("pay_trial")
    op.drop_table("pay_names")
    op.drop_table("pay_counter")
