"""Keep frozen periods: their figures, what looked odd, what was said about it, and why a number changed.

Why: a figure that was handed in no longer moves; a correction is a new edition beside the old one, with its reason.
Rows affected: none; the tables are new.
Safe while the previous release is still running: yes, it does not know them.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0041_periods"
down_revision = "0040_ladder"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
KINDS = sa.Enum("heap", "jump", "flat", "speed", "round", "silent", name="flagkind", native_enum=False, length=40)
PARTS = ("before", "territory", "late", "definition", "joins", "activations", "lapses", "after")
FROZEN = ("period_change", "period_figure", "period_flag_answer", "period_flag", "period_freeze")


def upgrade() -> None:
    op.create_table(
        "period_freeze",
        sa.Column("term", sa.String(length=40), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("public_sha256", sa.String(length=64), nullable=False),
        sa.Column("previous_sha256", sa.String(length=64), nullable=True),
        sa.Column("salt", sa.String(length=40), nullable=False),
        sa.Column("members", JSON, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("length(term) = 7", name=op.f("ck_period_freeze_term_has_seven_signs")),
        sa.CheckConstraint("edition >= 0", name=op.f("ck_period_freeze_editions_start_at_the_provisional_one")),
        sa.CheckConstraint(
            "edition < 2 or length(reason) > 0", name=op.f("ck_period_freeze_a_restatement_has_a_reason")
        ),
        sa.CheckConstraint(
            "(edition = 0) = (public_sha256 = '')", name=op.f("ck_period_freeze_what_is_provisional_is_not_published")
        ),
        sa.CheckConstraint(
            "edition = 0 or length(previous_sha256) in (5, 64)", name=op.f("ck_period_freeze_what_is_final_is_chained")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period_freeze")),
        sa.UniqueConstraint("term", "edition", name=op.f("uq_period_freeze_term_edition")),
        sa.UniqueConstraint("previous_sha256", name=op.f("uq_period_freeze_previous_sha256")),
    )
    op.create_index(op.f("ix_period_freeze_term"), "period_freeze", ["term"])
    op.create_table(
        "period_figure",
        sa.Column("freeze_id", sa.Uuid(), nullable=False),
        sa.Column("indicator", sa.String(length=40), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("commune_path", sa.String(length=40), nullable=False),
        sa.Column("numerator", sa.Integer(), nullable=True),
        sa.Column("denominator", sa.Integer(), nullable=True),
        sa.Column("unknown", sa.Integer(), nullable=False),
        sa.Column("apart", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "numerator is null or numerator >= 0", name=op.f("ck_period_figure_nothing_is_less_than_nought")
        ),
        sa.CheckConstraint("commune_path like '%/'", name=op.f("ck_period_figure_commune_path_ends_in_a_slash")),
        sa.ForeignKeyConstraint(["freeze_id"], ["period_freeze.id"], name=op.f("fk_period_figure_freeze_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period_figure")),
        sa.UniqueConstraint(
            "freeze_id", "indicator", "commune_path", name=op.f("uq_period_figure_freeze_id_indicator_commune_path")
        ),
    )
    op.create_table(
        "period_flag",
        sa.Column("freeze_id", sa.Uuid(), nullable=False),
        sa.Column("term", sa.String(length=40), nullable=False),
        sa.Column("kind", KINDS, nullable=False),
        sa.Column("indicator", sa.String(length=40), nullable=False),
        sa.Column("commune_path", sa.String(length=40), nullable=False),
        sa.Column("measured", sa.Integer(), nullable=False),
        sa.Column("usual", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["freeze_id"], ["period_freeze.id"], name=op.f("fk_period_flag_freeze_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period_flag")),
    )
    op.create_index(op.f("ix_period_flag_freeze_id_commune_path"), "period_flag", ["freeze_id", "commune_path"])
    op.create_table(
        "period_flag_answer",
        sa.Column("term", sa.String(length=40), nullable=False),
        sa.Column("kind", KINDS, nullable=False),
        sa.Column("indicator", sa.String(length=40), nullable=False),
        sa.Column("commune_path", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("length(words) > 0", name=op.f("ck_period_flag_answer_an_answer_says_something")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period_flag_answer")),
    )
    op.create_index(op.f("ix_period_flag_answer_term_commune_path"), "period_flag_answer", ["term", "commune_path"])
    op.create_table(
        "period_change",
        sa.Column("freeze_id", sa.Uuid(), nullable=False),
        sa.Column("commune_path", sa.String(length=40), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in PARTS),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "before + territory + late + definition + joins + activations + lapses = after",
            name=op.f("ck_period_change_the_parts_add_up"),
        ),
        sa.ForeignKeyConstraint(["freeze_id"], ["period_freeze.id"], name=op.f("fk_period_change_freeze_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period_change")),
        sa.UniqueConstraint("freeze_id", "commune_path", name=op.f("uq_period_change_freeze_id_commune_path")),
    )
    for table in FROZEN:
        _only_added(table)


def downgrade() -> None:
    for table in FROZEN:
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"drop trigger {table}_refuses_change on {table}")
            op.execute(f"drop function {table}_is_append_only()")
        op.drop_table(table)


def _only_added(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(
                f"create trigger {table}_refuses_{verb} before {verb} on {table} "
                "begin select raise(abort, 'frozen figures are only ever added'); end"
            )
    else:
        op.execute(
            f"create function {table}_is_append_only() returns trigger language plpgsql as "
            "$$ begin raise exception 'frozen figures are only ever added'; end $$"
        )
        op.execute(
            f"create trigger {table}_refuses_change before update or delete or truncate on {table} "
            f"for each statement execute function {table}_is_append_only()"
        )
