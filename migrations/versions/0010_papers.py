"""Keep papers with their dates, and note identity papers that were only seen.

Why: photos and PDFs of a business's papers, their versions, who was told of an end; sightings keep three digits.
Rows affected: none; the tables are new.
Safe while the previous release is still running: yes, it does not know them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010_papers"
down_revision = "0009_looks_and_numbers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_paper",
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column("version_no", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content_type", sa.String(length=40), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by_name", sa.String(length=200), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_by_name", sa.String(length=200), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(checked_at is null) = (checked_by_name = '')", name=op.f("ck_kept_paper_checked_by_somebody")
        ),
        sa.CheckConstraint(
            "content_type in ('image/jpeg', 'application/pdf')",
            name=op.f("ck_kept_paper_only_pictures_and_pdfs_are_kept"),
        ),
        sa.CheckConstraint(
            "expires_on is null or issued_on is null or expires_on >= issued_on",
            name=op.f("ck_kept_paper_ends_after_issue"),
        ),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_kept_paper_sha256_has_64_digits")),
        sa.CheckConstraint(
            "removed_at is null or replaced_at is null", name=op.f("ck_kept_paper_replaced_or_removed_not_both")
        ),
        sa.CheckConstraint("version_no >= 1", name=op.f("ck_kept_paper_versions_count_from_one")),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_kept_paper_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_paper")),
        sa.UniqueConstraint("series_id", "version_no", name=op.f("uq_kept_paper_series_id_version_no")),
    )
    with op.batch_alter_table("kept_paper", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kept_paper_expires_on"), ["expires_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_kept_paper_merchant_id_kind"), ["merchant_id", "kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_kept_paper_sha256"), ["sha256"], unique=False)

    op.create_table(
        "paper_sighting",
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("citizen_card", "old_card", "passport", name="identitykind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("last_digits", sa.String(length=40), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_by_name", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("length(last_digits) = 3", name=op.f("ck_paper_sighting_three_digits_and_no_more")),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_paper_sighting_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_sighting")),
    )
    with op.batch_alter_table("paper_sighting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_sighting_merchant_id"), ["merchant_id"], unique=False)

    op.create_table(
        "paper_notice",
        sa.Column("paper_id", sa.Uuid(), nullable=False),
        sa.Column("band_days", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["kept_paper.id"], name=op.f("fk_paper_notice_paper_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_notice")),
        sa.UniqueConstraint("paper_id", "band_days", name=op.f("uq_paper_notice_paper_id_band_days")),
    )


def downgrade() -> None:
    op.drop_table("paper_notice")
    with op.batch_alter_table("paper_sighting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paper_sighting_merchant_id"))

    op.drop_table("paper_sighting")
    with op.batch_alter_table("kept_paper", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kept_paper_sha256"))
        batch_op.drop_index(batch_op.f("ix_kept_paper_merchant_id_kind"))
        batch_op.drop_index(batch_op.f("ix_kept_paper_expires_on"))

    op.drop_table("kept_paper")
