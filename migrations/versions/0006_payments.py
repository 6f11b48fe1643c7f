"""Keep accounts, codes, requests and notices.

Why: payment accounts, standees, requests, notices, evidence.
Rows affected: none; the tables are new.
Safe while the previous release is still running: yes, it does not know them.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = "0006_payments"
down_revision = "0005_catalog"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "payment_account",
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("bank_bin", sa.String(length=40), nullable=False),
        sa.Column("account_no", sa.String(length=40), nullable=False),
        sa.Column("holder_name", sa.String(length=200), nullable=False),
        sa.Column(
            "name_verdict",
            sa.Enum("match", "without_marks", "other_person", name="nameverdict", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("accepted_other_name", sa.Boolean(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "name_verdict <> 'other_person' or accepted_other_name",
            name=op.f("ck_payment_account_other_name_was_accepted"),
        ),
        sa.CheckConstraint(
            "length(account_no) between 4 and 19", name=op.f("ck_payment_account_account_number_fits_the_code")
        ),
        sa.CheckConstraint("length(bank_bin) = 6", name=op.f("ck_payment_account_bin_has_six_digits")),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_payment_account_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_account")),
        sa.UniqueConstraint("merchant_id", name=op.f("uq_payment_account_merchant_id")),
    )
    op.create_table(
        "payment_request",
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("bank_bin", sa.String(length=40), nullable=False),
        sa.Column("account_no", sa.String(length=40), nullable=False),
        sa.Column("holder_name", sa.String(length=200), nullable=False),
        sa.Column("amount_vnd", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "paid",
                "review",
                "cancelled",
                "expired",
                "closed",
                name="requeststate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(state = 'paid') = (paid_at is not null)", name=op.f("ck_payment_request_paid_has_a_moment")
        ),
        sa.CheckConstraint(
            "amount_vnd > 0 and amount_vnd < 500000000", name=op.f("ck_payment_request_amount_fits_one_transfer")
        ),
        sa.CheckConstraint("expires_at > created_at", name=op.f("ck_payment_request_expires_after_it_was_made")),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_payment_request_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_request")),
        sa.UniqueConstraint("reference", name=op.f("uq_payment_request_reference")),
    )
    with op.batch_alter_table("payment_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_payment_request_merchant_id"), ["merchant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_payment_request_state"), ["state"], unique=False)

    op.create_table(
        "standee",
        sa.Column("serial", sa.String(length=40), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("bank_bin", sa.String(length=40), nullable=False),
        sa.Column("account_no", sa.String(length=40), nullable=False),
        sa.Column("holder_name", sa.String(length=200), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("issued", "paused", "revoked", name="standeestate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("length(serial) = 8", name=op.f("ck_standee_serial_has_eight_signs")),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_standee_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standee")),
        sa.UniqueConstraint("serial", name=op.f("uq_standee_serial")),
    )
    with op.batch_alter_table("standee", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_standee_merchant_id"), ["merchant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_standee_state"), ["state"], unique=False)
        batch_op.create_index(
            "uq_standee_live",
            ["merchant_id"],
            unique=True,
            sqlite_where=sa.text("state <> 'revoked'"),
            postgresql_where=sa.text("state <> 'revoked'"),
        )

    op.create_table(
        "bank_notice",
        sa.Column("provider", sa.String(length=40), nullable=False),
        sa.Column("provider_event_id", sa.String(length=200), nullable=False),
        sa.Column("raw_body", sa.LargeBinary(), nullable=False),
        sa.Column(
            "headers", sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"), nullable=False
        ),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "paid",
                "review",
                "duplicate",
                "unknown",
                "other_account",
                "money_out",
                "late",
                "unreadable",
                name="decision",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("account_no", sa.String(length=40), nullable=False),
        sa.Column("amount_vnd", sa.BigInteger(), nullable=True),
        sa.Column("memo", sa.Text(), nullable=False),
        sa.Column("direction", sa.Enum("in", "out", name="direction", native_enum=False, length=40), nullable=True),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("request_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "outcome = 'unreadable' or amount_vnd > 0", name=op.f("ck_bank_notice_read_notice_has_an_amount")
        ),
        sa.ForeignKeyConstraint(["request_id"], ["payment_request.id"], name=op.f("fk_bank_notice_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_notice")),
        sa.UniqueConstraint("provider", "provider_event_id", name=op.f("uq_bank_notice_provider_provider_event_id")),
    )
    with op.batch_alter_table("bank_notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bank_notice_outcome"), ["outcome"], unique=False)
        batch_op.create_index(batch_op.f("ix_bank_notice_request_id"), ["request_id"], unique=False)

    op.create_table(
        "payment_evidence",
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column(
            "grade", sa.Enum("A", "B", "C", "D", "E", name="grade", native_enum=False, length=40), nullable=False
        ),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_payment_evidence_merchant_id")),
        sa.ForeignKeyConstraint(["request_id"], ["payment_request.id"], name=op.f("fk_payment_evidence_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_evidence")),
        sa.UniqueConstraint("request_id", name=op.f("uq_payment_evidence_request_id")),
    )
    with op.batch_alter_table("payment_evidence", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_payment_evidence_merchant_id_occurred_on"), ["merchant_id", "occurred_on"], unique=False
        )

    op.create_table(
        "standee_report",
        sa.Column("standee_id", sa.Uuid(), nullable=False),
        sa.Column("saw_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["standee_id"], ["standee.id"], name=op.f("fk_standee_report_standee_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standee_report")),
    )
    with op.batch_alter_table("standee_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_standee_report_standee_id"), ["standee_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("standee_report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_standee_report_standee_id"))

    op.drop_table("standee_report")
    with op.batch_alter_table("payment_evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_payment_evidence_merchant_id_occurred_on"))

    op.drop_table("payment_evidence")
    with op.batch_alter_table("bank_notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bank_notice_request_id"))
        batch_op.drop_index(batch_op.f("ix_bank_notice_outcome"))

    op.drop_table("bank_notice")
    with op.batch_alter_table("standee", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_standee_live",
            sqlite_where=sa.text("state <> 'revoked'"),
            postgresql_where=sa.text("state <> 'revoked'"),
        )
        batch_op.drop_index(batch_op.f("ix_standee_state"))
        batch_op.drop_index(batch_op.f("ix_standee_merchant_id"))

    op.drop_table("standee")
    with op.batch_alter_table("payment_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_payment_request_state"))
        batch_op.drop_index(batch_op.f("ix_payment_request_merchant_id"))

    op.drop_table("payment_request")
    op.drop_table("payment_account")
