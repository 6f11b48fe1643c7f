"""Keep the monthly files of institutions, and by account and month whether it was used.

Why: what counts is whether an account is used after thirty days, not that it was opened.
Rows affected: none; the tables are new.
Safe while the previous release is still running: yes, it does not know them.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0054_partner_files"
down_revision = "0053_use_signs"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "partner_file",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("lines", _JSON, nullable=False),
        sa.Column("faults", _JSON, nullable=False),
        sa.Column("brought_by", sa.String(length=200), nullable=False),
        sa.Column("brought_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name=op.f("fk_partner_file_institution_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_file")),
    )
    op.create_index(op.f("ix_partner_file_institution_id"), "partner_file", ["institution_id"])
    op.create_table(
        "partner_flag",
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("is_used", sa.Boolean(), nullable=True),
        sa.Column("band", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("band in ('', '0', '1-5', '6-20', '>20')", name=op.f("ck_partner_flag_band_is_known")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_partner_flag_referral_id")),
        sa.ForeignKeyConstraint(["file_id"], ["partner_file.id"], name=op.f("fk_partner_flag_file_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_flag")),
        sa.UniqueConstraint("referral_id", "month", name=op.f("uq_partner_flag_referral_id_month")),
    )
    op.create_index(op.f("ix_partner_flag_file_id"), "partner_flag", ["file_id"])


def downgrade() -> None:
    op.drop_table("partner_flag")
    op.drop_table("partner_file")
