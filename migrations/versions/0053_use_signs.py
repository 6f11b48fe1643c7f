"""Keep signs of use that no bank tells: the owner's word for a week, and what a helper saw.

Why: they are a lighter bar beside the measured figure, for households whose bank tells nothing.
Rows affected: none are changed; notices get a column with a fixed default.
Safe while the previous release is still running: yes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0053_use_signs"
down_revision = "0052_statements"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "use_sign",
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column(
            "grade", sa.Enum("A", "B", "C", "D", "E", name="grade", native_enum=False, length=40), nullable=False
        ),
        sa.Column(
            "band", sa.Enum("none", "few", "some", "many", name="band", native_enum=False, length=40), nullable=True
        ),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("grade in ('C', 'D')", name=op.f("ck_use_sign_a_sign_is_no_proof")),
        sa.CheckConstraint("(source = 'owner') = (band is not null)", name=op.f("ck_use_sign_a_week_has_a_band")),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_use_sign_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_use_sign")),
        sa.UniqueConstraint("merchant_id", "on_day", "source", name=op.f("uq_use_sign_merchant_id_on_day_source")),
    )
    op.create_index(op.f("ix_use_sign_on_day"), "use_sign", ["on_day"])
    with op.batch_alter_table("bank_notice") as table:
        table.add_column(sa.Column("payer_kind", sa.String(length=40), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("bank_notice") as table:
        table.drop_column("payer_kind")
    op.drop_table("use_sign")
