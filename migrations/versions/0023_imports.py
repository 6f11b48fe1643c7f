"""Keep lists that officials bring: how far each is read, what became of its lines, and how its headers were read.

Why: communes have lists of producers, which are taken over as drafts, tried out first and undone if need be.
Rows affected: none.
Safe while the previous release is still running: yes, the tables are new.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0023_imports"
down_revision = "0022_corrections"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    op.create_table(
        "list_import",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("area_path", sa.String(length=40), nullable=False),
        sa.Column("source_name", sa.String(length=200), nullable=False),
        sa.Column("listed_on", sa.Date(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=200), nullable=False),
        sa.Column("locked_sha256", sa.String(length=200), nullable=False),
        sa.Column("file_key", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("sheet", sa.String(length=200), nullable=False),
        sa.Column("header_row", sa.Integer(), nullable=False),
        sa.Column("headers", JSON, nullable=False),
        sa.Column("mapping", JSON, nullable=False),
        sa.Column("why_unreadable", sa.String(length=40), nullable=False),
        sa.Column("rows_total", sa.Integer(), nullable=False),
        sa.Column("cursor", sa.Integer(), nullable=False),
        sa.Column("expected", JSON, nullable=False),
        sa.Column("happened", JSON, nullable=False),
        sa.Column("brought_by_id", sa.Uuid(), nullable=True),
        sa.Column("brought_by_name", sa.String(length=200), nullable=False),
        sa.Column("brought_by_role", sa.String(length=40), nullable=False),
        sa.Column("brought_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("area_path like '%/'", name=op.f("ck_list_import_area_path_ends_in_a_slash")),
        sa.CheckConstraint("length(source_name) > 0", name=op.f("ck_list_import_list_has_a_name")),
        sa.CheckConstraint("cursor >= 0", name=op.f("ck_list_import_cursor_is_not_negative")),
        sa.CheckConstraint(
            "state not in ('taken', 'undoing', 'undone') or taken_at is not null",
            name=op.f("ck_list_import_taken_has_a_time"),
        ),
        sa.ForeignKeyConstraint(["brought_by_id"], ["account.id"], name=op.f("fk_list_import_brought_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_import")),
    )
    for columns in (["area_path", "brought_at"], ["area_path", "sha256"], ["state"], ["brought_by_id"]):
        op.create_index(op.f(f"ix_list_import_{'_'.join(columns)}"), "list_import", columns)
    op.create_table(
        "import_row",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=40), nullable=False),
        sa.Column("problems", JSON, nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=True),
        sa.Column("fills", JSON, nullable=False),
        sa.Column("left_version", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kept_because", sa.String(length=40), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_import_row_rows_are_counted_from_one")),
        sa.CheckConstraint(
            "verdict not in ('filled', 'same') or merchant_id is not null",
            name=op.f("ck_import_row_known_household_has_a_dossier"),
        ),
        sa.ForeignKeyConstraint(["import_id"], ["list_import.id"], name=op.f("fk_import_row_import_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_row")),
        sa.UniqueConstraint("import_id", "number", name=op.f("uq_import_row_import_id_number")),
    )
    op.create_table(
        "header_mapping",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("area_path", sa.String(length=40), nullable=False),
        sa.Column("header_key", sa.String(length=200), nullable=False),
        sa.Column("mapping", JSON, nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_header_mapping")),
        sa.UniqueConstraint("area_path", "header_key", name=op.f("uq_header_mapping_area_path_header_key")),
    )


def downgrade() -> None:
    for table in ("header_mapping", "import_row", "list_import"):
        op.drop_table(table)
