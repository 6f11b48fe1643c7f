"""Keep OCOP certificates, letters and dossiers.

Why: certificates with their ends, who was told, the notice in writing, the self-assessment and a dossier's way.
Rows affected: none; the tables are new.
Safe while the previous release is still running: yes, it does not know them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017_ocop"
down_revision = "0016_helping"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ocop_certificate",
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("product_name", sa.String(length=200), nullable=False),
        sa.Column("set_key", sa.String(length=40), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.Column("decision_no", sa.String(length=200), nullable=False),
        sa.Column("authority", sa.String(length=200), nullable=False),
        sa.Column("ocop_code", sa.String(length=200), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("paper_id", sa.Uuid(), nullable=True),
        sa.Column("renewed_by_id", sa.Uuid(), nullable=True),
        sa.Column("entered_by_name", sa.String(length=200), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "declared",
                "checked",
                "renewed",
                "withdrawn",
                "removed",
                name="certificatestate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_by_name", sa.String(length=200), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_reason", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_on is not null)", name=op.f("ck_ocop_certificate_withdrawn_has_a_day")
        ),
        sa.CheckConstraint(
            "state in ('declared', 'removed') or checked_at is not null",
            name=op.f("ck_ocop_certificate_counted_ones_were_checked"),
        ),
        sa.CheckConstraint("expires_on > issued_on", name=op.f("ck_ocop_certificate_ends_after_issue")),
        sa.CheckConstraint("length(decision_no) > 0", name=op.f("ck_ocop_certificate_decision_has_a_number")),
        sa.CheckConstraint("stars between 3 and 5", name=op.f("ck_ocop_certificate_stars_are_three_to_five")),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_ocop_certificate_merchant_id")),
        sa.ForeignKeyConstraint(["paper_id"], ["kept_paper.id"], name=op.f("fk_ocop_certificate_paper_id")),
        sa.ForeignKeyConstraint(
            ["renewed_by_id"], ["ocop_certificate.id"], name=op.f("fk_ocop_certificate_renewed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ocop_certificate")),
    )
    with op.batch_alter_table("ocop_certificate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ocop_certificate_merchant_id"), ["merchant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ocop_certificate_state_expires_on"), ["state", "expires_on"], unique=False)
        batch_op.create_index(
            "uq_ocop_certificate_one_per_decision_and_product",
            ["merchant_id", "decision_no", "product_name"],
            unique=True,
            sqlite_where=sa.text("state <> 'removed'"),
            postgresql_where=sa.text("state <> 'removed'"),
        )

    op.create_table(
        "ocop_dossier",
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("product_name", sa.String(length=200), nullable=False),
        sa.Column("set_key", sa.String(length=40), nullable=False),
        sa.Column("renews_id", sa.Uuid(), nullable=True),
        sa.Column("route", sa.Enum("district", "commune", name="route", native_enum=False, length=40), nullable=False),
        sa.Column("criteria_version", sa.String(length=40), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "preparing",
                "at_commune",
                "at_district",
                "needs_update",
                "screened",
                "consulted",
                "at_province",
                "at_centre",
                "recognised",
                "not_met",
                "withdrawn",
                name="dossierstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("results_note", sa.Text(), nullable=False),
        sa.Column("update_wanted", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("met_where", sa.String(length=200), nullable=False),
        sa.Column("met_people", sa.Integer(), nullable=True),
        sa.Column("met_conclusion", sa.Text(), nullable=False),
        sa.Column("report_no", sa.String(length=200), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("reported_by_name", sa.String(length=200), nullable=False),
        sa.Column("score_hundredths", sa.Integer(), nullable=True),
        sa.Column("stars", sa.Integer(), nullable=True),
        sa.Column("rated_on", sa.Date(), nullable=True),
        sa.Column("outcome_note", sa.Text(), nullable=False),
        sa.Column("certificate_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state <> 'recognised' or certificate_id is not null",
            name=op.f("ck_ocop_dossier_recognised_has_a_certificate"),
        ),
        sa.CheckConstraint(
            "state in ('preparing', 'withdrawn') or submitted_on is not null",
            name=op.f("ck_ocop_dossier_handed_in_ones_have_a_day"),
        ),
        sa.CheckConstraint(
            "state not in ('at_province', 'at_centre') or route <> 'commune' or report_no <> ''",
            name=op.f("ck_ocop_dossier_the_commune_has_reported"),
        ),
        sa.CheckConstraint(
            "score_hundredths is null or score_hundredths between 0 and 10000",
            name=op.f("ck_ocop_dossier_score_is_out_of_a_hundred"),
        ),
        sa.CheckConstraint(
            "stars is null or stars between 1 and 5", name=op.f("ck_ocop_dossier_stars_are_one_to_five")
        ),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["ocop_certificate.id"], name=op.f("fk_ocop_dossier_certificate_id")
        ),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_ocop_dossier_merchant_id")),
        sa.ForeignKeyConstraint(["renews_id"], ["ocop_certificate.id"], name=op.f("fk_ocop_dossier_renews_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ocop_dossier")),
    )
    with op.batch_alter_table("ocop_dossier", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ocop_dossier_merchant_id"), ["merchant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ocop_dossier_state_route"), ["state", "route"], unique=False)

    op.create_table(
        "ocop_letter",
        sa.Column("certificate_id", sa.Uuid(), nullable=False),
        sa.Column("sender_path", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("signer_title", sa.String(length=200), nullable=False),
        sa.Column("signer_name", sa.String(length=200), nullable=False),
        sa.Column("made_by_name", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("length(signer_name) > 0", name=op.f("ck_ocop_letter_somebody_signs")),
        sa.CheckConstraint("number > 0", name=op.f("ck_ocop_letter_number_counts_from_one")),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["ocop_certificate.id"], name=op.f("fk_ocop_letter_certificate_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ocop_letter")),
        sa.UniqueConstraint("certificate_id", name=op.f("uq_ocop_letter_certificate_id")),
        sa.UniqueConstraint("sender_path", "year", "number", name=op.f("uq_ocop_letter_sender_path_year_number")),
    )
    op.create_table(
        "ocop_notice",
        sa.Column("certificate_id", sa.Uuid(), nullable=False),
        sa.Column("band_days", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["ocop_certificate.id"], name=op.f("fk_ocop_notice_certificate_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ocop_notice")),
        sa.UniqueConstraint("certificate_id", "band_days", name=op.f("uq_ocop_notice_certificate_id_band_days")),
    )
    op.create_table(
        "ocop_answer",
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("criterion", sa.String(length=40), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("points between 0 and 100", name=op.f("ck_ocop_answer_points_are_points")),
        sa.ForeignKeyConstraint(["dossier_id"], ["ocop_dossier.id"], name=op.f("fk_ocop_answer_dossier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ocop_answer")),
        sa.UniqueConstraint("dossier_id", "criterion", name=op.f("uq_ocop_answer_dossier_id_criterion")),
    )
    op.create_table(
        "ocop_proof",
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("criterion", sa.String(length=40), nullable=False),
        sa.Column("paper_series_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["ocop_dossier.id"], name=op.f("fk_ocop_proof_dossier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ocop_proof")),
        sa.UniqueConstraint(
            "dossier_id",
            "criterion",
            "paper_series_id",
            name=op.f("uq_ocop_proof_dossier_id_criterion_paper_series_id"),
        ),
    )
    with op.batch_alter_table("ocop_proof", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ocop_proof_paper_series_id"), ["paper_series_id"], unique=False)

    op.create_table(
        "ocop_screening",
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column(
            "part",
            sa.Enum("material", "labour", "idea", "identity", name="screeningpart", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "verdict", sa.Enum("yes", "partly", "no", name="verdict", native_enum=False, length=40), nullable=False
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["ocop_dossier.id"], name=op.f("fk_ocop_screening_dossier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ocop_screening")),
        sa.UniqueConstraint("dossier_id", "part", name=op.f("uq_ocop_screening_dossier_id_part")),
    )


def downgrade() -> None:
    op.drop_table("ocop_screening")
    with op.batch_alter_table("ocop_proof", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ocop_proof_paper_series_id"))

    op.drop_table("ocop_proof")
    op.drop_table("ocop_answer")
    op.drop_table("ocop_notice")
    op.drop_table("ocop_letter")
    with op.batch_alter_table("ocop_dossier", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ocop_dossier_state_route"))
        batch_op.drop_index(batch_op.f("ix_ocop_dossier_merchant_id"))

    op.drop_table("ocop_dossier")
    with op.batch_alter_table("ocop_certificate", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_ocop_certificate_one_per_decision_and_product",
            sqlite_where=sa.text("state <> 'removed'"),
            postgresql_where=sa.text("state <> 'removed'"),
        )
        batch_op.drop_index(batch_op.f("ix_ocop_certificate_state_expires_on"))
        batch_op.drop_index(batch_op.f("ix_ocop_certificate_merchant_id"))

    op.drop_table("ocop_certificate")
