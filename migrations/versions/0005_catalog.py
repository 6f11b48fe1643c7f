"""Keep products and photographs.

Why: products, photographs, renditions, readiness.
Rows affected: none; the tables are new.
Safe while the previous release is still running: yes, it does not know them.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = "0005_catalog"
down_revision = "0004_training"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "product",
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("sku", sa.String(length=40), nullable=False),
        sa.Column("slug", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_fold", sa.String(length=200), nullable=False),
        sa.Column("content_milli", sa.Integer(), nullable=True),
        sa.Column(
            "content_unit",
            sa.Enum("ml", "l", "g", "kg", "piece", "night", name="unit", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("price_vnd", sa.Integer(), nullable=True),
        sa.Column("shelf_life_days", sa.Integer(), nullable=True),
        sa.Column(
            "storage", sa.Enum("dry", "cool", "frozen", name="storage", native_enum=False, length=40), nullable=True
        ),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("weight_g", sa.Integer(), nullable=True),
        sa.Column("ingredients", sa.Text(), nullable=False),
        sa.Column("attrs", sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"), nullable=False),
        sa.Column("cover", sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"), nullable=False),
        sa.Column(
            "stage", sa.Enum("draft", "listed", "hidden", name="stage", native_enum=False, length=40), nullable=False
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("listed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "stage = 'draft' or (name <> '' and price_vnd is not null)",
            name=op.f("ck_product_shown_has_name_and_price"),
        ),
        sa.CheckConstraint(
            "stage = 'draft' or listed_at is not null", name=op.f("ck_product_listed_at_set_once_listed")
        ),
        sa.CheckConstraint(
            "(content_milli is null) = (content_unit is null)", name=op.f("ck_product_content_and_unit_go_together")
        ),
        sa.CheckConstraint("content_milli is null or content_milli > 0", name=op.f("ck_product_content_is_positive")),
        sa.CheckConstraint(
            "price_vnd is null or price_vnd between 1000 and 100000000", name=op.f("ck_product_price_is_within_reason")
        ),
        sa.CheckConstraint(
            "shelf_life_days is null or shelf_life_days > 0", name=op.f("ck_product_shelf_life_is_positive")
        ),
        sa.CheckConstraint("weight_g is null or weight_g > 0", name=op.f("ck_product_weight_is_positive")),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_product_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product")),
        sa.UniqueConstraint("sku", name=op.f("uq_product_sku")),
        sa.UniqueConstraint("slug", name=op.f("uq_product_slug")),
    )
    with op.batch_alter_table("product", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_product_merchant_id"), ["merchant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_product_name_fold"), ["name_fold"], unique=False)
        batch_op.create_index(batch_op.f("ix_product_stage_listed_at"), ["stage", "listed_at"], unique=False)

    op.create_table(
        "product_photo",
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum("front", "label", "size", "maker", name="photorole", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("is_blurred", sa.Boolean(), nullable=False),
        sa.Column("taken_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_product_photo_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_photo")),
        sa.UniqueConstraint("product_id", "sha256", name=op.f("uq_product_photo_product_id_sha256")),
    )
    with op.batch_alter_table("product_photo", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_product_photo_product_id"), ["product_id"], unique=False)

    op.create_table(
        "product_readiness",
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum("google", "shopee_vn", "schema_org", name="channel", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "verdict",
            sa.Enum("ready", "missing", "warn", "unverified", name="verdict", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("score_met", sa.Integer(), nullable=False),
        sa.Column("score_required", sa.Integer(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rules_version", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_product_readiness_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_readiness")),
        sa.UniqueConstraint("product_id", "channel", name=op.f("uq_product_readiness_product_id_channel")),
    )
    with op.batch_alter_table("product_readiness", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_product_readiness_verdict"), ["verdict"], unique=False)

    op.create_table(
        "photo_rendition",
        sa.Column("photo_id", sa.Uuid(), nullable=False),
        sa.Column("preset", sa.String(length=40), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("content_type", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["photo_id"], ["product_photo.id"], name=op.f("fk_photo_rendition_photo_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo_rendition")),
        sa.UniqueConstraint("photo_id", "preset", name=op.f("uq_photo_rendition_photo_id_preset")),
    )
    with op.batch_alter_table("photo_rendition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_photo_rendition_sha256"), ["sha256"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("photo_rendition", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_photo_rendition_sha256"))

    op.drop_table("photo_rendition")
    with op.batch_alter_table("product_readiness", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_product_readiness_verdict"))

    op.drop_table("product_readiness")
    with op.batch_alter_table("product_photo", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_product_photo_product_id"))

    op.drop_table("product_photo")
    with op.batch_alter_table("product", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_product_stage_listed_at"))
        batch_op.drop_index(batch_op.f("ix_product_name_fold"))
        batch_op.drop_index(batch_op.f("ix_product_merchant_id"))

    op.drop_table("product")
