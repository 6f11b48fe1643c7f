"""Keep what tourism businesses tell their guests: answers, offers with prices, closed days, the pin, and what was seen.

Why: rooms, safety, opening and the place are asked once, shown to visitors and looked at by the desk.
Rows affected: none; the tables are new.
Safe while the previous release is still running: yes, it does not know them.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = "0020_tourism"
down_revision = "0019_notices"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tourism_closure",
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("until_on >= from_on", name=op.f("ck_tourism_closure_ends_after_it_begins")),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_tourism_closure_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tourism_closure")),
        sa.UniqueConstraint(
            "merchant_id", "from_on", "until_on", name=op.f("uq_tourism_closure_merchant_id_from_on_until_on")
        ),
    )
    op.create_table(
        "tourism_offer",
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("price_vnd", sa.BigInteger(), nullable=False),
        sa.Column("high_price_vnd", sa.BigInteger(), nullable=True),
        sa.Column("how_many", sa.Integer(), nullable=True),
        sa.Column("guests", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("guests is null or guests between 1 and 60", name=op.f("ck_tourism_offer_so_many_guests")),
        sa.CheckConstraint(
            "high_price_vnd is null or high_price_vnd >= price_vnd",
            name=op.f("ck_tourism_offer_high_season_is_not_cheaper"),
        ),
        sa.CheckConstraint(
            "how_many is null or how_many between 1 and 60", name=op.f("ck_tourism_offer_so_many_of_them")
        ),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_tourism_offer_it_has_a_name")),
        sa.CheckConstraint("price_vnd between 0 and 1000000000", name=op.f("ck_tourism_offer_price_is_an_amount")),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_tourism_offer_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tourism_offer")),
    )
    with op.batch_alter_table("tourism_offer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tourism_offer_merchant_id"), ["merchant_id"], unique=False)

    op.create_table(
        "tourism_profile",
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=200), nullable=False),
        sa.Column(
            "answers", sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"), nullable=False
        ),
        sa.Column("latitude_e5", sa.Integer(), nullable=True),
        sa.Column("longitude_e5", sa.Integer(), nullable=True),
        sa.Column("pin_is_public", sa.Boolean(), nullable=False),
        sa.Column("way_note", sa.String(length=200), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(latitude_e5 is null) = (longitude_e5 is null)", name=op.f("ck_tourism_profile_a_pin_has_two_coordinates")
        ),
        sa.CheckConstraint(
            "latitude_e5 is null or latitude_e5 between -9000000 and 9000000",
            name=op.f("ck_tourism_profile_latitude_is_on_earth"),
        ),
        sa.CheckConstraint(
            "longitude_e5 is null or longitude_e5 between -18000000 and 18000000",
            name=op.f("ck_tourism_profile_longitude_is_on_earth"),
        ),
        sa.CheckConstraint(
            "not pin_is_public or latitude_e5 is not null", name=op.f("ck_tourism_profile_only_a_pin_is_shown")
        ),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_tourism_profile_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tourism_profile")),
        sa.UniqueConstraint("merchant_id", name=op.f("uq_tourism_profile_merchant_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_tourism_profile_slug")),
    )
    op.create_table(
        "tourism_sighting",
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_tourism_sighting_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tourism_sighting")),
        sa.UniqueConstraint("merchant_id", "item", name=op.f("uq_tourism_sighting_merchant_id_item")),
    )


def downgrade() -> None:
    op.drop_table("tourism_sighting")
    op.drop_table("tourism_profile")
    with op.batch_alter_table("tourism_offer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tourism_offer_merchant_id"))

    op.drop_table("tourism_offer")
    op.drop_table("tourism_closure")
