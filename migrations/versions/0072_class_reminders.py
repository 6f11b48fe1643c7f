"""Keep for which day somebody was reminded of a class.

Why: whoever has a place is reminded the evening before, once, and anew if the class is moved to another day.
Rows affected: none; nobody has been reminded yet.
Safe while the previous release is still running: yes, it does not know the column.
"""

import sqlalchemy as sa
from alembic import op

revision = "0072_class_reminders"
down_revision = "0071_long_lists"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("enrolment") as table:
        table.add_column(sa.Column("reminded_for", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("enrolment") as table:
        table.drop_column("reminded_for")
