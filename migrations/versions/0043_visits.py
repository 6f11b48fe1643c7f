"""Keep visits to households after a class.

Why: what somebody can do in class they may not do at home; so somebody comes after 7, 30 and 90 days.
Rows affected: none; the table is new.
Safe while the previous release is still running: yes, it does not know it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0043_visits"
down_revision = "0042_skills"
branch_labels = None
depends_on = None


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=40)


def upgrade() -> None:
    op.create_table(
        "visit",
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("after_days", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", _enum("visitstate", "planned", "not_home", "seen", "refused"), nullable=False),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("band", _enum("band", "not_asked", "none", "few", "some", "many"), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("is_drawn", sa.Boolean(), nullable=False),
        sa.Column("says", _enum("says", "nothing", "right", "wrong"), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("said_to", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("after_days in (7, 30, 90)", name=op.f("ck_visit_after_a_week_a_month_or_a_season")),
        sa.CheckConstraint(
            "(state = 'planned') = (done_at is null)", name=op.f("ck_visit_whatever_happened_has_a_moment")
        ),
        sa.CheckConstraint("minutes between 0 and 240", name=op.f("ck_visit_an_afternoon_at_most")),
        sa.CheckConstraint(
            "says = 'nothing' or state = 'seen'", name=op.f("ck_visit_only_a_visit_that_was_is_right_or_wrong")
        ),
        sa.CheckConstraint("(says = 'nothing') = (said_at is null)", name=op.f("ck_visit_an_answer_has_a_moment")),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_visit_merchant_id")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_visit_enrolment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("enrolment_id", "after_days", name=op.f("uq_visit_enrolment_id_after_days")),
    )
    op.create_index(op.f("ix_visit_merchant_id"), "visit", ["merchant_id"])
    op.create_index(op.f("ix_visit_state_due_on"), "visit", ["state", "due_on"])
    op.create_index(op.f("ix_visit_by_id_done_at"), "visit", ["by_id", "done_at"])
    op.create_index(op.f("ix_visit_is_drawn_done_at"), "visit", ["is_drawn", "done_at"])


def downgrade() -> None:
    op.drop_table("visit")
