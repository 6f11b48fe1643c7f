"""Keep what was done unaided at the visit a month after a class.

Why: whether somebody can do it alone is what a class is for; who was there says nothing of it.
Rows affected: none; the earlier visits did not look.
Safe while the previous release is still running: yes, it writes visits without it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0066_alone"
down_revision = "0065_places_by_level"
branch_labels = None
depends_on = None

_NAME = "ck_visit_unaided_is_looked_at_a_month_after"


def upgrade() -> None:
    with op.batch_alter_table("visit") as batch:
        batch.add_column(sa.Column("alone", sa.String(length=200), nullable=True))
        batch.create_check_constraint(op.f(_NAME), "alone is null or (state = 'seen' and after_days = 30)")


def downgrade() -> None:
    with op.batch_alter_table("visit") as batch:
        batch.drop_constraint(op.f(_NAME), type_="check")
        batch.drop_column("alone")
