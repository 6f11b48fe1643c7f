"""Keep what marketplaces answer about products.

Why: an owner sees a marketplace's own words beside our verdict, and where they differ our rules are wrong.
Rows affected: none.
Safe while the previous release is still running: yes, the table is new.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0030_answers"
down_revision = "0029_barcodes"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    op.create_table(
        "channel_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("sentences", JSON, nullable=False),
        sa.Column("brought_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_channel_answer_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_answer")),
        sa.UniqueConstraint("product_id", "channel", name=op.f("uq_channel_answer_product_id_channel")),
    )


def downgrade() -> None:
    op.drop_table("channel_answer")
