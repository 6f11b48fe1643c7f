"""Mark the edition of what visitors see

Why: a page may be shown again, as it was made, only while nothing that shows on it has changed.
Rows affected: none; the table is new and gets its one row.
Safe while the previous release is still running: yes, it keeps no pages.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014_edition"
down_revision = "0013_listed"
branch_labels = None
depends_on = None


def upgrade() -> None:
    edition = op.create_table(
        "edition",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("mark", sa.String(length=40), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_edition_there_is_one_edition")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
    )
    op.bulk_insert(edition, [{"id": 1, "mark": "first"}])


def downgrade() -> None:
    op.drop_table("edition")
