"""Keep beside the facts what teams do at every place: visits by the day they are due, and the days somebody worked.

Why: the commune's table of hamlets says whether visits come on time and whether the team works; to count visits at each
look would take long where there are many.
Rows affected: none are changed. The places of all businesses and classes are noted as not counted yet; until a worker
has counted them, the table says that no visit is due. A trigger on visits is made behind this migration.
Safe while the previous release is still running: yes, it does not know the table; its worker takes the notes and counts
what it knows, and the next change at a place, or the night's check, keeps the rest.
"""

import sqlalchemy as sa
from alembic import op

revision = "0090_visits_by_place"
down_revision = "0089_place_crafts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "place_field",
        sa.Column("area_path", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("about", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_place_field_nothing_was_not_done")),
        sa.PrimaryKeyConstraint("area_path", "kind", "on_day", "about", name=op.f("pk_place_field")),
    )
    op.execute("insert into place_touch (area_path) select distinct area_path from merchant where area_path <> ''")
    op.execute("insert into place_touch (area_path) select distinct area_path from training_session")


def downgrade() -> None:
    op.drop_table("place_field")
