"""Keep one photograph of the signed sheet of a class, and let its deletion be counted.

Why: whoever is asked years later how many came can show the sheet for twelve months, and then it is gone.
Rows affected: none; a new table, and a check of deletions that allows one kind more.
Safe while the previous release is still running: yes, it knows nothing of the table and deletes no sheet.
"""

import sqlalchemy as sa
from alembic import op

revision = "0087_class_sheets"
down_revision = "0086_alone"
branch_labels = None
depends_on = None

_BEFORE = "ck_deletion_only_the_trail_is_of_no_file"
_NOW = "ck_deletion_the_trail_and_sheets_of_classes_are_of_no_file"


def upgrade() -> None:
    op.create_table(
        "class_sheet",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content_type", sa.String(length=40), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by_name", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_class_sheet_sha256_has_64_digits")),
        sa.CheckConstraint(
            "content_type in ('image/jpeg', 'application/pdf')",
            name=op.f("ck_class_sheet_only_pictures_and_pdfs_are_kept"),
        ),
        sa.ForeignKeyConstraint(["session_id"], ["training_session.id"], name=op.f("fk_class_sheet_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_sheet")),
        sa.UniqueConstraint("session_id", name=op.f("uq_class_sheet_session_id")),
    )
    op.create_index(op.f("ix_class_sheet_sha256"), "class_sheet", ["sha256"])
    with op.batch_alter_table("deletion") as table:
        table.drop_constraint(op.f(_BEFORE), type_="check")
        table.create_check_constraint(op.f(_NOW), "(kind in ('trail', 'sheet')) = (merchant_id is null)")


def downgrade() -> None:
    # What the release before cannot hold.
    op.execute("delete from deletion where kind = 'sheet'")
    with op.batch_alter_table("deletion") as table:
        table.drop_constraint(op.f(_NOW), type_="check")
        table.create_check_constraint(op.f(_BEFORE), "(kind = 'trail') = (merchant_id is null)")
    op.drop_table("class_sheet")
