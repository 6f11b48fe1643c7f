"""Keep what is counted of every place beside the facts.

Why: a page of figures counted every business again at each visit; with millions that takes seconds.
Rows affected: none are changed. The places of all businesses are noted as not counted yet; until a worker has counted
them once, pages count for themselves as before. The triggers that note changes are made behind every migration.
Safe while the previous release is still running: yes, it does not know the tables, and the triggers see its changes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0057_place_counts"
down_revision = "0056_letters"
branch_labels = None
depends_on = None

COUNTS = (
    *("registered", "in_use", "sent", "confirmed", "products", "ready", "coded", "coded_paid", "signed_up", "came"),
    *("declined", "resting", "uncounted", "proven", "recorded"),
)
RUNNING = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "place_count",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("is_sum", sa.Boolean(), nullable=False),
        sa.Column("area_path", sa.String(length=40), nullable=False),
        sa.Column("above", sa.String(length=40), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in COUNTS),
        sa.CheckConstraint(
            "area_path = '' or area_path like '%/'", name=op.f("ck_place_count_area_path_ends_in_a_slash")
        ),
        sa.CheckConstraint("in_use <= proven", name=op.f("ck_place_count_use_is_proven")),
        sa.CheckConstraint("ready <= products", name=op.f("ck_place_count_what_is_ready_was_entered")),
        sa.CheckConstraint("came <= signed_up", name=op.f("ck_place_count_who_came_had_signed_up")),
        sa.PrimaryKeyConstraint("month", "is_sum", "area_path", name=op.f("pk_place_count")),
    )
    op.create_index("ix_place_count_month_is_sum_above", "place_count", ["month", "is_sum", "above"])
    op.create_table(
        "place_due",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("is_sum", sa.Boolean(), nullable=False),
        sa.Column("area_path", sa.String(length=40), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("above", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_place_due_nothing_is_not_due")),
        sa.PrimaryKeyConstraint("kind", "is_sum", "area_path", "due_on", name=op.f("pk_place_due")),
    )
    op.create_index("ix_place_due_is_sum_above", "place_due", ["is_sum", "above"])
    op.create_table(
        "place_touch",
        sa.Column("id", RUNNING, nullable=False),
        sa.Column("area_path", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_touch")),
    )
    op.create_index("ix_place_touch_area_path", "place_touch", ["area_path"])
    state = op.create_table(
        "place_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_places", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_place_state_there_is_one_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_state")),
    )
    op.bulk_insert(state, [{"id": 1, "settled_at": None, "checked_at": None, "checked_places": 0}])
    op.create_table(
        "place_difference",
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("area_path", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kept <> counted", name=op.f("ck_place_difference_a_difference_is_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_difference")),
    )
    op.create_index("ix_place_difference_found_at", "place_difference", ["found_at"])


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        found = "select distinct tgname from pg_trigger where not tgisinternal and starts_with(tgname, 'touch_')"
        for name in op.get_bind().execute(sa.text(found)).scalars().all():
            op.execute(f"drop function {name} cascade")
    for table in ("place_difference", "place_state", "place_touch", "place_due", "place_count"):
        op.drop_table(table)
