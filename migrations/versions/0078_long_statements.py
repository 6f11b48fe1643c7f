"""Let the lines of a long bank statement be let in by a worker, in the name of whoever asked.

Why: a bank's year has more lines than anybody waits for a page.
Rows affected: none; what is there was let in at once.
Safe while the previous release is still running: yes. It refuses statements that are long, so it has none of them.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0078_long_statements"
down_revision = "0077_neediest_first"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("bank_statement") as table:
        table.add_column(sa.Column("columns", JSON, server_default="{}", nullable=False))
        table.add_column(sa.Column("lines", sa.Integer(), server_default="0", nullable=False))
        table.add_column(sa.Column("asked_by_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("asked_by_name", sa.String(length=200), server_default="", nullable=False))
        table.create_foreign_key(op.f("fk_bank_statement_asked_by_id"), "account", ["asked_by_id"], ["id"])
        table.create_index(op.f("ix_bank_statement_asked_by_id"), ["asked_by_id"])


def downgrade() -> None:
    # What the release before cannot hold. Brought again, a line that is in already counts once.
    op.execute("delete from bank_statement where state = 'reading'")
    with op.batch_alter_table("bank_statement") as table:
        table.drop_index(op.f("ix_bank_statement_asked_by_id"))
        table.drop_constraint(op.f("fk_bank_statement_asked_by_id"), type_="foreignkey")
        for name in ("asked_by_name", "asked_by_id", "lines", "columns"):
            table.drop_column(name)
