"""Keep issued papers.

Why: papers the commune signs: who signed, the hash of each version, the number and the code.
Rows affected: none; the tables are new.
Safe while the previous release is still running: yes, it does not know them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011_results"
down_revision = "0010_papers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "issued_document",
        sa.Column(
            "kind",
            sa.Enum(
                "registration_confirmation",
                "ocop_notice",
                "ocop_report",
                "training_certificate",
                "report",
                name="documentkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("symbol", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("agency_path", sa.String(length=40), nullable=False),
        sa.Column("agency_name", sa.String(length=200), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=True),
        sa.Column("holder_name", sa.String(length=200), nullable=False),
        sa.Column("holder_birth_year", sa.Integer(), nullable=True),
        sa.Column("holder_phone_end", sa.String(length=40), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "prepared",
                "leader_signing",
                "leader_signed",
                "agency_signing",
                "issued",
                "returned",
                "revoked",
                "superseded",
                name="documentstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("signed_leader", sa.Boolean(), nullable=False),
        sa.Column("signed_agency", sa.Boolean(), nullable=False),
        sa.Column("prepared_sha256", sa.String(length=64), nullable=False),
        sa.Column("leader_sha256", sa.String(length=64), nullable=True),
        sa.Column("issued_sha256", sa.String(length=64), nullable=True),
        sa.Column("leader_id", sa.Uuid(), nullable=True),
        sa.Column("leader_name", sa.String(length=200), nullable=False),
        sa.Column("leader_title", sa.String(length=200), nullable=False),
        sa.Column("leader_key", sa.String(length=200), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=True),
        sa.Column("agency_by_name", sa.String(length=200), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leader_signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("agency_path like '%/'", name=op.f("ck_issued_document_agency_path_ends_in_a_slash")),
        sa.CheckConstraint(
            "state not in ('issued', 'revoked', 'superseded') or signed_agency",
            name=op.f("ck_issued_document_what_is_issued_has_both_signatures"),
        ),
        sa.CheckConstraint(
            "state not in ('revoked', 'superseded') or ended_at is not null",
            name=op.f("ck_issued_document_an_end_has_a_time"),
        ),
        sa.CheckConstraint(
            "(number is null) = (year is null)", name=op.f("ck_issued_document_number_and_year_go_together")
        ),
        sa.CheckConstraint(
            "leader_id is null or agency_id is null or leader_id <> agency_id",
            name=op.f("ck_issued_document_two_people_sign_not_one"),
        ),
        sa.CheckConstraint("length(reference) > 0", name=op.f("ck_issued_document_reference_is_given")),
        sa.CheckConstraint(
            "not signed_agency or number is not null",
            name=op.f("ck_issued_document_the_agency_signs_what_has_a_number"),
        ),
        sa.CheckConstraint(
            "not signed_agency or signed_leader", name=op.f("ck_issued_document_the_leader_signs_before_the_agency")
        ),
        sa.CheckConstraint(
            "number is null or number between 1 and 99999", name=op.f("ck_issued_document_number_has_five_digits")
        ),
        sa.CheckConstraint(
            "signed_agency = (issued_sha256 is not null)", name=op.f("ck_issued_document_agency_flag_tells_the_truth")
        ),
        sa.CheckConstraint(
            "signed_leader = (leader_sha256 is not null)", name=op.f("ck_issued_document_leader_flag_tells_the_truth")
        ),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_issued_document_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_document")),
        sa.UniqueConstraint(
            "agency_path", "year", "symbol", "number", name=op.f("uq_issued_document_agency_path_year_symbol_number")
        ),
        sa.UniqueConstraint("code", name=op.f("uq_issued_document_code")),
        sa.UniqueConstraint("reference", name=op.f("uq_issued_document_reference")),
    )
    with op.batch_alter_table("issued_document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_issued_document_agency_path"), ["agency_path"], unique=False)
        batch_op.create_index(batch_op.f("ix_issued_document_issued_sha256"), ["issued_sha256"], unique=False)
        batch_op.create_index(batch_op.f("ix_issued_document_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_issued_document_leader_sha256"), ["leader_sha256"], unique=False)
        batch_op.create_index(batch_op.f("ix_issued_document_merchant_id"), ["merchant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_issued_document_prepared_sha256"), ["prepared_sha256"], unique=False)
        batch_op.create_index(batch_op.f("ix_issued_document_state"), ["state"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("issued_document", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_issued_document_state"))
        batch_op.drop_index(batch_op.f("ix_issued_document_prepared_sha256"))
        batch_op.drop_index(batch_op.f("ix_issued_document_merchant_id"))
        batch_op.drop_index(batch_op.f("ix_issued_document_leader_sha256"))
        batch_op.drop_index(batch_op.f("ix_issued_document_kind"))
        batch_op.drop_index(batch_op.f("ix_issued_document_issued_sha256"))
        batch_op.drop_index(batch_op.f("ix_issued_document_agency_path"))

    op.drop_table("issued_document")
