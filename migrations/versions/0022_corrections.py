"""Keep corrections after approval, a season's day of return, and accounts whose name is to be looked at again.

Why: an owner corrects an answer without starting anew; a family that rests comes back by itself.
Rows affected: none; new columns are empty.
Safe while the previous release is still running: yes, it does not know them.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = "0022_corrections"
down_revision = "0021_rights"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "correction",
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column(
            "matter",
            sa.Enum(
                "ten-co-so",
                "lien-lac",
                "ten",
                "nghe",
                "o-dau",
                "hinh-thuc",
                "vi-tri",
                name="matter",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum("waiting", "made", "refused", "taken_back", name="correctionstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("before", sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"), nullable=False),
        sa.Column("after", sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("at_counter", sa.Boolean(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=True),
        sa.Column("asked_by_name", sa.String(length=200), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_name", sa.String(length=200), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(state = 'waiting') = (decided_at is null)", name=op.f("ck_correction_decided_when_no_longer_waiting")
        ),
        sa.CheckConstraint(
            "state <> 'refused' or length(answer) > 0", name=op.f("ck_correction_a_refusal_gives_its_reason")
        ),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_correction_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_correction_merchant_id_asked_at"), ["merchant_id", "asked_at"], unique=False
        )
        batch_op.create_index(
            "ix_correction_one_waits",
            ["merchant_id", "matter"],
            unique=True,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )
        batch_op.create_index(batch_op.f("ix_correction_state"), ["state"], unique=False)

    with op.batch_alter_table("merchant", schema=None) as batch_op:
        batch_op.add_column(sa.Column("rest_until_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("rest_told_on", sa.Date(), nullable=True))
        batch_op.create_index(batch_op.f("ix_merchant_rest_until_on"), ["rest_until_on"], unique=False)

    with op.batch_alter_table("payment_account", schema=None) as batch_op:
        batch_op.add_column(sa.Column("name_check_since", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("payment_account", schema=None) as batch_op:
        batch_op.drop_column("name_check_since")

    # SQLite would make the whole table anew for a batch, and with it what older migrations take away by name.
    op.drop_index(op.f("ix_merchant_rest_until_on"), table_name="merchant")
    op.execute("alter table merchant drop column rest_told_on")
    op.execute("alter table merchant drop column rest_until_on")

    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_correction_state"))
        batch_op.drop_index(
            "ix_correction_one_waits",
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )
        batch_op.drop_index(batch_op.f("ix_correction_merchant_id_asked_at"))

    op.drop_table("correction")
