"""Keep the owner's word for helped dossiers, delegates with powers, codes printed ahead, and drafts' notices.

Why: somebody who helps is seen to help; a relative acts within limits and until a day; paper and screen share codes.
Rows affected: drafts are counted as last answered when they were begun; helpers so far are asked anew as of today.
Safe while the previous release is still running: yes, new columns may be empty or have a default in the database.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = "0016_helping"
down_revision = "0015_families"
branch_labels = None
depends_on = None


def upgrade() -> None:  # noqa: PLR0915  one table after another, nothing to follow
    op.create_table(
        "code_batch",
        sa.Column("area_path", sa.String(length=40), nullable=False),
        sa.Column("issued_by_id", sa.Uuid(), nullable=True),
        sa.Column("issued_by", sa.String(length=200), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum("issued", "void_asked", "voided", name="batchstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("void_reason", sa.String(length=200), nullable=False),
        sa.Column("void_asked_by_id", sa.Uuid(), nullable=True),
        sa.Column("void_asked_by", sa.String(length=200), nullable=False),
        sa.Column("voided_by_id", sa.Uuid(), nullable=True),
        sa.Column("voided_by", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(state = 'issued') = (void_asked_by_id is null)", name=op.f("ck_code_batch_somebody_asked_to_void_it")
        ),
        sa.CheckConstraint(
            "(state = 'voided') = (voided_by_id is not null)", name=op.f("ck_code_batch_somebody_agreed_to_void_it")
        ),
        sa.CheckConstraint("area_path like '%/'", name=op.f("ck_code_batch_area_path_ends_in_a_slash")),
        sa.CheckConstraint(
            "voided_by_id is null or voided_by_id <> void_asked_by_id",
            name=op.f("ck_code_batch_voided_by_a_second_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_batch")),
    )
    with op.batch_alter_table("code_batch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_code_batch_area_path"), ["area_path"], unique=False)

    op.create_table(
        "proof_code",
        sa.Column(
            "purpose",
            sa.Enum("consent", "delegate", "owner", "counter", name="purpose", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.String(length=200), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("tries between 0 and 5", name=op.f("ck_proof_code_at_most_five_tries")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proof_code")),
    )
    with op.batch_alter_table("proof_code", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_proof_code_purpose_subject_id_sent_at"), ["purpose", "subject_id", "sent_at"], unique=False
        )

    op.create_table(
        "printed_code",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["code_batch.id"], name=op.f("fk_printed_code_batch_id")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_printed_code")),
    )
    with op.batch_alter_table("printed_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_printed_code_batch_id"), ["batch_id"], unique=False)

    op.create_table(
        "delegation",
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("relation", sa.String(length=40), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("powers", sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("asked", "active", "revoked", "lapsed", name="delegationstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("phone_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("owner_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("witnessed_by", sa.String(length=200), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(state in ('asked', 'active')) = (ended_at is null)", name=op.f("ck_delegation_ended_has_a_moment")
        ),
        sa.CheckConstraint(
            "state <> 'active' or (phone_confirmed_at is not null and owner_confirmed_at is not null)",
            name=op.f("ck_delegation_both_have_confirmed_before_it_begins"),
        ),
        sa.CheckConstraint("ends_on > asked_on", name=op.f("ck_delegation_ends_after_it_was_asked")),
        sa.CheckConstraint("slot between 1 and 2", name=op.f("ck_delegation_at_most_two_delegates")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_delegation_account_id")),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_delegation_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
    )
    with op.batch_alter_table("delegation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delegation_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_delegation_ends_on"), ["ends_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_delegation_merchant_id"), ["merchant_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_delegation_one_living_per_slot"),
            ["merchant_id", "slot"],
            unique=True,
            sqlite_where=sa.text("ended_at is null"),
            postgresql_where=sa.text("ended_at is null"),
        )

    op.create_table(
        "draft_notice",
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("days_before", sa.Integer(), nullable=False),
        sa.Column("kept_until_on", sa.Date(), nullable=False),
        sa.Column("on_paper", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("days_before in (3, 14)", name=op.f("ck_draft_notice_told_fourteen_or_three_days_before")),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_draft_notice_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_notice")),
        sa.UniqueConstraint(
            "merchant_id",
            "days_before",
            "kept_until_on",
            name=op.f("uq_draft_notice_merchant_id_days_before_kept_until_on"),
        ),
    )
    op.create_table(
        "helped_confirmation",
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("way", sa.Enum("code", "call", "slip", name="way", native_enum=False, length=40), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "asked", "on_paper", "confirmed", "refused", name="confirmationstate", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("slip_no", sa.String(length=40), nullable=True),
        sa.Column("mark", sa.Enum("signature", "thumb", name="mark", native_enum=False, length=40), nullable=True),
        sa.Column("witness", sa.String(length=200), nullable=False),
        sa.Column("read_aloud", sa.Boolean(), nullable=False),
        sa.Column("asked_by", sa.String(length=200), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("call_before_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.String(length=200), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(state = 'confirmed') = (confirmed_at is not null)",
            name=op.f("ck_helped_confirmation_confirmed_has_a_moment"),
        ),
        sa.CheckConstraint(
            "(way = 'call') = (call_before_at is not null)", name=op.f("ck_helped_confirmation_a_call_has_a_deadline")
        ),
        sa.CheckConstraint(
            "mark is null or mark <> 'thumb' or witness <> ''",
            name=op.f("ck_helped_confirmation_a_thumb_has_a_witness"),
        ),
        sa.CheckConstraint(
            "state <> 'on_paper' or slip_no is not null", name=op.f("ck_helped_confirmation_paper_has_a_number")
        ),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_helped_confirmation_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helped_confirmation")),
        sa.UniqueConstraint("merchant_id", name=op.f("uq_helped_confirmation_merchant_id")),
        sa.UniqueConstraint("slip_no", name=op.f("uq_helped_confirmation_slip_no")),
    )
    with op.batch_alter_table("helped_confirmation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_helped_confirmation_state_way"), ["state", "way"], unique=False)

    op.create_table(
        "merchant_helper",
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("assigned_by", sa.String(length=200), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_merchant_helper_account_id")),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_merchant_helper_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merchant_helper")),
        sa.UniqueConstraint("merchant_id", "account_id", name=op.f("uq_merchant_helper_merchant_id_account_id")),
    )
    with op.batch_alter_table("merchant_helper", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_merchant_helper_account_id"), ["account_id"], unique=False)

    op.create_table(
        "refusal",
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("about", sa.Enum("dossier", "bank", name="subject", native_enum=False, length=40), nullable=False),
        sa.Column(
            "why",
            sa.Enum(
                "fear_of_tax",
                "fear_of_fraud",
                "no_need",
                "no_device",
                "other",
                name="whynot",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("own_words", sa.String(length=200), nullable=False),
        sa.Column("ask_again_on", sa.Date(), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_refusal_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refusal")),
    )
    with op.batch_alter_table("refusal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_refusal_ask_again_on"), ["ask_again_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_refusal_merchant_id_about"), ["merchant_id", "about"], unique=False)

    op.create_table(
        "same_household_claim",
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column(
            "said", sa.Enum("same", "different", name="samehousehold", native_enum=False, length=40), nullable=False
        ),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("merchant_id <> other_id", name=op.f("ck_same_household_claim_two_files_are_two")),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_same_household_claim_merchant_id")),
        sa.ForeignKeyConstraint(["other_id"], ["merchant.id"], name=op.f("fk_same_household_claim_other_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_same_household_claim")),
        sa.UniqueConstraint("merchant_id", "other_id", name=op.f("uq_same_household_claim_merchant_id_other_id")),
    )
    with op.batch_alter_table("same_household_claim", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_same_household_claim_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_same_household_claim_other_id"), ["other_id"], unique=False)

    op.create_table(
        "delegate_receipt",
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("delegation_id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("detail", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["delegation_id"], ["delegation.id"], name=op.f("fk_delegate_receipt_delegation_id")),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_delegate_receipt_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegate_receipt")),
    )
    with op.batch_alter_table("delegate_receipt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delegate_receipt_delegation_id"), ["delegation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_delegate_receipt_merchant_id_at"), ["merchant_id", "at"], unique=False)

    op.create_table(
        "typed_answers",
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_typed_answers")),
    )
    with op.batch_alter_table("typed_answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_typed_answers_kept_at"), ["kept_at"], unique=False)

    powers = sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql")
    with op.batch_alter_table("account_holding", schema=None) as batch_op:
        batch_op.add_column(sa.Column("powers", powers, nullable=True))
        batch_op.add_column(sa.Column("ends_on", sa.Date(), nullable=True))
        batch_op.create_check_constraint(
            op.f("ck_account_holding_delegates_end_on_a_day"), "role <> 'delegate' or ends_on is not null"
        )

    # Not in a batch: SQLite would copy the table and drop the old one, to which dossiers' other rows point.
    op.add_column("merchant", sa.Column("touched_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("merchant", sa.Column("form_edition", sa.Integer(), nullable=False, server_default="1"))
    op.create_index(op.f("ix_merchant_touched_at"), "merchant", ["touched_at"], unique=False)
    op.execute("update merchant set touched_at = started_at")
    op.execute(
        "insert into merchant_helper (id, merchant_id, account_id, name, assigned_by, assigned_at) "
        "select id, id, filed_by_id, filed_by_name, filed_by_name, current_timestamp from merchant "
        "where filed_by_id in (select id from account)"
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_merchant_touched_at"), table_name="merchant")
    op.execute("alter table merchant drop column form_edition")
    op.execute("alter table merchant drop column touched_at")
    with op.batch_alter_table("account_holding", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_account_holding_delegates_end_on_a_day"), type_="check")
        batch_op.drop_column("ends_on")
        batch_op.drop_column("powers")
    op.drop_table("typed_answers")
    op.drop_table("delegate_receipt")
    op.drop_table("same_household_claim")
    op.drop_table("refusal")
    op.drop_table("merchant_helper")
    op.drop_table("helped_confirmation")
    op.drop_table("draft_notice")
    op.drop_table("delegation")
    op.drop_table("printed_code")
    op.drop_table("proof_code")
    op.drop_table("code_batch")
