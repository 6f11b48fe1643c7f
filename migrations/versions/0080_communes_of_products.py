"""Keep beside each product the commune of its maker.

Why: the newest products of a commune among a million come from an index, and not from a walk through all of them.
Rows affected: every product, once.
Safe while the previous release is still running: yes, it does not read the column, and a trigger fills it in for it.

Triggers, because makers are moved by those who do not know of products. SQLite forgets the triggers of a table that is
made anew: whoever does so with product or merchant makes them again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0080_communes_of_products"
down_revision = "0079_rows_of_long_lists"
branch_labels = None
depends_on = None

OF_MAKER = "(select commune_path from merchant where merchant.id = {row}.merchant_id)"
MOVED = "update product set commune_path = new.commune_path where merchant_id = new.id"


def upgrade() -> None:
    op.add_column("product", sa.Column("commune_path", sa.String(40), server_default="", nullable=False))
    op.execute(f"update product set commune_path = {OF_MAKER.format(row='product')}")
    op.create_index(op.f("ix_product_commune_path_stage_listed_at"), "product", ["commune_path", "stage", "listed_at"])
    is_moved = "new.commune_path <> old.commune_path"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "create trigger product_commune after insert on product when new.commune_path = '' begin "
            f"update product set commune_path = {OF_MAKER.format(row='new')} where id = new.id; end"
        )
        op.execute(
            f"create trigger maker_moved after update of commune_path on merchant when {is_moved} begin {MOVED}; end"
        )
        return
    op.execute(
        "create function product_commune() returns trigger language plpgsql as $$ begin "
        f"new.commune_path := {OF_MAKER.format(row='new')}; return new; end $$"
    )
    op.execute(
        "create trigger product_commune before insert on product for each row when (new.commune_path = '') "
        "execute function product_commune()"
    )
    op.execute(
        f"create function maker_moved() returns trigger language plpgsql as $$ begin {MOVED}; return null; end $$"
    )
    op.execute(
        f"create trigger maker_moved after update of commune_path on merchant for each row when ({is_moved}) "
        "execute function maker_moved()"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("drop trigger maker_moved")
        op.execute("drop trigger product_commune")
    else:
        op.execute("drop trigger maker_moved on merchant")
        op.execute("drop function maker_moved()")
        op.execute("drop trigger product_commune on product")
        op.execute("drop function product_commune()")
    op.drop_index(op.f("ix_product_commune_path_stage_listed_at"), table_name="product")
    op.drop_column("product", "commune_path")
