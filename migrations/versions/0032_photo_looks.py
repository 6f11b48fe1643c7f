"""Keep what was measured of a photograph: dark, white at the edge, and a print of what it shows.

Why: the page of the photographs says what each marketplace will think of each, and which two show the same.
Rows affected: none; photographs kept before have nothing measured.
Safe while the previous release is still running: yes, the columns may be empty.
"""

import sqlalchemy as sa
from alembic import op

revision = "0032_photo_looks"
down_revision = "0031_own_numbers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("product_photo") as table:
        table.add_column(sa.Column("is_dark", sa.Boolean(), nullable=True))
        table.add_column(sa.Column("white_edge_pct", sa.Integer(), nullable=True))
        table.add_column(sa.Column("fingerprint", sa.String(length=16), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("product_photo") as table:
        table.drop_column("fingerprint")
        table.drop_column("white_edge_pct")
        table.drop_column("is_dark")
