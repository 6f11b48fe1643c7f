"""Keep who looked at a dossier, and official numbers sealed.

Why: the owner sees who looked; numbers are found again by a keyed hash and never lie open.
Rows affected: none; the tables are new.
Safe while the previous release is still running: yes, it does not know them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009_looks_and_numbers"
down_revision = "0008_workers"
branch_labels = None
depends_on = None

_ROLES = (
    "public", "owner", "delegate", "team", "clerk", "official", "leader", "trainer", "province", "partner", "auditor",
    "admin", "system",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "dossier_look",
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("role", sa.Enum(*_ROLES, name="role", native_enum=False, length=40), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_dossier_look_reason_is_given")),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_dossier_look_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_look")),
        sa.UniqueConstraint(
            "merchant_id",
            "account_id",
            "seen_on",
            "reason",
            name=op.f("uq_dossier_look_merchant_id_account_id_seen_on_reason"),
        ),
    )
    with op.batch_alter_table("dossier_look", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dossier_look_account_id"), ["account_id"], unique=False)
    _only_added("dossier_look", "looks")

    op.create_table(
        "identity_number",
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("tax_code", "citizen_id", "certificate_no", name="numberkind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("sealed", sa.String(length=200), nullable=False),
        sa.Column("key_id", sa.String(length=40), nullable=False),
        sa.Column("last_three", sa.String(length=40), nullable=False),
        sa.Column("blind_index", sa.String(length=200), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("issued_by", sa.String(length=200), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("length(last_three) <= 3", name=op.f("ck_identity_number_at_most_three_signs_are_open")),
        sa.CheckConstraint("length(sealed) > 40", name=op.f("ck_identity_number_number_is_sealed")),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_identity_number_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_number")),
        sa.UniqueConstraint("merchant_id", "kind", name=op.f("uq_identity_number_merchant_id_kind")),
    )
    with op.batch_alter_table("identity_number", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_identity_number_blind_index"), ["blind_index"], unique=False)
        batch_op.create_index(batch_op.f("ix_identity_number_key_id"), ["key_id"], unique=False)


def downgrade() -> None:
    op.drop_table("identity_number")
    _no_longer_only_added("dossier_look")
    op.drop_table("dossier_look")


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


def _no_longer_only_added(table: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"drop trigger {table}_refuses_change on {table}")
        op.execute(f"drop function {table}_is_append_only()")
