"""Keep figures that others report each month, with their source and the two people who looked at them.

Why: electricity, school fees, online files, signed documents, fibre and signal are counted by others; until now nothing
told who reported what, by which document, and who accepted it.
Rows affected: none; the tables are new.
Safe while the previous release is still running: yes, it does not know them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0059_reported"
down_revision = "0058_fieldwork"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reported_sheet",
        sa.Column("term", sa.String(length=40), nullable=False),
        sa.Column("area_path", sa.String(length=40), nullable=False),
        sa.Column("reporter", sa.String(length=200), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=200), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "read",
                "sent_back",
                "waiting",
                "accepted",
                "not_accepted",
                "withdrawn",
                name="sheetstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("second_id", sa.Uuid(), nullable=True),
        sa.Column("second_name", sa.String(length=200), nullable=False),
        sa.Column("second_note", sa.String(length=200), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_because", sa.Text(), nullable=False),
        sa.Column("withdrawn_by_name", sa.String(length=200), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("length(term) = 7", name=op.f("ck_reported_sheet_term_has_seven_signs")),
        sa.CheckConstraint("area_path like '%/'", name=op.f("ck_reported_sheet_area_path_ends_in_a_slash")),
        sa.CheckConstraint(
            "length(reporter) > 0 and length(document) > 0", name=op.f("ck_reported_sheet_it_says_where_it_comes_from")
        ),
        sa.CheckConstraint(
            "second_id is null or second_id <> by_id", name=op.f("ck_reported_sheet_two_different_people_look")
        ),
        sa.CheckConstraint(
            "(state in ('accepted', 'not_accepted', 'withdrawn')) = (decided_at is not null)",
            name=op.f("ck_reported_sheet_decided_has_a_time"),
        ),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (length(withdrawn_because) > 0)",
            name=op.f("ck_reported_sheet_withdrawn_has_a_reason"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_reported_sheet_by_id")),
        sa.ForeignKeyConstraint(["second_id"], ["account.id"], name=op.f("fk_reported_sheet_second_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reported_sheet")),
    )
    op.create_index(op.f("ix_reported_sheet_term_state"), "reported_sheet", ["term", "state"])
    op.create_index(op.f("ix_reported_sheet_area_path_at"), "reported_sheet", ["area_path", "at"])
    op.create_table(
        "reported_figure",
        sa.Column("sheet_id", sa.Uuid(), nullable=False),
        sa.Column("indicator", sa.String(length=40), nullable=False),
        sa.Column("commune_path", sa.String(length=40), nullable=False),
        sa.Column("numerator", sa.Integer(), nullable=False),
        sa.Column("denominator", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "numerator between 0 and denominator", name=op.f("ck_reported_figure_a_part_is_not_more_than_the_whole")
        ),
        sa.CheckConstraint("commune_path like '%/'", name=op.f("ck_reported_figure_commune_path_ends_in_a_slash")),
        sa.ForeignKeyConstraint(["sheet_id"], ["reported_sheet.id"], name=op.f("fk_reported_figure_sheet_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reported_figure")),
        sa.UniqueConstraint(
            "sheet_id", "indicator", "commune_path", name=op.f("uq_reported_figure_sheet_id_indicator_commune_path")
        ),
    )
    op.create_index(op.f("ix_reported_figure_sheet_id"), "reported_figure", ["sheet_id"])


def downgrade() -> None:
    op.drop_table("reported_figure")
    op.drop_table("reported_sheet")
