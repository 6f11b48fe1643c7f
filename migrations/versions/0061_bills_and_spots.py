"""Keep how many bills were paid without cash, and where households have no signal.

Why: electricity, school fees and health are told by providers as counts; a place without signal cannot be paid.
Rows affected: none; files of institutions that are there tell of use.
Safe while the previous release is still running: yes, files it brings are of use.
"""

import sqlalchemy as sa
from alembic import op

revision = "0061_bills_and_spots"
down_revision = "0060_period_signatures"
branch_labels = None
depends_on = None


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=40)


def upgrade() -> None:
    with op.batch_alter_table("partner_file") as table:
        table.add_column(sa.Column("kind", _one_of("filekind", "use", "bills"), server_default="use", nullable=False))
    op.create_table(
        "bill_count",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("service", _one_of("service", "dien", "hoc_phi", "y_te"), nullable=False),
        sa.Column("area_path", sa.String(length=40), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("billed", sa.Integer(), nullable=False),
        sa.Column("cashless", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("cashless between 0 and billed", name=op.f("ck_bill_count_no_more_pay_than_are_billed")),
        sa.ForeignKeyConstraint(["file_id"], ["partner_file.id"], name=op.f("fk_bill_count_file_id")),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name=op.f("fk_bill_count_institution_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bill_count")),
        sa.UniqueConstraint(
            "institution_id", "service", "area_path", "month",
            name=op.f("uq_bill_count_institution_id_service_area_path_month"),
        ),
    )  # fmt: skip
    op.create_index(op.f("ix_bill_count_area_path_month"), "bill_count", ["area_path", "month"])
    op.create_index(op.f("ix_bill_count_file_id"), "bill_count", ["file_id"])
    op.create_table(
        "spot_report",
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("area_path", sa.String(length=40), nullable=False),
        sa.Column("kind", _one_of("spotkind", "none", "weak", "no_line"), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_spot_report_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spot_report")),
        sa.UniqueConstraint("merchant_id", name=op.f("uq_spot_report_merchant_id")),
    )
    op.create_index(op.f("ix_spot_report_area_path"), "spot_report", ["area_path"])
    op.create_table(
        "spot_reply",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("area_path", sa.String(length=40), nullable=False),
        sa.Column("verdict", _one_of("verdict", "checked", "planned", "outside"), nullable=False),
        sa.Column("said", sa.String(length=200), nullable=False),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name=op.f("fk_spot_reply_institution_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spot_reply")),
        sa.UniqueConstraint("institution_id", "area_path", name=op.f("uq_spot_reply_institution_id_area_path")),
    )
    op.create_index(op.f("ix_spot_reply_area_path"), "spot_reply", ["area_path"])


def downgrade() -> None:
    op.drop_table("spot_reply")
    op.drop_table("spot_report")
    op.execute("delete from bill_count")
    op.drop_table("bill_count")
    # The release before would take a file of bills for one of use.
    op.execute("delete from partner_file where kind = 'bills'")
    with op.batch_alter_table("partner_file") as table:
        table.drop_column("kind")
