"""Keep the night's count of what learners do unaided a month after their class.

Why: the page that compares months would else ask every visit of a country each time.
Rows affected: none; the table is new and filled by the first night.
Safe while the previous release is still running: yes, it does not know it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0086_alone"
down_revision = "0085_deletions"
branch_labels = None
depends_on = None

_COUNTS = ("due", "looked", "receive", "see_money", "know_fake", "all_alone")


def upgrade() -> None:
    op.create_table(
        "alone_count",
        sa.Column("area_path", sa.String(length=40), nullable=False),
        sa.Column("sex", sa.String(length=40), nullable=False),
        sa.Column("age", sa.String(length=40), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in _COUNTS),
        sa.Column("reckoned_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("due > 0", name=op.f("ck_alone_count_nobody_is_not_counted")),
        sa.CheckConstraint("looked <= due", name=op.f("ck_alone_count_only_whom_a_visit_was_due_to_is_looked_at")),
        sa.CheckConstraint(
            "receive <= looked and see_money <= looked and know_fake <= looked",
            name=op.f("ck_alone_count_only_whoever_was_looked_at_is_seen_to_do_it"),
        ),
        sa.CheckConstraint(
            "all_alone <= receive and all_alone <= see_money and all_alone <= know_fake",
            name=op.f("ck_alone_count_all_three_is_each_of_the_three"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alone_count")),
        sa.UniqueConstraint("area_path", "sex", "age", name=op.f("uq_alone_count_area_path_sex_age")),
    )


def downgrade() -> None:
    op.drop_table("alone_count")
