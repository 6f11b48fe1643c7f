"""Keep files for marketplaces in blocks, and note which products changed since they were last written.

Why: one changed product among a hundred thousand is to cost its own block, and not a look at all the others.
Rows affected: none. Parts without a block are written anew at the next round; files given out until then stay.
Safe while the previous release is still running: yes, it goes on with its whole files and does not know the notes.

The notes are made by triggers, because products and makers are changed in many places and by whole tables, and a part
goes with an erased product without asking anybody. SQLite
forgets the triggers of a table that is made anew: whoever does so with product, merchant, merchant_consent,
product_readiness or feed_part makes them again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0069_feed_blocks"
down_revision = "0068_rows_of_a_file"
branch_labels = None
depends_on = None

OF_PRODUCT = "insert into feed_change (product_id) values ({row}.id)"
OF_MAKER = (
    "insert into feed_change (product_id) select id from product where merchant_id = {row}.{key} and stage = 'listed'"
)
OF_VERDICT = (
    "insert into feed_change (product_id) select id from product where id = new.product_id and stage = 'listed'"
)
OF_PART = "update feed_block set turn = turn + 1 where outlet = {row}.outlet and number = {row}.block"
# Name, table, when, under which condition, what is noted.
TRIGGERS = (
    ("product_came", "product", "insert", "new.stage = 'listed'", OF_PRODUCT.format(row="new")),
    ("product_changed", "product", "update", "old.stage = 'listed' or new.stage = 'listed'",
     OF_PRODUCT.format(row="new")),
    ("product_went", "product", "delete", "old.stage = 'listed'", OF_PRODUCT.format(row="old")),
    ("maker_changed", "merchant", "update", "", OF_MAKER.format(row="new", key="id")),
    ("consent_came", "merchant_consent", "insert", "", OF_MAKER.format(row="new", key="merchant_id")),
    ("consent_changed", "merchant_consent", "update", "", OF_MAKER.format(row="new", key="merchant_id")),
    ("consent_went", "merchant_consent", "delete", "", OF_MAKER.format(row="old", key="merchant_id")),
    ("verdict_came", "product_readiness", "insert", "", OF_VERDICT),
    ("verdict_changed", "product_readiness", "update", "new.verdict <> old.verdict", OF_VERDICT),
    ("part_came", "feed_part", "insert", "", OF_PART.format(row="new")),
    ("part_went", "feed_part", "delete", "", OF_PART.format(row="old")),
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "feed_block",
        sa.Column("outlet", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("made_turn", sa.Integer(), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("packed_sha256", sa.String(length=64), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(sha256 is null) = (packed_sha256 is null)", name=op.f("ck_feed_block_plain_and_packed")),
        sa.CheckConstraint("made_turn <= turn", name=op.f("ck_feed_block_nothing_is_made_ahead")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_block")),
        sa.UniqueConstraint("outlet", "number", name=op.f("uq_feed_block_outlet_number")),
    )
    op.create_table(
        "feed_leftover",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_leftover")),
    )
    op.create_index(op.f("ix_feed_leftover_left_at"), "feed_leftover", ["left_at"])
    op.create_table(
        "feed_change",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_change")),
    )
    op.add_column("feed_part", sa.Column("block", sa.Integer(), nullable=True))
    op.create_index(op.f("ix_feed_part_outlet_block"), "feed_part", ["outlet", "block"])
    op.add_column("feed_build", sa.Column("mark", sa.String(length=64), server_default="", nullable=False))
    op.add_column("feed_build", sa.Column("edition", sa.String(length=40), server_default="", nullable=False))
    for name, table, when, condition, note in TRIGGERS:
        if op.get_bind().dialect.name == "sqlite":
            only = f"when {condition} " if condition else ""
            op.execute(f"create trigger feed_{name} after {when} on {table} {only}begin {note}; end")
            continue
        only = f"when ({condition}) " if condition else ""
        op.execute(
            f"create function feed_{name}() returns trigger language plpgsql as $$ begin {note}; return null; end $$"
        )
        op.execute(
            f"create trigger feed_{name} after {when} on {table} for each row {only}execute function feed_{name}()"
        )


def downgrade() -> None:
    for name, table, *_rest in TRIGGERS:
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"drop trigger feed_{name}")
        else:
            op.execute(f"drop trigger feed_{name} on {table}")
            op.execute(f"drop function feed_{name}()")
    op.drop_column("feed_build", "edition")
    op.drop_column("feed_build", "mark")
    op.drop_index(op.f("ix_feed_part_outlet_block"), table_name="feed_part")
    op.drop_column("feed_part", "block")
    op.drop_table("feed_change")
    op.drop_table("feed_leftover")
    op.drop_table("feed_block")
