"""Say what a business is before the law.

Why: cooperatives and companies register too; a paper may stand in somebody else's name.
Rows affected: every merchant becomes a household without a certificate, which is what all of them said so far.
Safe while the previous release is still running: yes, the column has a default in the database.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007_legal_forms"
down_revision = "0006_payments"
branch_labels = None
depends_on = None

FORMS = (
    "household",
    "household_business",
    "cooperative_group",
    "cooperative",
    "private_enterprise",
    "limited_company",
    "joint_stock_company",
)


def upgrade() -> None:
    form = sa.Enum(*FORMS, name="legalform", native_enum=False, length=40)
    op.add_column("merchant", sa.Column("legal_form", form, nullable=False, server_default="household"))
    sex = sa.Enum("female", "male", name="sex", native_enum=False, length=40)
    op.create_table(
        "legal_details",
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("paper_holder_name", sa.String(length=200), nullable=False),
        sa.Column("paper_holder_sex", sex, nullable=True),
        sa.Column("owner_sex", sex, nullable=True),
        sa.Column("tax_code", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "length(tax_code) in (0, 10, 14)", name=op.f("ck_legal_details_tax_code_is_an_organisations")
        ),
        sa.CheckConstraint(
            "paper_holder_sex is null or paper_holder_name <> ''",
            name=op.f("ck_legal_details_sex_is_that_of_a_named_holder"),
        ),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_legal_details_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_details")),
        sa.UniqueConstraint("merchant_id", name=op.f("uq_legal_details_merchant_id")),
    )


def downgrade() -> None:
    op.drop_table("legal_details")
    # Not in a batch: SQLite would copy the table and drop the old one, to which dossiers' other rows point.
    op.execute("alter table merchant drop column legal_form")
