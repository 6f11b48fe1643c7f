"""Keep each product's part of a marketplace's file, and the last good file.

Why: a changed product costs its own part and not the catalogue, and a feed that loses its products is held back.
Rows affected: none.
Safe while the previous release is still running: yes, the tables are new.
"""

import sqlalchemy as sa
from alembic import op

revision = "0028_feeds"
down_revision = "0027_sheet_templates"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "feed_part",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("outlet", sa.String(length=40), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("product_version", sa.Integer(), nullable=False),
        sa.Column("merchant_version", sa.Integer(), nullable=False),
        sa.Column("edition", sa.String(length=40), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_feed_part_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_part")),
        sa.UniqueConstraint("outlet", "product_id", name=op.f("uq_feed_part_outlet_product_id")),
    )
    op.create_index(op.f("ix_feed_part_product_id"), "feed_part", ["product_id"])
    op.create_table(
        "feed_build",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("outlet", sa.String(length=40), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("packed_sha256", sa.String(length=64), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("built_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_items", sa.Integer(), nullable=True),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("items >= 0", name=op.f("ck_feed_build_items_are_not_negative")),
        sa.CheckConstraint(
            "(held_at is null) = (held_items is null)", name=op.f("ck_feed_build_what_is_held_has_a_number")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_build")),
        sa.UniqueConstraint("outlet", name=op.f("uq_feed_build_outlet")),
    )


def downgrade() -> None:
    op.drop_table("feed_build")
    op.drop_table("feed_part")
