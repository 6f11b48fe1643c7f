"""Let products belong to families, come in packs and sizes, and differ from one marketplace to another

Why: families of goods and offers, variants, overrides for one marketplace, English text, and what a product was before.
Rows affected: every product, with empty values.
Safe while the previous release is still running: yes, new columns have defaults and the tables are unknown to it.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015_families"
down_revision = "0014_edition"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
UNIT = sa.Enum("ml", "l", "g", "kg", "piece", "night", name="unit", native_enum=False, length=40)
NEW = ("family", "name_en", "description_en", "gtin", "axis_1", "axis_2")


def upgrade() -> None:
    with op.batch_alter_table("product") as batch:
        batch.add_column(sa.Column("family", sa.String(length=40), nullable=False, server_default=""))
        batch.add_column(sa.Column("name_en", sa.String(length=200), nullable=False, server_default=""))
        batch.add_column(sa.Column("description_en", sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("gtin", sa.String(length=14), nullable=False, server_default=""))
        batch.add_column(sa.Column("axis_1", sa.String(length=40), nullable=False, server_default=""))
        batch.add_column(sa.Column("axis_2", sa.String(length=40), nullable=False, server_default=""))
        batch.create_index(op.f("ix_product_family"), ["family"])
        batch.create_check_constraint(op.f("ck_product_gtin_has_fourteen_digits"), "gtin = '' or length(gtin) = 14")
        batch.create_check_constraint(op.f("ck_product_a_second_axis_needs_a_first"), "axis_2 = '' or axis_1 <> ''")
    op.create_table(
        "product_variant",
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("sku", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("option_1", sa.String(length=40), nullable=False),
        sa.Column("option_2", sa.String(length=40), nullable=False),
        sa.Column("price_vnd", sa.Integer(), nullable=True),
        sa.Column("content_milli", sa.Integer(), nullable=True),
        sa.Column("content_unit", UNIT, nullable=True),
        sa.Column("weight_g", sa.Integer(), nullable=True),
        sa.Column("gtin", sa.String(length=14), nullable=False),
        sa.Column("photo_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("option_1 <> ''", name=op.f("ck_product_variant_a_variant_says_which")),
        sa.CheckConstraint(
            "price_vnd is null or price_vnd between 1000 and 100000000",
            name=op.f("ck_product_variant_price_is_within_reason"),
        ),
        sa.CheckConstraint(
            "content_milli is null or content_milli > 0", name=op.f("ck_product_variant_content_is_positive")
        ),
        sa.CheckConstraint(
            "(content_milli is null) = (content_unit is null)",
            name=op.f("ck_product_variant_content_and_unit_go_together"),
        ),
        sa.CheckConstraint("weight_g is null or weight_g > 0", name=op.f("ck_product_variant_weight_is_positive")),
        sa.CheckConstraint("gtin = '' or length(gtin) = 14", name=op.f("ck_product_variant_gtin_has_fourteen_digits")),
        sa.CheckConstraint("position between 0 and 49", name=op.f("ck_product_variant_at_most_fifty_to_a_product")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_product_variant_product_id")),
        sa.ForeignKeyConstraint(
            ["photo_id"], ["product_photo.id"], name=op.f("fk_product_variant_photo_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_variant")),
        sa.UniqueConstraint("sku", name=op.f("uq_product_variant_sku")),
        sa.UniqueConstraint(
            "product_id", "option_1", "option_2", name=op.f("uq_product_variant_product_id_option_1_option_2")
        ),
    )
    op.create_index(op.f("ix_product_variant_product_id"), "product_variant", ["product_id"])
    op.create_table(
        "channel_override",
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("price_vnd", sa.Integer(), nullable=True),
        sa.Column("category", sa.String(length=200), nullable=False),
        sa.Column("photo_order", JSON, nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "price_vnd is null or price_vnd between 1000 and 100000000",
            name=op.f("ck_channel_override_price_is_within_reason"),
        ),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_channel_override_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_override")),
        sa.UniqueConstraint("product_id", "channel", name=op.f("uq_channel_override_product_id_channel")),
    )
    op.create_table(
        "product_revision",
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", JSON, nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_product_revision_revisions_count_from_one")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_product_revision_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_revision")),
        sa.UniqueConstraint("product_id", "number", name=op.f("uq_product_revision_product_id_number")),
    )


def downgrade() -> None:
    op.drop_table("product_revision")
    op.drop_table("channel_override")
    op.drop_table("product_variant")
    with op.batch_alter_table("product") as batch:
        batch.drop_constraint(op.f("ck_product_a_second_axis_needs_a_first"), type_="check")
        batch.drop_constraint(op.f("ck_product_gtin_has_fourteen_digits"), type_="check")
        batch.drop_index(op.f("ix_product_family"))
        for name in reversed(NEW):
            batch.drop_column(name)
