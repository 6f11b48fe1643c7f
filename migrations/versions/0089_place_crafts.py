"""Keep beside the facts how many of each craft are registered and in use, by place, with sums above.

Why: live pages tell use by commune and hamlet, but by craft only frozen periods did; counted at each visit, the country
would be read whole.
Rows affected: none are changed. The places of all businesses are noted as not counted yet; until a worker has counted
them, the page says that some of it is still being counted.
Safe while the previous release is still running: yes, it does not know the table; its worker takes the notes and counts
what it knows, and the next change at a place, or the night's check, keeps the rest.
"""

import sqlalchemy as sa
from alembic import op

revision = "0089_place_crafts"
down_revision = "0088_place_snags"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "place_craft",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("is_sum", sa.Boolean(), nullable=False),
        sa.Column("area_path", sa.String(length=40), nullable=False),
        sa.Column("craft", sa.String(length=40), nullable=False),
        sa.Column("above", sa.String(length=40), nullable=False),
        sa.Column("registered", sa.Integer(), nullable=False),
        sa.Column("in_use", sa.Integer(), nullable=False),
        sa.CheckConstraint("registered > 0", name=op.f("ck_place_craft_a_craft_has_somebody")),
        sa.CheckConstraint("in_use <= registered", name=op.f("ck_place_craft_use_is_of_the_registered")),
        sa.PrimaryKeyConstraint("month", "is_sum", "area_path", "craft", name=op.f("pk_place_craft")),
    )
    op.create_index(op.f("ix_place_craft_month_is_sum_above"), "place_craft", ["month", "is_sum", "above"])
    op.execute("insert into place_touch (area_path) select distinct area_path from merchant where area_path <> ''")


def downgrade() -> None:
    op.drop_table("place_craft")
