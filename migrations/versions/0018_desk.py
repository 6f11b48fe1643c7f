"""Keep what the desk does: claims, second persons, twins, batches, the register, and what goes to the province.

Why: several officials work on one queue, and a decision leaves a slip and a line in the register.
Rows affected: every merchant gets the commune's part of its path.
Safe while the previous release is still running: yes, the new columns have defaults and the tables are new.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018_desk"
down_revision = "0017_ocop"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
# The first two steps of a path: 33/12826/ of 33/12826/01/.
FILL = {
    "sqlite": (
        "update merchant set commune_path = substr(area_path, 1, instr(area_path, '/') "
        "+ instr(substr(area_path, instr(area_path, '/') + 1), '/')) where area_path like '%/%/%'"
    ),
    "postgresql": (
        "update merchant set commune_path = split_part(area_path, '/', 1) || '/' || split_part(area_path, '/', 2) "
        "|| '/' where area_path like '%/%/%'"
    ),
}


def upgrade() -> None:
    _make_dossiers()
    _make_desk()


def downgrade() -> None:
    _drop_desk()
    _drop_dossiers()


def _make_dossiers() -> None:
    op.create_table(
        "quiet_subject",
        sa.Column("about_id", sa.Uuid(), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("about_id", name=op.f("pk_quiet_subject")),
    )
    op.create_table(
        "register_counter",
        sa.Column("commune_path", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("next_number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("commune_path", "year", name=op.f("pk_register_counter")),
    )
    op.create_table(
        "dossier_merge",
        sa.Column("kept_id", sa.Uuid(), nullable=False),
        sa.Column("merged_id", sa.Uuid(), nullable=False),
        sa.Column(
            "former_stage",
            sa.Enum(
                "draft",
                "submitted",
                "returned",
                "confirmed",
                "resting",
                "withdrawn",
                "declined_for_now",
                "closed",
                "expired",
                "refused",
                "stopped",
                "moved_away",
                "merged",
                name="stage",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("former_days_left", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_by_name", sa.String(length=200), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(undone_at is null) = (undone_by_name is null)", name=op.f("ck_dossier_merge_undoing_has_somebody")
        ),
        sa.CheckConstraint("kept_id <> merged_id", name=op.f("ck_dossier_merge_two_different_dossiers")),
        sa.ForeignKeyConstraint(["kept_id"], ["merchant.id"], name=op.f("fk_dossier_merge_kept_id")),
        sa.ForeignKeyConstraint(["merged_id"], ["merchant.id"], name=op.f("fk_dossier_merge_merged_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_merge")),
    )
    op.create_index(op.f("ix_dossier_merge_kept_id"), "dossier_merge", ["kept_id"], unique=False)
    op.create_index(
        "ix_dossier_merge_one_at_a_time",
        "dossier_merge",
        ["merged_id"],
        unique=True,
        sqlite_where=sa.text("undone_at is null"),
        postgresql_where=sa.text("undone_at is null"),
    )
    op.create_table(
        "register_entry",
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("commune_path", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("number > 0 and book > 0", name=op.f("ck_register_entry_books_and_numbers_start_at_one")),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_register_entry_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_entry")),
        sa.UniqueConstraint("commune_path", "year", "number", name=op.f("uq_register_entry_commune_path_year_number")),
        sa.UniqueConstraint("merchant_id", name=op.f("uq_register_entry_merchant_id")),
    )
    op.create_table(
        "review_contact",
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Enum("call", "visit", name="reaching", native_enum=False, length=40), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("visit_on", sa.Date(), nullable=True),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(kind = 'visit') = (visit_on is not null)", name=op.f("ck_review_contact_visit_has_a_day")),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_review_contact_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_contact")),
    )
    op.create_index(op.f("ix_review_contact_merchant_id"), "review_contact", ["merchant_id"], unique=False)
    op.create_table(
        "review_extension",
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("old_due_on", sa.Date(), nullable=False),
        sa.Column("new_due_on", sa.Date(), nullable=False),
        sa.Column("signer_name", sa.String(length=200), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_review_extension_reason_is_given")),
        sa.CheckConstraint("new_due_on > old_due_on", name=op.f("ck_review_extension_new_day_is_later")),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_review_extension_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_extension")),
    )
    op.create_index(op.f("ix_review_extension_merchant_id"), "review_extension", ["merchant_id"], unique=False)
    # As one statement each, and not in a batch: SQLite would copy the table and drop the one that other rows point to.
    op.execute(
        "alter table merchant add column commune_path varchar(40) default '' not null "
        "constraint ck_merchant_commune_begins_the_area_path "
        "check (substr(area_path, 1, length(commune_path)) = commune_path)"
    )
    op.execute(FILL[op.get_bind().dialect.name])
    op.add_column("merchant", sa.Column("ask_again_on", sa.Date(), nullable=True))
    op.create_index("ix_merchant_confirmed", "merchant", ["commune_path", "confirmed_at"], unique=False)
    op.create_index(
        "ix_merchant_hamlet_queue",
        "merchant",
        ["area_path", "stage", "review_due_on", "submitted_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_merchant_name_and_year", "merchant", ["commune_path", "owner_name_fold", "birth_year"], unique=False
    )
    op.create_index(
        "ix_merchant_queue", "merchant", ["commune_path", "stage", "review_due_on", "submitted_at", "id"], unique=False
    )
    op.add_column("outgoing_message", sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True))


def _make_desk() -> None:
    op.create_table(
        "desk_batch",
        sa.Column("commune_path", sa.String(length=40), nullable=False),
        sa.Column(
            "state", sa.Enum("open", "sent", "dropped", name="batchstate", native_enum=False, length=40), nullable=False
        ),
        sa.Column("defects", JSON, nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_desk_batch_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_batch")),
    )
    op.create_table(
        "desk_batch_item",
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("seen_version", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_out", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["desk_batch.id"], name=op.f("fk_desk_batch_item_batch_id")),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_desk_batch_item_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_batch_item")),
        sa.UniqueConstraint("batch_id", "merchant_id", name=op.f("uq_desk_batch_item_batch_id_merchant_id")),
    )
    op.create_index(op.f("ix_desk_batch_item_merchant_id"), "desk_batch_item", ["merchant_id"], unique=False)
    op.create_table(
        "desk_claim",
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("seen_at >= since_at", name=op.f("ck_desk_claim_used_after_it_began")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_desk_claim_account_id")),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_desk_claim_merchant_id")),
        sa.PrimaryKeyConstraint("merchant_id", name=op.f("pk_desk_claim")),
    )
    op.create_index(op.f("ix_desk_claim_account_id"), "desk_claim", ["account_id"], unique=False)
    op.create_table(
        "desk_conflict",
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("relation", sa.String(length=200), nullable=False),
        sa.Column("colleague_id", sa.Uuid(), nullable=True),
        sa.Column("colleague_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "colleague_id is null or colleague_id <> account_id",
            name=op.f("ck_desk_conflict_colleague_is_somebody_else"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_desk_conflict_account_id")),
        sa.ForeignKeyConstraint(["colleague_id"], ["account.id"], name=op.f("fk_desk_conflict_colleague_id")),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_desk_conflict_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_conflict")),
        sa.UniqueConstraint("merchant_id", "account_id", name=op.f("uq_desk_conflict_merchant_id_account_id")),
    )
    op.create_index(op.f("ix_desk_conflict_colleague_id"), "desk_conflict", ["colleague_id"], unique=False)
    op.create_table(
        "desk_refusal",
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("proposed", "agreed", "not_agreed", name="refusalstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("second_id", sa.Uuid(), nullable=True),
        sa.Column("second_name", sa.String(length=200), nullable=False),
        sa.Column("second_note", sa.String(length=200), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(state = 'proposed') = (decided_at is null)", name=op.f("ck_desk_refusal_decided_when_no_longer_proposed")
        ),
        sa.CheckConstraint(
            "length(reason) > 0 and length(basis) > 0", name=op.f("ck_desk_refusal_reason_and_basis_are_given")
        ),
        sa.CheckConstraint(
            "second_id is null or second_id <> by_id", name=op.f("ck_desk_refusal_two_different_people")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_desk_refusal_by_id")),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_desk_refusal_merchant_id")),
        sa.ForeignKeyConstraint(["second_id"], ["account.id"], name=op.f("fk_desk_refusal_second_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_refusal")),
    )
    op.create_index(
        "ix_desk_refusal_one_open",
        "desk_refusal",
        ["merchant_id"],
        unique=True,
        sqlite_where=sa.text("state = 'proposed'"),
        postgresql_where=sa.text("state = 'proposed'"),
    )
    op.create_table(
        "desk_twin_verdict",
        sa.Column("first_id", sa.Uuid(), nullable=False),
        sa.Column("second_id", sa.Uuid(), nullable=False),
        sa.Column(
            "verdict", sa.Enum("different", "unsure", name="verdict", native_enum=False, length=40), nullable=False
        ),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_desk_twin_verdict_the_pair_is_in_order")),
        sa.ForeignKeyConstraint(["first_id"], ["merchant.id"], name=op.f("fk_desk_twin_verdict_first_id")),
        sa.ForeignKeyConstraint(["second_id"], ["merchant.id"], name=op.f("fk_desk_twin_verdict_second_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_twin_verdict")),
        sa.UniqueConstraint("first_id", "second_id", name=op.f("uq_desk_twin_verdict_first_id_second_id")),
    )
    op.create_index(op.f("ix_desk_twin_verdict_second_id"), "desk_twin_verdict", ["second_id"], unique=False)


def _drop_desk() -> None:
    op.drop_index(op.f("ix_desk_twin_verdict_second_id"), table_name="desk_twin_verdict")
    op.drop_table("desk_twin_verdict")
    op.drop_index(
        "ix_desk_refusal_one_open",
        table_name="desk_refusal",
        sqlite_where=sa.text("state = 'proposed'"),
        postgresql_where=sa.text("state = 'proposed'"),
    )
    op.drop_table("desk_refusal")
    op.drop_index(op.f("ix_desk_conflict_colleague_id"), table_name="desk_conflict")
    op.drop_table("desk_conflict")
    op.drop_index(op.f("ix_desk_claim_account_id"), table_name="desk_claim")
    op.drop_table("desk_claim")
    op.drop_index(op.f("ix_desk_batch_item_merchant_id"), table_name="desk_batch_item")
    op.drop_table("desk_batch_item")
    op.drop_table("desk_batch")


def _drop_dossiers() -> None:
    op.execute("alter table outgoing_message drop column stopped_at")
    op.drop_index("ix_merchant_queue", table_name="merchant")
    op.drop_index("ix_merchant_name_and_year", table_name="merchant")
    op.drop_index("ix_merchant_hamlet_queue", table_name="merchant")
    op.drop_index("ix_merchant_confirmed", table_name="merchant")
    op.execute("alter table merchant drop column ask_again_on")
    op.execute("alter table merchant drop column commune_path")
    op.drop_index(op.f("ix_review_extension_merchant_id"), table_name="review_extension")
    op.drop_table("review_extension")
    op.drop_index(op.f("ix_review_contact_merchant_id"), table_name="review_contact")
    op.drop_table("review_contact")
    op.drop_table("register_entry")
    op.drop_index(
        "ix_dossier_merge_one_at_a_time",
        table_name="dossier_merge",
        sqlite_where=sa.text("undone_at is null"),
        postgresql_where=sa.text("undone_at is null"),
    )
    op.drop_index(op.f("ix_dossier_merge_kept_id"), table_name="dossier_merge")
    op.drop_table("dossier_merge")
    op.drop_table("register_counter")
    op.drop_table("quiet_subject")
