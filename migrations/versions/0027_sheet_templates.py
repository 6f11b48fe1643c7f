"""Keep what the headings of sellers' templates were, with the day they were brought.

Why: a marketplace that changes its template is noticed before it refuses a filled file.
Rows affected: none.
Safe while the previous release is still running: yes, the table is new.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0027_sheet_templates"
down_revision = "0026_rules"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    op.create_table(
        "sheet_template",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("headings", JSON, nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.CheckConstraint("length(fingerprint) = 64", name=op.f("ck_sheet_template_fingerprint_has_64_digits")),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_sheet_template_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_template")),
        sa.UniqueConstraint("merchant_id", "channel", name=op.f("uq_sheet_template_merchant_id_channel")),
    )


def downgrade() -> None:
    op.drop_table("sheet_template")
