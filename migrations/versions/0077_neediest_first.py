"""Read the communes that need help most in their order, by an index.

Why: the page of the country sorted every commune of it to show the first sixty.
Rows affected: none; one index more on what is counted of places (tens of thousands of rows a month).
Safe while the previous release is still running: yes, it asks as before and does not need the index.
"""

from alembic import op
from sqlalchemy import text

revision = "0077_neediest_first"
down_revision = "0076_period_people"
branch_labels = None
depends_on = None


def upgrade() -> None:
    need = text("(proven > 0) desc"), text("(registered - in_use) desc")
    op.create_index("ix_place_count_neediest_first", "place_count", ["month", "is_sum", *need, "area_path"])


def downgrade() -> None:
    op.drop_index("ix_place_count_neediest_first", table_name="place_count")
