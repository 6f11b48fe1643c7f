"""Keep when an owner was last asked to photograph the sign.

Why: the monthly look keeps strangers' codes off the counter only if somebody reminds of it, and once a month is enough.
Rows affected: none; nobody has been asked yet.
Safe while the previous release is still running: yes, it does not know the column.
"""

import sqlalchemy as sa
from alembic import op

revision = "0067_sign_asks"
down_revision = "0066_alone"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("standee") as table:
        table.add_column(sa.Column("look_asked_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("standee") as table:
        table.drop_column("look_asked_on")
