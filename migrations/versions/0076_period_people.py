"""Freeze with a period what its report tells of people: who wants nothing for now and why, losses, ages, hamlets.

Why: counted anew for each reading, these numbers of a closed month would move when its facts change later.
Rows affected: none are changed. Editions frozen before have none of it, and their report says so.
Safe while the previous release is still running: yes, it does not know the column and freezes without it.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0076_period_people"
down_revision = "0075_places_of_a_day"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column("period_freeze", sa.Column("people", JSON, nullable=True))


def downgrade() -> None:
    op.drop_column("period_freeze", "people")
