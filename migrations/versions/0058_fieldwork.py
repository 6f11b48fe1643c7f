"""Keep what devices write down without a network, what differs, and who shared a visit.

Why: visits are where no network is; what is written there must come here once, and be missed if it does not.
Rows affected: visits get two empty columns; the other tables are new.
Safe while the previous release is still running: yes, the columns are nullable or have a default and are unknown to it.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0058_fieldwork"
down_revision = "0057_place_counts"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=40)


def upgrade() -> None:
    with op.batch_alter_table("visit") as batch:
        batch.add_column(sa.Column("also_by_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("also_by_name", sa.String(length=200), server_default="", nullable=False))
        batch.create_check_constraint(
            op.f("ck_visit_nobody_shares_with_themselves"), "also_by_id is null or also_by_id <> by_id"
        )
        batch.create_index(op.f("ix_visit_also_by_id"), ["also_by_id"])
    op.create_table(
        "field_device",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("account_name", sa.String(length=200), nullable=False),
        sa.Column("area_path", sa.String(length=40), nullable=False),
        sa.Column("issued", sa.Integer(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("waiting", _JSON, nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_lost", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "last_number between 0 and issued", name=op.f("ck_field_device_no_number_is_used_before_it_is_issued")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_field_device")),
    )
    op.create_index(op.f("ix_field_device_area_path"), "field_device", ["area_path"])
    op.create_index(op.f("ix_field_device_account_id_closed_at"), "field_device", ["account_id", "closed_at"])
    op.create_table(
        "field_item",
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", _enum("kind", "attendance", "walk_in", "skill", "visit", "withdrawn"), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("after_id", sa.Uuid(), nullable=True),
        sa.Column("fields", _JSON, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("account_name", sa.String(length=200), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=True),
        sa.Column("made_id", sa.Uuid(), nullable=True),
        sa.Column(
            "state",
            _enum("itemstate", "received", "written", "same", "held", "clashed", "refused", "withdrawn"),
            nullable=False,
        ),
        sa.Column("says", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_field_item_items_are_counted_from_one")),
        sa.ForeignKeyConstraint(["device_id"], ["field_device.id"], name=op.f("fk_field_item_device_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_field_item")),
    )
    op.create_index(op.f("ix_field_item_device_id_number"), "field_item", ["device_id", "number"])
    op.create_index(op.f("ix_field_item_account_id_made_at"), "field_item", ["account_id", "made_at"])
    op.create_index(op.f("ix_field_item_state_received_at"), "field_item", ["state", "received_at"])
    op.create_index(op.f("ix_field_item_merchant_id"), "field_item", ["merchant_id"])
    op.create_index(op.f("ix_field_item_made_id"), "field_item", ["made_id"])
    op.create_table(
        "field_clash",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("area_path", sa.String(length=40), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=True),
        sa.Column("about", sa.String(length=200), nullable=False),
        sa.Column("ours", sa.String(length=200), nullable=False),
        sa.Column("theirs", sa.String(length=200), nullable=False),
        sa.Column("theirs_by", sa.String(length=200), nullable=False),
        sa.Column("theirs_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kept", _enum("keep", "ours", "theirs"), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(kept is null) = (decided_at is null)", name=op.f("ck_field_clash_a_decision_has_a_moment")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["field_item.id"], name=op.f("fk_field_clash_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_field_clash")),
        sa.UniqueConstraint("item_id", "field", name=op.f("uq_field_clash_item_id_field")),
    )
    op.create_index(op.f("ix_field_clash_decided_at_area_path"), "field_clash", ["decided_at", "area_path"])
    op.create_index(op.f("ix_field_clash_merchant_id"), "field_clash", ["merchant_id"])
    op.create_table(
        "field_pace",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("account_name", sa.String(length=200), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("households", sa.Integer(), nullable=False),
        sa.Column("quick", sa.Integer(), nullable=False),
        sa.Column("says", sa.String(length=200), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(says = '') = (said_at is null)", name=op.f("ck_field_pace_a_word_has_a_moment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_field_pace")),
        sa.UniqueConstraint("account_id", "happened_on", name=op.f("uq_field_pace_account_id_happened_on")),
    )


def downgrade() -> None:
    op.drop_table("field_pace")
    op.drop_table("field_clash")
    op.drop_table("field_item")
    op.drop_table("field_device")
    with op.batch_alter_table("visit") as batch:
        batch.drop_index(op.f("ix_visit_also_by_id"))
        batch.drop_constraint(op.f("ck_visit_nobody_shares_with_themselves"), type_="check")
        batch.drop_column("also_by_name")
        batch.drop_column("also_by_id")
