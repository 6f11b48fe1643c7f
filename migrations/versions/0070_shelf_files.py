"""Keep files of whole shelves that a worker makes: how far each is, and where it lies for some days.

Why: a shelf of five thousand lines takes longer to write than anybody waits for a page.
Rows affected: none; the table is new.
Safe while the previous release is still running: yes, it does not know it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0070_shelf_files"
down_revision = "0069_feed_blocks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shelf_file",
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Enum("xlsx", "csv", "zip", name="filekind", native_enum=False, length=40), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("asked_by_name", sa.String(length=200), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(ready_at is null) = (sha256 is null)", name=op.f("ck_shelf_file_what_is_ready_is_kept")),
        sa.CheckConstraint("done between 0 and total", name=op.f("ck_shelf_file_no_more_is_done_than_there_is")),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_shelf_file_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shelf_file")),
    )
    op.create_index(op.f("ix_shelf_file_merchant_id"), "shelf_file", ["merchant_id"])
    op.create_index(op.f("ix_shelf_file_asked_at"), "shelf_file", ["asked_at"])
    is_open = sa.text("ready_at is null")
    op.create_index(
        "ix_shelf_file_one_at_work", "shelf_file", ["merchant_id", "kind"], unique=True,
        sqlite_where=is_open, postgresql_where=is_open,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table("shelf_file")
