"""Leave out of products' verdicts an index that nobody asks, and note a place only where a verdict turns.

Why: both were written for every verdict that is kept anew, ten for each product, though nearly all stay what they were.
Rows affected: none; an index goes, and on PostgreSQL a trigger that is made again behind every migration.
Safe while the previous release is still running: yes, it counts places from the same notes.
"""

from alembic import op

revision = "0083_turned_verdicts"
down_revision = "0082_parts_in_order"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index(op.f("ix_product_readiness_verdict"), table_name="product_readiness")
    _let_the_trigger_be_made_again()


def downgrade() -> None:
    op.create_index(op.f("ix_product_readiness_verdict"), "product_readiness", ["verdict"])
    _let_the_trigger_be_made_again()


def _let_the_trigger_be_made_again() -> None:
    # SQLite's are all made again by every migration; a database that has never been counted has none.
    if op.get_bind().dialect.name == "postgresql":
        op.execute("drop trigger if exists touch_product_readiness_update on product_readiness")
