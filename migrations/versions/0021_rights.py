"""Keep every word of consent with the text it was given to, requests about one's own data, and questions about looks.

Why: a consent is shown to have been given, to what, how and when; requests are held to the clocks of the law.
Rows affected: every consent given before becomes the first word of its ledger, given to the first text.
Safe while the previous release is still running: yes; a word it changes meanwhile is in the audit trail only.
"""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0021_rights"
down_revision = "0020_tourism"
branch_labels = None
depends_on = None

_PURPOSES = ("record", "public", "partner", "statistics")
_HOW = ("screen", "paper", "helper", "desk")
_AT_ONCE = 1000


def _enum(values: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=40)


def upgrade() -> None:
    op.create_table(
        "consent_word",
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", _enum(_PURPOSES, "consentpurpose"), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("text_version", sa.Integer(), nullable=False),
        sa.Column("how", _enum(_HOW, "consenthow"), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("text_version > 0", name=op.f("ck_consent_word_text_has_a_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_word")),
    )
    op.create_index(op.f("ix_consent_word_merchant_id_at"), "consent_word", ["merchant_id", "at"])
    _carry_over()
    _only_added("consent_word", "words of consent")

    op.create_table(
        "rights_request",
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("kind", _enum(("correct", "object", "erase"), "rightskind"), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("how", _enum(("screen", "counter"), "askedhow"), nullable=False),
        sa.Column("asked_by_name", sa.String(length=200), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            _enum(("received", "acknowledged", "extended", "done", "refused", "taken_back"), "requeststate"),
            nullable=False,
        ),
        sa.Column("acknowledge_by_on", sa.Date(), nullable=False),
        sa.Column("answer_by_on", sa.Date(), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by", sa.String(length=200), nullable=False),
        sa.Column("extended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("extension_reason", sa.String(length=200), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(length=200), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(state in ('done', 'refused', 'taken_back')) = (ended_at is not null)",
            name=op.f("ck_rights_request_an_end_has_a_moment"),
        ),
        sa.CheckConstraint(
            "state not in ('done', 'refused') or length(answer) > 0",
            name=op.f("ck_rights_request_an_answer_says_something"),
        ),
        sa.CheckConstraint(
            "(extended_at is null) = (length(extension_reason) = 0)",
            name=op.f("ck_rights_request_putting_off_has_a_reason"),
        ),
        sa.CheckConstraint(
            "state <> 'extended' or extended_at is not null", name=op.f("ck_rights_request_put_off_has_a_moment")
        ),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_rights_request_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rights_request")),
    )
    op.create_index(op.f("ix_rights_request_merchant_id"), "rights_request", ["merchant_id"])
    op.create_index(op.f("ix_rights_request_state_answer_by_on"), "rights_request", ["state", "answer_by_on"])
    op.create_index(
        "ix_rights_request_one_open_of_a_kind",
        "rights_request",
        ["merchant_id", "kind"],
        unique=True,
        sqlite_where=sa.text("ended_at is null"),
        postgresql_where=sa.text("ended_at is null"),
    )

    op.create_table(
        "look_question",
        sa.Column("look_id", sa.Uuid(), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by_name", sa.String(length=200), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by_on", sa.Date(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(length=200), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(answered_at is null) = (length(answer) = 0)", name=op.f("ck_look_question_an_answer_says_something")
        ),
        sa.ForeignKeyConstraint(["look_id"], ["dossier_look.id"], name=op.f("fk_look_question_look_id")),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_look_question_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_look_question")),
        sa.UniqueConstraint("look_id", name=op.f("uq_look_question_look_id")),
    )
    op.create_index(op.f("ix_look_question_merchant_id"), "look_question", ["merchant_id"])
    op.create_index(op.f("ix_look_question_answered_at_answer_by_on"), "look_question", ["answered_at", "answer_by_on"])
    op.create_index(op.f("ix_dossier_look_merchant_id_at"), "dossier_look", ["merchant_id", "at"])
    op.create_index(op.f("ix_dossier_look_seen_on_account_id"), "dossier_look", ["seen_on", "account_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_dossier_look_seen_on_account_id"), "dossier_look")
    op.drop_index(op.f("ix_dossier_look_merchant_id_at"), "dossier_look")
    op.drop_table("look_question")
    op.drop_table("rights_request")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("drop trigger consent_word_refuses_change on consent_word")
        op.execute("drop function consent_word_is_append_only()")
    op.drop_table("consent_word")


def _carry_over() -> None:
    """Make every consent the first word of its ledger, so many rows at a time; who wrote it down is not known."""
    consents = sa.table(
        "merchant_consent",
        sa.column("id", sa.Uuid()),
        sa.column("merchant_id", sa.Uuid()),
        sa.column("purpose", sa.String()),
        sa.column("given", sa.Boolean()),
        sa.column("how", sa.String()),
        sa.column("at", sa.DateTime(timezone=True)),
    )
    words = sa.table("consent_word", *(sa.column(each.name, each.type) for each in consents.columns))
    words.append_column(sa.column("text_version", sa.Integer()))
    words.append_column(sa.column("by_name", sa.String()))
    connection, last = op.get_bind(), uuid.UUID(int=0)
    while True:
        some = sa.select(consents).where(consents.c.id > last).order_by(consents.c.id).limit(_AT_ONCE)
        rows = [dict(row) for row in connection.execute(some).mappings()]
        if not rows:
            return
        last = rows[-1]["id"]
        connection.execute(sa.insert(words), [row | {"text_version": 1, "by_name": ""} for row in rows])


def _only_added(table: str, what: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(
                f"create trigger {table}_refuses_{verb} before {verb} on {table} "
                f"begin select raise(abort, '{what} are only ever added'); end"
            )
    else:
        op.execute(
            f"create function {table}_is_append_only() returns trigger language plpgsql as "
            f"$$ begin raise exception '{what} are only ever added'; end $$"
        )
        op.execute(
            f"create trigger {table}_refuses_change before update or delete or truncate on {table} "
            f"for each statement execute function {table}_is_append_only()"
        )
