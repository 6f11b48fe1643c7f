"""Keep beside the facts how far the businesses of every place have come.

Why: the page of a commune's way counted every business again at each visit; with thousands that takes long.
Rows affected: none are changed. The places of all businesses are noted as not counted yet; until a worker has counted
them, the page counts for itself as before.
Safe while the previous release is still running: yes, it does not know the table; its worker takes the notes and counts
what it knows, and the next count of a place keeps its way as well.
"""

import sqlalchemy as sa
from alembic import op

revision = "0073_place_ways"
down_revision = "0072_class_reminders"
branch_labels = None
depends_on = None

WAYS = (
    *("registered", "used", "with_product", "paid", "trained", "steady"),
    *("grade_a", "grade_b", "grade_c", "grade_d", "grade_e"),
    *("women", "women_used", "men", "men_used", "old", "old_used", "young", "young_used"),
)


def upgrade() -> None:
    op.create_table(
        "place_way",
        sa.Column("area_path", sa.String(length=40), nullable=False),
        sa.Column("month_end_on", sa.Date(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in WAYS),
        sa.CheckConstraint(
            "steady <= used and used <= registered", name=op.f("ck_place_way_steady_use_is_use_of_the_registered")
        ),
        sa.CheckConstraint(
            "grade_a + grade_b + grade_c + grade_d + grade_e <= registered",
            name=op.f("ck_place_way_one_business_has_one_strongest_evidence"),
        ),
        sa.PrimaryKeyConstraint("area_path", name=op.f("pk_place_way")),
    )
    op.execute("insert into place_touch (area_path) select distinct area_path from merchant where area_path <> ''")


def downgrade() -> None:
    op.drop_table("place_way")
