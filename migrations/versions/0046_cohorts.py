"""Keep the night's count of who was paid without cash after a class.

Why: the page that compares months would else ask a million attendances every time.
Rows affected: none; the table is new and filled by the first night.
Safe while the previous release is still running: yes, it does not know it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0046_cohorts"
down_revision = "0045_reports"
branch_labels = None
depends_on = None

_COUNTS = (
    "businesses", "already", "asked_30", "asked_60", "asked_90", "measured_30", "measured_60", "measured_90",
    "signs_30", "signs_60", "signs_90", "visits_due", "visits_on_time",
)  # fmt: skip
_ADD_UP = ((30, "thirty"), (60, "sixty"), (90, "ninety"))


def upgrade() -> None:
    op.create_table(
        "cohort_count",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("is_trained", sa.Boolean(), nullable=False),
        sa.Column("area_path", sa.String(length=40), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in _COUNTS),
        sa.Column("reckoned_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("businesses > 0", name=op.f("ck_cohort_count_nobody_is_not_counted")),
        sa.CheckConstraint("already + asked_30 <= businesses", name=op.f("ck_cohort_count_nobody_is_counted_twice")),
        *(
            sa.CheckConstraint(
                f"measured_{days} + signs_{days} <= asked_{days}", name=op.f(f"ck_cohort_count_{word}_days_add_up")
            )
            for days, word in _ADD_UP
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort_count")),
        sa.UniqueConstraint(
            "month", "is_trained", "area_path", name=op.f("uq_cohort_count_month_is_trained_area_path")
        ),
    )


def downgrade() -> None:
    op.drop_table("cohort_count")
