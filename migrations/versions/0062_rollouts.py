"""Keep in which order the hamlets of a commune are taught: what was published, what was drawn, what was moved and why.

Why: only an order nobody chose lets hamlets taught sooner be compared with those taught later.
Rows affected: none; the tables are new.
Safe while the previous release is still running: yes, it does not know them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0062_rollouts"
down_revision = "0061_bills_and_spots"
branch_labels = None
depends_on = None

_LIVE = sa.text("state <> 'withdrawn'")


def upgrade() -> None:
    op.create_table(
        "rollout",
        sa.Column("commune_path", sa.String(length=40), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("sentence", sa.String(length=200), nullable=False),
        sa.Column("draw_on", sa.Date(), nullable=False),
        sa.Column("digits", sa.String(length=40), nullable=False),
        sa.Column("waves", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("every_months", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_why", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("waves between 2 and 6", name=op.f("ck_rollout_two_to_six_waves")),
        sa.CheckConstraint("every_months between 1 and 3", name=op.f("ck_rollout_a_wave_every_month_to_every_quarter")),
        sa.CheckConstraint("draw_on < first_on", name=op.f("ck_rollout_drawn_before_the_first_wave")),
        sa.CheckConstraint("(digits = '') = (drawn_at is null)", name=op.f("ck_rollout_a_number_makes_a_draw")),
        sa.CheckConstraint("state <> 'drawn' or drawn_at is not null", name=op.f("ck_rollout_a_draw_has_a_moment")),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_why <> '')", name=op.f("ck_rollout_withdrawn_for_a_reason")
        ),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_rollout_course_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rollout")),
    )
    op.create_index(op.f("ix_rollout_course_id"), "rollout", ["course_id"])
    op.create_index(
        "ix_rollout_one_at_a_time",
        "rollout",
        ["commune_path", "course_id"],
        unique=True,
        sqlite_where=_LIVE,
        postgresql_where=_LIVE,
    )
    op.create_table(
        "rollout_hamlet",
        sa.Column("rollout_id", sa.Uuid(), nullable=False),
        sa.Column("area_path", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("drawn_wave", sa.Integer(), nullable=True),
        sa.Column("wave", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(position is null) = (drawn_wave is null)", name=op.f("ck_rollout_hamlet_the_order_gives_the_wave")
        ),
        sa.CheckConstraint(
            "(position is null) = (wave is null)", name=op.f("ck_rollout_hamlet_no_turn_before_the_draw")
        ),
        sa.ForeignKeyConstraint(["rollout_id"], ["rollout.id"], name=op.f("fk_rollout_hamlet_rollout_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rollout_hamlet")),
        sa.UniqueConstraint("rollout_id", "code", name=op.f("uq_rollout_hamlet_rollout_id_code")),
    )
    op.create_table(
        "rollout_move",
        sa.Column("hamlet_id", sa.Uuid(), nullable=False),
        sa.Column("from_wave", sa.Integer(), nullable=False),
        sa.Column("to_wave", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("from_wave <> to_wave", name=op.f("ck_rollout_move_a_move_moves")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_rollout_move_a_move_has_a_reason")),
        sa.ForeignKeyConstraint(["hamlet_id"], ["rollout_hamlet.id"], name=op.f("fk_rollout_move_hamlet_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rollout_move")),
    )
    op.create_index(op.f("ix_rollout_move_hamlet_id"), "rollout_move", ["hamlet_id"])


def downgrade() -> None:
    op.drop_table("rollout_move")
    op.drop_table("rollout_hamlet")
    op.drop_table("rollout")
