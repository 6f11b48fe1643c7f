"""Read the parts of a block in their order, by an index.

Why: a block is put together in the database, which would have to copy every text to put the parts in order.
Rows affected: none; an index is made anew with one column more (a row for each product in each file).
Safe while the previous release is still running: yes, it reads blocks by the same two columns.
"""

from alembic import op

revision = "0082_parts_in_order"
down_revision = "0081_parcels"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_feed_part_outlet_block_product_id"), "feed_part", ["outlet", "block", "product_id"])
    op.drop_index(op.f("ix_feed_part_outlet_block"), table_name="feed_part")


def downgrade() -> None:
    op.create_index(op.f("ix_feed_part_outlet_block"), "feed_part", ["outlet", "block"])
    op.drop_index(op.f("ix_feed_part_outlet_block_product_id"), table_name="feed_part")
