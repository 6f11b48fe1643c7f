"""Keep incidents with people's data, and whom they concern.

Why: an incident is reported within 72 hours, and those whom it concerns are told; both have to be shown.
Rows affected: none; the tables are new.
Safe while the previous release is still running: yes, it does not know them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0025_incidents"
down_revision = "0024_handovers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "incident",
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("data_kinds", sa.Text(), nullable=False),
        sa.Column("concerned_about", sa.Integer(), nullable=False),
        sa.Column("responsible_name", sa.String(length=200), nullable=False),
        sa.Column("responsible_phone", sa.String(length=40), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("found_by", sa.String(length=200), nullable=False),
        sa.Column("report_by_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "found", "contained", "reported", "told", "closed", name="incidentstate", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("contained_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("contained_how", sa.Text(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reported_to", sa.String(length=200), nullable=False),
        sa.Column("late_reason", sa.String(length=200), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_words", sa.String(length=200), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closing", sa.Text(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("report_by_at > found_at", name=op.f("ck_incident_reporting_comes_after_finding")),
        sa.CheckConstraint("length(title) > 0 and length(what) > 0", name=op.f("ck_incident_it_says_what_happened")),
        sa.CheckConstraint(
            "(contained_at is null) = (length(contained_how) = 0)", name=op.f("ck_incident_containing_says_how")
        ),
        sa.CheckConstraint(
            "(reported_at is null) = (length(reported_to) = 0)", name=op.f("ck_incident_reporting_says_to_whom")
        ),
        sa.CheckConstraint(
            "reported_at is null or reported_at <= report_by_at or length(late_reason) > 0",
            name=op.f("ck_incident_a_late_report_says_why"),
        ),
        sa.CheckConstraint(
            "state not in ('reported', 'told') or reported_at is not null",
            name=op.f("ck_incident_reported_has_a_moment"),
        ),
        sa.CheckConstraint("state <> 'told' or told_at is not null", name=op.f("ck_incident_told_has_a_moment")),
        sa.CheckConstraint(
            "(state = 'closed') = (closed_at is not null)", name=op.f("ck_incident_closed_has_a_moment")
        ),
        sa.CheckConstraint(
            "closed_at is null or contained_at is not null", name=op.f("ck_incident_only_what_is_contained_is_closed")
        ),
        sa.CheckConstraint("concerned_about >= 0", name=op.f("ck_incident_nobody_is_the_least")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    op.create_index(op.f("ix_incident_state_report_by_at"), "incident", ["state", "report_by_at"])
    op.create_table(
        "incident_concerned",
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_incident_concerned_incident_id")),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_incident_concerned_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_concerned")),
        sa.UniqueConstraint("incident_id", "merchant_id", name=op.f("uq_incident_concerned_incident_id_merchant_id")),
    )
    op.create_index(op.f("ix_incident_concerned_merchant_id"), "incident_concerned", ["merchant_id"])


def downgrade() -> None:
    op.drop_table("incident_concerned")
    op.drop_table("incident")
