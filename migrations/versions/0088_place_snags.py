"""Keep beside the facts what holds every place up: files begun, answers sent back, signs by the day they were seen.

Why: the page that says where a commune is stuck counted its files and signs again at each visit; with thousands that
takes long.
Rows affected: none are changed. The places of all businesses are noted as not counted yet; until a worker has counted
them, the page counts for itself as before.
Safe while the previous release is still running: yes, it does not know the table; its worker takes the notes and counts
what it knows, and the next change at a place, or the night's check, keeps the rest.
"""

import sqlalchemy as sa
from alembic import op

revision = "0088_place_snags"
down_revision = "0087_class_sheets"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "place_snag",
        sa.Column("area_path", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("about", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_place_snag_nothing_holds_nobody_up")),
        sa.PrimaryKeyConstraint("area_path", "kind", "on_day", "about", "reason", name=op.f("pk_place_snag")),
    )
    op.execute("insert into place_touch (area_path) select distinct area_path from merchant where area_path <> ''")


def downgrade() -> None:
    op.drop_table("place_snag")
