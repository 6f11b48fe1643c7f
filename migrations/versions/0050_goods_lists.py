"""Keep lists of products that were brought, and what became of each product in them.

Why: an owner brings all products at once from a spreadsheet or another shop, after a trial run, and can undo it.
Rows affected: none; the tables are new.
Safe while the previous release is still running: yes, it does not know them.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0050_goods_lists"
down_revision = "0049_targets"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=40)


def upgrade() -> None:
    states = _enum("liststate", "unmapped", "checked", "taking", "taken", "undone", "dropped")
    op.create_table(
        "goods_list",
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("state", states, nullable=False),
        sa.Column("sheet", sa.String(length=200), nullable=False),
        sa.Column("header_row", sa.Integer(), nullable=False),
        *(sa.Column(name, _JSON, nullable=False) for name in ("headers", "mapping", "expected", "happened")),
        sa.Column("brought_by_name", sa.String(length=200), nullable=False),
        sa.Column("brought_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state not in ('taken', 'undone') or taken_at is not null",
            name=op.f("ck_goods_list_taken_list_has_a_time"),
        ),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_goods_list_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goods_list")),
    )
    op.create_index(op.f("ix_goods_list_merchant_id"), "goods_list", ["merchant_id"])
    op.create_table(
        "goods_list_item",
        sa.Column("goods_list_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("first_row", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("verdict", _enum("itemverdict", "new", "changed", "same", "wrong"), nullable=False),
        *(sa.Column(name, _JSON, nullable=False) for name in ("problems", "changes")),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.Column("left_revision", sa.Integer(), nullable=True),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.Column("kept_because", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["goods_list_id"], ["goods_list.id"], name=op.f("fk_goods_list_item_goods_list_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goods_list_item")),
        sa.UniqueConstraint("goods_list_id", "place", name=op.f("uq_goods_list_item_goods_list_id_place")),
    )


def downgrade() -> None:
    op.drop_table("goods_list_item")
    op.drop_table("goods_list")
