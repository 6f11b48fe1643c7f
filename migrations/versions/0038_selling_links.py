"""Keep where else a product is sold.

Why: visitors follow a link from the product's page to the marketplace on which they can buy it.
Rows affected: none; the table is new.
Safe while the previous release is still running: yes, it does not know it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0038_selling_links"
down_revision = "0037_inbox"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "selling_link",
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.String(length=40), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("url like 'https://%'", name=op.f("ck_selling_link_link_is_https")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_selling_link_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_selling_link")),
        sa.UniqueConstraint("product_id", "url", name=op.f("uq_selling_link_product_id_url")),
    )
    op.create_index(op.f("ix_selling_link_product_id"), "selling_link", ["product_id"])


def downgrade() -> None:
    op.drop_table("selling_link")
