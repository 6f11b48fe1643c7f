"""Keep what officials add to a monthly report in their own words.

Why: the numbers of a report are locked; what a commune says about them has a place of its own.
Rows affected: none; the table is new.
Safe while the previous release is still running: yes, it does not know it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0045_reports"
down_revision = "0044_reconciliation"
branch_labels = None
depends_on = None

SECTIONS = sa.Enum("tom-tat", "vi-sao", "de-nghi", "da-lam", name="section", native_enum=False, length=40)


def upgrade() -> None:
    op.create_table(
        "report_comment",
        sa.Column("term", sa.String(length=40), nullable=False),
        sa.Column("place_path", sa.String(length=40), nullable=False),
        sa.Column("section", SECTIONS, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("place_path like '%/'", name=op.f("ck_report_comment_place_path_ends_in_a_slash")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_comment")),
        sa.UniqueConstraint("term", "place_path", "section", name=op.f("uq_report_comment_term_place_path_section")),
    )


def downgrade() -> None:
    op.drop_table("report_comment")
