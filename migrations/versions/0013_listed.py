"""Say of a dossier that it came from a list, and of which day the list is.

Why: communes have lists of producers; a dossier taken over from one is a draft that says where it comes from.
Rows affected: none gets a list.
Safe while the previous release is still running: yes, the columns have defaults in the database.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013_listed"
down_revision = "0012_search"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("merchant", sa.Column("list_source", sa.String(length=200), nullable=False, server_default=""))
    # The check hangs on the column: in a batch SQLite would copy the table to which other rows point.
    op.execute(
        "alter table merchant add column listed_on date constraint "
        f"{op.f('ck_merchant_listed_dossier_names_its_list')} check ((listed_on is null) = (list_source = ''))"
    )


def downgrade() -> None:
    op.execute("alter table merchant drop column listed_on")
    op.execute("alter table merchant drop column list_source")
