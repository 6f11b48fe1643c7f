"""Keep how large the parcel of a product is: length, width and height.

Why: two marketplaces refuse goods without it, and carriers price by it.
Rows affected: none; nobody has been asked yet.
Safe while the previous release is still running: yes, it does not read the column and the database fills it in.

The check comes with the column, because SQLite forgets the triggers of a table that is made anew.
"""

from alembic import op

revision = "0081_parcels"
down_revision = "0080_communes_of_products"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "alter table product add column box_cm varchar(11) default '' not null "
        "constraint ck_product_a_box_has_three_sides check (box_cm = '' or box_cm like '%x%x%')"
    )


def downgrade() -> None:
    op.drop_column("product", "box_cm")
