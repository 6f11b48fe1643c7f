"""Find the hamlets of one commune, and the communes that need help most, by an index.

Why: a page of one commune read every hamlet of the country, and that of the country every commune's counts.
Rows affected: none; indexes only, on places (tens of thousands) and on what is counted of them.
Safe while the previous release is still running: yes, it asks the same questions and finds the new indexes.
"""

from alembic import op

revision = "0065_places_by_level"
down_revision = "0064_texts"
branch_labels = None
depends_on = None

_BY_NEED = ["month", "is_sum", "above", "proven", "registered", "in_use", "area_path"]


def upgrade() -> None:
    op.create_index("ix_area_level_path", "area", ["level", "path"])
    op.drop_index("ix_area_level", table_name="area")
    op.create_index("ix_place_count_by_need", "place_count", _BY_NEED)
    op.drop_index("ix_place_count_month_is_sum_above", table_name="place_count")


def downgrade() -> None:
    op.create_index("ix_place_count_month_is_sum_above", "place_count", _BY_NEED[:3])
    op.drop_index("ix_place_count_by_need", table_name="place_count")
    op.create_index("ix_area_level", "area", ["level"])
    op.drop_index("ix_area_level_path", table_name="area")
