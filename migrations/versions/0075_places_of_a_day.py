"""Say which communes there were on a day by an index alone.

Why: the page of a country counts its communes, and read the row of each for its days.
Rows affected: none; one index takes the place of another, on places (tens of thousands).
Safe while the previous release is still running: yes, the new index begins as the old one did.
"""

from alembic import op

revision = "0075_places_of_a_day"
down_revision = "0074_photos_of_lists"
branch_labels = None
depends_on = None

_OLD, _NEW = "ix_area_level_path", "ix_area_level_path_valid_from_valid_to"


def upgrade() -> None:
    op.create_index(_NEW, "area", ["level", "path", "valid_from", "valid_to"])
    op.drop_index(_OLD, table_name="area")


def downgrade() -> None:
    op.create_index(_OLD, "area", ["level", "path"])
    op.drop_index(_NEW, table_name="area")
