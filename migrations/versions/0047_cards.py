"""Keep accounts that take cards, payments by card, money sent back, and the processor's messages.

Why: a seller whose business is registered where the processor gives accounts can be paid by foreign card.
Rows affected: none; the tables are new.
Safe while the previous release is still running: yes, it does not know them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0047_cards"
down_revision = "0046_cohorts"
branch_labels = None
depends_on = None

_PAID = ("started", "open", "paid", "partly_refunded", "refunded", "disputed", "lost", "expired", "failed")


def upgrade() -> None:
    op.create_table(
        "card_account",
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("country", sa.String(length=40), nullable=False),
        sa.Column("provider_id", sa.String(length=40), nullable=False),
        sa.Column("takes_cards", sa.Boolean(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("length(country) = 2", name=op.f("ck_card_account_country_has_two_letters")),
        sa.CheckConstraint("country <> 'VN'", name=op.f("ck_card_account_no_account_is_opened_in_vietnam")),
        sa.CheckConstraint(
            "not takes_cards or provider_id <> ''", name=op.f("ck_card_account_only_an_open_account_takes_cards")
        ),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_card_account_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_account")),
        sa.UniqueConstraint("merchant_id", name=op.f("uq_card_account_merchant_id")),
    )
    _given_once("card_account", "provider_id")
    op.create_table(
        "card_payment",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("amount_vnd", sa.BigInteger(), nullable=False),
        sa.Column("session_id", sa.String(length=200), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("intent_id", sa.String(length=200), nullable=False),
        sa.Column("state", sa.Enum(*_PAID, name="cardstate", native_enum=False, length=40), nullable=False),
        sa.Column("refunded_vnd", sa.BigInteger(), nullable=False),
        sa.Column("is_double", sa.Boolean(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("amount_vnd > 0", name=op.f("ck_card_payment_something_is_paid")),
        sa.CheckConstraint(
            "refunded_vnd between 0 and amount_vnd", name=op.f("ck_card_payment_no_more_is_refunded_than_was_paid")
        ),
        sa.CheckConstraint(
            "state in ('started', 'failed') or session_id <> ''",
            name=op.f("ck_card_payment_an_open_page_has_its_number"),
        ),
        sa.CheckConstraint(
            "state in ('started', 'open', 'expired', 'failed') or paid_at is not null",
            name=op.f("ck_card_payment_paid_has_a_moment"),
        ),
        sa.ForeignKeyConstraint(["request_id"], ["payment_request.id"], name=op.f("fk_card_payment_request_id")),
        sa.ForeignKeyConstraint(["account_id"], ["card_account.id"], name=op.f("fk_card_payment_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_payment")),
    )
    _given_once("card_payment", "session_id")
    for column in ("request_id", "account_id", "intent_id"):
        op.create_index(op.f(f"ix_card_payment_{column}"), "card_payment", [column])
    op.create_index(op.f("ix_card_payment_state_expires_at"), "card_payment", ["state", "expires_at"])
    op.create_table(
        "card_refund",
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("amount_vnd", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("asked", "done", "refused", name="refundstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("provider_id", sa.String(length=200), nullable=False),
        sa.Column("why_not", sa.String(length=200), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("amount_vnd > 0", name=op.f("ck_card_refund_something_is_sent_back")),
        sa.CheckConstraint("(state = 'done') = (provider_id <> '')", name=op.f("ck_card_refund_done_has_its_number")),
        sa.ForeignKeyConstraint(["payment_id"], ["card_payment.id"], name=op.f("fk_card_refund_payment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_refund")),
    )
    op.create_index(op.f("ix_card_refund_payment_id"), "card_refund", ["payment_id"])
    op.create_index(op.f("ix_card_refund_state"), "card_refund", ["state"])
    op.create_table(
        "card_event",
        sa.Column("event_id", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("account_id", sa.String(length=200), nullable=False),
        sa.Column("object_id", sa.String(length=200), nullable=False),
        sa.Column("intent_id", sa.String(length=200), nullable=False),
        sa.Column("raw_body", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_event")),
        sa.UniqueConstraint("event_id", name=op.f("uq_card_event_event_id")),
    )


def downgrade() -> None:
    for table in ("card_event", "card_refund", "card_payment", "card_account"):
        op.drop_table(table)


def _given_once(table: str, column: str) -> None:
    given = sa.text(f"{column} <> ''")
    op.create_index(f"uq_{table}_{column}", table, [column], unique=True, sqlite_where=given, postgresql_where=given)
