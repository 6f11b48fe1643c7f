"""Keep banks' statements as owners bring them, and what was learnt of each bank's headers.

Why: the bank most households have sends no notices; its statement is the way to count their payments.
Rows affected: none; the tables are new.
Safe while the previous release is still running: yes, it does not know them.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = "0052_statements"
down_revision = "0051_line"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql")


def upgrade() -> None:
    op.create_table(
        "bank_statement",
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(length=200), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("bank_bin", sa.String(length=40), nullable=False),
        sa.Column("account_no", sa.String(length=40), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=True),
        sa.Column(
            "state", sa.Enum("asked", "taken", name="statementstate", native_enum=False, length=40), nullable=False
        ),
        sa.Column(
            "proof",
            sa.Enum("proved", "unproved", "wrong", name="proof", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("opening_vnd", sa.BigInteger(), nullable=True),
        sa.Column("closing_vnd", sa.BigInteger(), nullable=True),
        sa.Column("rows_read", sa.Integer(), nullable=False),
        sa.Column("booked", sa.Integer(), nullable=False),
        sa.Column("repeated", sa.Integer(), nullable=False),
        sa.Column("skipped", sa.Integer(), nullable=False),
        sa.Column("brought_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("rows_read = booked + repeated", name=op.f("ck_bank_statement_every_line_is_accounted_for")),
        sa.CheckConstraint(
            "(state = 'taken') = (taken_at is not null)", name=op.f("ck_bank_statement_taken_has_a_moment")
        ),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_bank_statement_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_statement")),
        sa.UniqueConstraint("merchant_id", "sha256", name=op.f("uq_bank_statement_merchant_id_sha256")),
    )
    op.create_table(
        "skipped_line",
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("raw", _JSON, nullable=False),
        sa.Column(
            "why",
            sa.Enum(
                "empty",
                "sum",
                "no_money",
                "both_sides",
                "no_day",
                "unreadable",
                name="why",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["statement_id"], ["bank_statement.id"], name=op.f("fk_skipped_line_statement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skipped_line")),
    )
    op.create_index(op.f("ix_skipped_line_statement_id"), "skipped_line", ["statement_id"])
    op.create_table(
        "known_header",
        sa.Column("bank_bin", sa.String(length=40), nullable=False),
        sa.Column("fingerprint", sa.String(length=200), nullable=False),
        sa.Column("columns", _JSON, nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_header")),
        sa.UniqueConstraint("bank_bin", "fingerprint", name=op.f("uq_known_header_bank_bin_fingerprint")),
    )


def downgrade() -> None:
    op.drop_table("known_header")
    op.drop_table("skipped_line")
    op.drop_table("bank_statement")
