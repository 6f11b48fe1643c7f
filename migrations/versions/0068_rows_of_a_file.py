"""Find the lines of lists that a file came from by the file.

Why: whoever asks what is kept of a family, or has it erased, asks for these lines; a list has fifty thousand.
Rows affected: none.
Safe while the previous release is still running: yes, it does not notice.
"""

from alembic import op

revision = "0068_rows_of_a_file"
down_revision = "0067_sign_asks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_import_row_merchant_id"), "import_row", ["merchant_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_import_row_merchant_id"), table_name="import_row")
