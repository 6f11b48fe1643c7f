"""Find a product by its bar code.

Why: a telephone that reads the code on a pack is led to the product, however many there are.
Rows affected: none.
Safe while the previous release is still running: yes, only indexes are added.
"""

from alembic import op

revision = "0029_barcodes"
down_revision = "0028_feeds"
branch_labels = None
depends_on = None

TABLES = ("product", "product_variant")


def upgrade() -> None:
    for table in TABLES:
        op.create_index(op.f(f"ix_{table}_gtin"), table, ["gtin"])


def downgrade() -> None:
    for table in TABLES:
        op.drop_index(op.f(f"ix_{table}_gtin"), table_name=table)
