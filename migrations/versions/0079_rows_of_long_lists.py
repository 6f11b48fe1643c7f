"""Keep the rows of a long list of products as they were read, until it is taken over.

Why: whoever reads and takes over a list of fifty thousand lines need not unpack its workbook twice more.
Rows affected: none; lists that are at work have none and are unpacked as before.
Safe while the previous release is still running: yes, it does not read them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0079_rows_of_long_lists"
down_revision = "0078_long_statements"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("goods_list", sa.Column("rows_sha256", sa.String(64), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("goods_list", "rows_sha256")
