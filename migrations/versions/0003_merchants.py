"""Keep registration dossiers.

Why: dossiers, consents, reviews.
Rows affected: none; the tables are new.
Safe while the previous release is still running: yes, it does not know them.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = "0003_merchants"
down_revision = "0002_accounts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "dossier_block",
        sa.Column("block", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("next_running", sa.Integer(), nullable=False),
        sa.CheckConstraint("next_running between 0 and 100000", name=op.f("ck_dossier_block_running_has_five_digits")),
        sa.PrimaryKeyConstraint("block", name=op.f("pk_dossier_block")),
    )
    op.create_table(
        "merchant",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column(
            "craft",
            sa.Enum(
                "fish_sauce",
                "rice",
                "cake",
                "vegetable",
                "weaving",
                "homestay",
                "restaurant",
                "other",
                name="craft",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("craft_other", sa.String(length=40), nullable=False),
        sa.Column("business_name", sa.String(length=200), nullable=False),
        sa.Column("owner_name", sa.String(length=200), nullable=False),
        sa.Column("owner_name_fold", sa.String(length=200), nullable=False),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("area_id", sa.Uuid(), nullable=True),
        sa.Column("area_path", sa.String(length=40), nullable=False),
        sa.Column("area_note", sa.String(length=200), nullable=False),
        sa.Column("house_note", sa.String(length=200), nullable=False),
        sa.Column(
            "contact_kind",
            sa.Enum("own", "relative", "none", name="contactkind", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("contact_name", sa.String(length=200), nullable=False),
        sa.Column("contact_relation", sa.String(length=40), nullable=False),
        sa.Column("papers", sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"), nullable=True),
        sa.Column(
            "filing", sa.Enum("self", "team", "clerk", name="filing", native_enum=False, length=40), nullable=False
        ),
        sa.Column("filed_by_name", sa.String(length=200), nullable=False),
        sa.Column("filed_by_id", sa.Uuid(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column(
            "stage",
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
                name="stage",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("review_due_on", sa.Date(), nullable=True),
        sa.Column("review_days_left", sa.Integer(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(area_path = '') = (area_id is null)", name=op.f("ck_merchant_area_and_path_go_together")),
        sa.CheckConstraint(
            "(stage = 'returned') = (review_days_left is not null)", name=op.f("ck_merchant_clock_stops_while_returned")
        ),
        sa.CheckConstraint("area_path = '' or area_path like '%/'", name=op.f("ck_merchant_area_path_ends_in_a_slash")),
        sa.CheckConstraint(
            "stage not in ('confirmed', 'resting', 'closed') or confirmed_at is not null",
            name=op.f("ck_merchant_confirmed_stages_have_been_confirmed"),
        ),
        sa.CheckConstraint(
            "stage not in ('submitted') or review_due_on is not null",
            name=op.f("ck_merchant_sent_dossier_has_a_due_date"),
        ),
        sa.CheckConstraint(
            "stage not in ('submitted', 'returned', 'confirmed', 'resting', 'closed') or submitted_at is not null",
            name=op.f("ck_merchant_sent_stages_have_been_sent"),
        ),
        sa.CheckConstraint(
            "birth_year is null or birth_year between 1900 and 2100", name=op.f("ck_merchant_birth_year_is_a_year")
        ),
        sa.CheckConstraint("length(code) = 12", name=op.f("ck_merchant_code_has_twelve_signs")),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_merchant_area_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merchant")),
        sa.UniqueConstraint("code", name=op.f("uq_merchant_code")),
    )
    with op.batch_alter_table("merchant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_merchant_area_id"), ["area_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_merchant_area_path"), ["area_path"], unique=False)
        batch_op.create_index(batch_op.f("ix_merchant_craft"), ["craft"], unique=False)
        batch_op.create_index(batch_op.f("ix_merchant_owner_name_fold"), ["owner_name_fold"], unique=False)
        batch_op.create_index(batch_op.f("ix_merchant_phone"), ["phone"], unique=False)
        batch_op.create_index(batch_op.f("ix_merchant_review_due_on"), ["review_due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_merchant_stage"), ["stage"], unique=False)

    op.create_table(
        "merchant_consent",
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum("record", "public", "partner", "statistics", name="consentpurpose", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("how", sa.Enum("screen", "paper", name="consenthow", native_enum=False, length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_merchant_consent_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merchant_consent")),
        sa.UniqueConstraint("merchant_id", "purpose", name=op.f("uq_merchant_consent_merchant_id_purpose")),
    )
    op.create_table(
        "review_check",
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column(
            "check_kind",
            sa.Enum(
                "identity",
                "place",
                "craft",
                "contact",
                "papers",
                "consent",
                "duplicate",
                name="check",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_review_check_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_check")),
        sa.UniqueConstraint("merchant_id", "check_kind", name=op.f("uq_review_check_merchant_id_check_kind")),
    )
    op.create_table(
        "review_return",
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("fix_by_on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_review_return_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_return")),
    )
    with op.batch_alter_table("review_return", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_return_merchant_id"), ["merchant_id"], unique=False)

    op.create_table(
        "review_item",
        sa.Column("review_return_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "question",
            sa.Enum(
                "craft",
                "owner_name",
                "business_name",
                "birth_year",
                "where",
                "contact",
                "papers",
                "consent",
                name="question",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason_key", sa.String(length=40), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("fixed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("length(sentence) > 0", name=op.f("ck_review_item_sentence_says_something")),
        sa.ForeignKeyConstraint(
            ["review_return_id"], ["review_return.id"], name=op.f("fk_review_item_review_return_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_item")),
        sa.UniqueConstraint("review_return_id", "question", name=op.f("uq_review_item_review_return_id_question")),
    )


def downgrade() -> None:
    op.drop_table("review_item")
    with op.batch_alter_table("review_return", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_return_merchant_id"))

    op.drop_table("review_return")
    op.drop_table("review_check")
    op.drop_table("merchant_consent")
    with op.batch_alter_table("merchant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_merchant_stage"))
        batch_op.drop_index(batch_op.f("ix_merchant_review_due_on"))
        batch_op.drop_index(batch_op.f("ix_merchant_phone"))
        batch_op.drop_index(batch_op.f("ix_merchant_owner_name_fold"))
        batch_op.drop_index(batch_op.f("ix_merchant_craft"))
        batch_op.drop_index(batch_op.f("ix_merchant_area_path"))
        batch_op.drop_index(batch_op.f("ix_merchant_area_id"))

    op.drop_table("merchant")
    op.drop_table("dossier_block")
