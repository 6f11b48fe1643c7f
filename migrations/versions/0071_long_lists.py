"""Let long lists of products be read and taken over by a worker, in the name of whoever asked.

Why: fifty thousand lines take longer to read than anybody waits for a page.
Rows affected: none; what is there counts as short.
Safe while the previous release is still running: yes. It refuses lists that are long, so it has none of them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0071_long_lists"
down_revision = "0070_shelf_files"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("goods_list") as table:
        for name in ("lines", "total", "done"):
            table.add_column(sa.Column(name, sa.Integer(), server_default="0", nullable=False))
        table.add_column(sa.Column("asked_by_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("asked_by_name", sa.String(length=200), server_default="", nullable=False))
        table.create_foreign_key(op.f("fk_goods_list_asked_by_id"), "account", ["asked_by_id"], ["id"])
        table.create_index(op.f("ix_goods_list_asked_by_id"), ["asked_by_id"])


def downgrade() -> None:
    # What the release before cannot hold: a list that is being read.
    op.execute("update goods_list set state = 'unmapped' where state = 'reading'")
    with op.batch_alter_table("goods_list") as table:
        table.drop_index(op.f("ix_goods_list_asked_by_id"))
        table.drop_constraint(op.f("fk_goods_list_asked_by_id"), type_="foreignkey")
        for name in ("asked_by_name", "asked_by_id", "done", "total", "lines"):
            table.drop_column(name)
