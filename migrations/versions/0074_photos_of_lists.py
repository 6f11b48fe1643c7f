"""Keep the addresses of photographs that a list of products tells of, until they are fetched.

Why: whoever comes from another shop has the photographs there, and the list says where.
Rows affected: none; lists that are there tell of none.
Safe while the previous release is still running: yes, it does not read them.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0074_photos_of_lists"
down_revision = "0073_place_ways"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    op.add_column("goods_list_item", sa.Column("photos", JSON, server_default="[]", nullable=False))
    op.add_column("goods_list_item", sa.Column("photos_left", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    op.drop_column("goods_list_item", "photos_left")
    op.drop_column("goods_list_item", "photos")
