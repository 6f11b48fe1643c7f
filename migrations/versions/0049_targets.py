"""Keep targets of indicators with owner, document and path.

Why: a number says little without what was agreed upon; a target that changes leaves the one before readable.
Rows affected: none; the table is new.
Safe while the previous release is still running: yes, it does not know it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0049_targets"
down_revision = "0048_partners"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "indicator_target",
        sa.Column("indicator", sa.String(length=40), nullable=False),
        sa.Column("place_path", sa.String(length=40), nullable=False),
        sa.Column("value_pct", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("owner", sa.String(length=200), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("baseline_pct", sa.Integer(), nullable=True),
        sa.Column("baseline_on", sa.Date(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("value_pct between 0 and 100", name=op.f("ck_indicator_target_value_is_a_share")),
        sa.CheckConstraint(
            "baseline_pct is null or baseline_pct between 0 and 100",
            name=op.f("ck_indicator_target_baseline_is_a_share"),
        ),
        sa.CheckConstraint(
            "(baseline_pct is null) = (baseline_on is null)", name=op.f("ck_indicator_target_a_baseline_has_its_day")
        ),
        sa.CheckConstraint(
            "baseline_on is null or baseline_on < due_on", name=op.f("ck_indicator_target_the_path_leads_forward")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_target")),
    )
    op.create_index(
        op.f("ix_indicator_target_indicator_place_path_at"), "indicator_target", ["indicator", "place_path", "at"]
    )


def downgrade() -> None:
    op.drop_table("indicator_target")
