"""Keep of a course what is done in it, and what a learner can do afterwards.

Why: a class is there so that somebody can do something; what that is stands on the leaf, on the sheet and on papers.
Rows affected: none; the columns of existing courses start empty and are filled when the courses are loaded.
Safe while the previous release is still running: yes, it neither reads nor writes them.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0034_courses"
down_revision = "0033_losses"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    for name in ("agenda", "skills", "notes"):
        op.add_column("course", sa.Column(name, _JSON, nullable=False, server_default="[]"))
    op.add_column("course", sa.Column("needed", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    with op.batch_alter_table("course") as batch:
        for name in ("agenda", "skills", "notes", "needed"):
            batch.drop_column(name)
