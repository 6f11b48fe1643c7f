"""Keep notices of every channel, the journal, and money owed back.

Why: money of several channels is counted once, every movement is in a book that only grows.
Rows affected: notices learn whose money they tell of; what was paid before is written into the new journal.
Safe while the previous release is still running: yes; requests that were paid twice are new to it and few.
"""

import os
import uuid
from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision = "0037_inbox"
down_revision = "0036_signs"
branch_labels = None
depends_on = None

_PAID = "ck_payment_request_paid_has_a_moment"
_ACCOUNTS = ("bank", "waiting", "sales", "owed_back", "other_money", "money_out")
_KINDS = ("came_in", "went_out", "sold", "owed", "sent_back", "kept", "not_a_sale", "reversal")
# Whoever has had everything deleted has had the book deleted, too; nobody else loses a line of it.
_ERASED = (
    "exists (select 1 from rights_request where rights_request.merchant_id = old.merchant_id "
    "and rights_request.kind = 'erase' and rights_request.state = 'done')"
)


def upgrade() -> None:
    with op.batch_alter_table("payment_request") as table:
        table.drop_constraint(op.f(_PAID), type_="check")
        table.create_check_constraint(op.f(_PAID), "(state in ('paid', 'paid_twice')) = (paid_at is not null)")
    _notices()
    with op.batch_alter_table("payment_evidence") as table:
        table.alter_column("request_id", existing_type=sa.Uuid(), nullable=True)
        table.add_column(sa.Column("notice_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("payer", sa.String(length=200), server_default="", nullable=False))
        table.add_column(sa.Column("payer_merchant_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("excluded", sa.String(length=40), server_default="", nullable=False))
        table.create_foreign_key(op.f("fk_payment_evidence_notice_id"), "bank_notice", ["notice_id"], ["id"])
        table.create_foreign_key(
            op.f("fk_payment_evidence_payer_merchant_id"), "merchant", ["payer_merchant_id"], ["id"]
        )
        table.create_unique_constraint(op.f("uq_payment_evidence_notice_id"), ["notice_id"])
        table.create_check_constraint(
            op.f("ck_payment_evidence_evidence_comes_from_money"), "request_id is not null or notice_id is not null"
        )
        table.create_index(op.f("ix_payment_evidence_payer_merchant_id"), ["payer_merchant_id"])
    _refunds()
    _journal()
    _carry_over()


def _carry_over() -> None:
    """Write into the books what came before there were books."""
    op.execute(
        "update bank_notice set merchant_id = (select payment_request.merchant_id from payment_request "
        "where payment_request.id = bank_notice.request_id) where request_id is not null"
    )
    connection = op.get_bind()
    entries = sa.table(
        "journal_entry",
        sa.column("id", sa.Uuid()),
        sa.column("merchant_id", sa.Uuid()),
        sa.column("notice_id", sa.Uuid()),
        sa.column("request_id", sa.Uuid()),
        sa.column("on_day", sa.Date()),
        sa.column("at", sa.DateTime(timezone=True)),
        *(sa.column(name) for name in ("key", "kind", "debit", "credit", "amount_vnd")),
    )
    notices = sa.text(
        "select n.id, n.merchant_id, n.request_id, n.amount_vnd, n.occurred_at, n.received_at, n.outcome, r.state "
        "from bank_notice n join payment_request r on r.id = n.request_id where n.direction = 'in'"
    ).columns(
        id=sa.Uuid(),
        merchant_id=sa.Uuid(),
        request_id=sa.Uuid(),
        occurred_at=sa.DateTime(timezone=True),
        received_at=sa.DateTime(timezone=True),
    )
    for row in connection.execute(notices).mappings().all():
        moment = row["occurred_at"] or row["received_at"]
        kinds = [("came_in", "bank", "waiting")]
        if row["state"] == "paid" and row["outcome"] != "duplicate":
            kinds.append(("sold", "waiting", "sales"))
        for kind, debit, credit in kinds:
            connection.execute(
                sa.insert(entries).values(
                    id=uuid.UUID(bytes=os.urandom(16)),
                    merchant_id=row["merchant_id"],
                    notice_id=row["id"],
                    request_id=row["request_id"],
                    on_day=(moment + timedelta(hours=7)).date(),
                    at=row["received_at"],
                    key=f"{kind}:{row['id']}",
                    kind=kind,
                    debit=debit,
                    credit=credit,
                    amount_vnd=row["amount_vnd"],
                )
            )


def _notices() -> None:
    with op.batch_alter_table("bank_notice") as table:
        table.add_column(sa.Column("merchant_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("has_time", sa.Boolean(), server_default=sa.true(), nullable=False))
        table.add_column(sa.Column("posted_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("bank_reference", sa.String(length=200), server_default="", nullable=False))
        table.add_column(sa.Column("payer", sa.String(length=200), server_default="", nullable=False))
        table.add_column(sa.Column("payer_merchant_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("same_as_id", sa.Uuid(), nullable=True))
        for column, target in (
            ("merchant_id", "merchant"),
            ("payer_merchant_id", "merchant"),
            ("same_as_id", "bank_notice"),
        ):
            table.create_foreign_key(op.f(f"fk_bank_notice_{column}"), target, [column], ["id"])
        table.create_unique_constraint(op.f("uq_bank_notice_same_as_id_provider"), ["same_as_id", "provider"])
        table.create_check_constraint(
            op.f("ck_bank_notice_a_twin_names_the_first"),
            "(outcome in ('same_payment', 'maybe_same')) = (same_as_id is not null)",
        )
        table.create_index(op.f("ix_bank_notice_merchant_id_amount_vnd"), ["merchant_id", "amount_vnd"])
    op.create_table(
        "rejected_notice",
        sa.Column("provider", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("raw_body", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rejected_notice")),
    )
    op.create_index(op.f("ix_rejected_notice_received_at"), "rejected_notice", ["received_at"])


def _refunds() -> None:
    op.create_table(
        "refund",
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("amount_vnd", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("owed", "sent", "done", "kept", name="refundstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("owed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_notice_id", sa.Uuid(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("amount_vnd > 0", name=op.f("ck_refund_something_is_owed")),
        sa.CheckConstraint(
            "(state in ('sent', 'done')) = (sent_at is not null)", name=op.f("ck_refund_sent_has_a_moment")
        ),
        sa.CheckConstraint("(state = 'done') = (done_at is not null)", name=op.f("ck_refund_done_has_a_moment")),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_refund_merchant_id")),
        sa.ForeignKeyConstraint(["request_id"], ["payment_request.id"], name=op.f("fk_refund_request_id")),
        sa.ForeignKeyConstraint(["sent_notice_id"], ["bank_notice.id"], name=op.f("fk_refund_sent_notice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund")),
        sa.UniqueConstraint("key", name=op.f("uq_refund_key")),
        sa.UniqueConstraint("sent_notice_id", name=op.f("uq_refund_sent_notice_id")),
    )
    op.create_index(op.f("ix_refund_merchant_id"), "refund", ["merchant_id"])
    op.create_index(op.f("ix_refund_request_id"), "refund", ["request_id"])


def _journal() -> None:
    op.create_table(
        "journal_entry",
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.Enum(*_KINDS, name="entrykind", native_enum=False, length=40), nullable=False),
        sa.Column("debit", sa.Enum(*_ACCOUNTS, name="ledgeraccount", native_enum=False, length=40), nullable=False),
        sa.Column("credit", sa.Enum(*_ACCOUNTS, name="ledgeraccount", native_enum=False, length=40), nullable=False),
        sa.Column("amount_vnd", sa.BigInteger(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=True),
        sa.Column("request_id", sa.Uuid(), nullable=True),
        sa.Column("reverses_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("amount_vnd > 0", name=op.f("ck_journal_entry_an_entry_moves_something")),
        sa.CheckConstraint("debit <> credit", name=op.f("ck_journal_entry_an_entry_has_two_sides")),
        sa.CheckConstraint(
            "(kind = 'reversal') = (reverses_id is not null)",
            name=op.f("ck_journal_entry_a_reversal_names_what_it_reverses"),
        ),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_journal_entry_merchant_id")),
        sa.ForeignKeyConstraint(["notice_id"], ["bank_notice.id"], name=op.f("fk_journal_entry_notice_id")),
        sa.ForeignKeyConstraint(["request_id"], ["payment_request.id"], name=op.f("fk_journal_entry_request_id")),
        sa.ForeignKeyConstraint(["reverses_id"], ["journal_entry.id"], name=op.f("fk_journal_entry_reverses_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_entry")),
        sa.UniqueConstraint("key", name=op.f("uq_journal_entry_key")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_journal_entry_reverses_id")),
    )
    op.create_index(op.f("ix_journal_entry_merchant_id_on_day"), "journal_entry", ["merchant_id", "on_day"])
    op.create_index(op.f("ix_journal_entry_notice_id"), "journal_entry", ["notice_id"])
    op.create_index(op.f("ix_journal_entry_request_id"), "journal_entry", ["request_id"])
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "create trigger journal_entry_refuses_update before update on journal_entry "
            "begin select raise(abort, 'journal entries are only ever added'); end"
        )
        op.execute(
            f"create trigger journal_entry_refuses_delete before delete on journal_entry when not {_ERASED} "
            "begin select raise(abort, 'journal entries are only ever added'); end"
        )
        return
    op.execute(
        "create function journal_entry_is_append_only() returns trigger language plpgsql as $$ begin "
        f"if tg_op = 'DELETE' then if {_ERASED} then return old; end if; end if; "
        "raise exception 'journal entries are only ever added'; end $$"
    )
    op.execute(
        "create trigger journal_entry_refuses_change before update or delete on journal_entry "
        "for each row execute function journal_entry_is_append_only()"
    )
    op.execute(
        "create trigger journal_entry_refuses_truncate before truncate on journal_entry "
        "for each statement execute function journal_entry_is_append_only()"
    )


def downgrade() -> None:
    op.drop_table("journal_entry")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("drop function journal_entry_is_append_only()")
    op.drop_table("refund")
    op.drop_table("rejected_notice")
    # What the release before cannot hold: payments without a request, and states it does not know.
    op.execute("delete from payment_evidence where request_id is null")
    op.execute("update payment_evidence set notice_id = null")
    with op.batch_alter_table("payment_evidence") as table:
        table.drop_index(op.f("ix_payment_evidence_payer_merchant_id"))
        table.drop_constraint(op.f("ck_payment_evidence_evidence_comes_from_money"), type_="check")
        table.drop_constraint(op.f("uq_payment_evidence_notice_id"), type_="unique")
        table.drop_constraint(op.f("fk_payment_evidence_payer_merchant_id"), type_="foreignkey")
        table.drop_constraint(op.f("fk_payment_evidence_notice_id"), type_="foreignkey")
        for column in ("excluded", "payer_merchant_id", "payer", "notice_id"):
            table.drop_column(column)
        table.alter_column("request_id", existing_type=sa.Uuid(), nullable=False)
    with op.batch_alter_table("bank_notice") as table:
        table.drop_index(op.f("ix_bank_notice_merchant_id_amount_vnd"))
        table.drop_constraint(op.f("ck_bank_notice_a_twin_names_the_first"), type_="check")
        table.drop_constraint(op.f("uq_bank_notice_same_as_id_provider"), type_="unique")
        for column in ("same_as_id", "payer_merchant_id", "merchant_id"):
            table.drop_constraint(op.f(f"fk_bank_notice_{column}"), type_="foreignkey")
        for column in (
            "same_as_id", "payer_merchant_id", "payer", "bank_reference", "posted_on", "has_time", "merchant_id",
        ):  # fmt: skip
            table.drop_column(column)
    op.execute(
        "update bank_notice set outcome = 'unknown' where outcome in ('same_payment', 'maybe_same', 'refund', "
        "'taken_back', 'sale', 'other_money')"
    )
    op.execute("update bank_notice set outcome = 'review' where outcome in ('under', 'over', 'split')")
    with op.batch_alter_table("payment_request") as table:
        table.drop_constraint(op.f(_PAID), type_="check")
    op.execute("update payment_request set state = 'paid' where state = 'paid_twice'")
    op.execute("update payment_request set state = 'expired' where state = 'taken_back'")
    op.execute("update payment_request set state = 'review' where state in ('underpaid', 'overpaid', 'split', 'late')")
    with op.batch_alter_table("payment_request") as table:
        table.create_check_constraint(op.f(_PAID), "(state = 'paid') = (paid_at is not null)")
