"""Keep how the squares of a photograph were cut.

Why: an owner cuts a photograph around the goods, or makes it lighter, with one touch; the master stays as it came.
Rows affected: none; photographs kept before stand whole on white.
Safe while the previous release is still running: yes, the columns may be empty.
"""

import sqlalchemy as sa
from alembic import op

revision = "0039_photo_cuts"
down_revision = "0038_selling_links"
branch_labels = None
depends_on = None

COLUMNS = ("focus_x_pct", "focus_y_pct", "most_kb")


def upgrade() -> None:
    with op.batch_alter_table("product_photo") as table:
        cuts = sa.Enum("pad", "crop", name="squarecut", native_enum=False, length=40)
        table.add_column(sa.Column("square_cut", cuts, nullable=True))
        for name in COLUMNS:
            table.add_column(sa.Column(name, sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("product_photo") as table:
        for name in (*COLUMNS, "square_cut"):
            table.drop_column(name)
