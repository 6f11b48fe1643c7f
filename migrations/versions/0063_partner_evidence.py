"""Let an institution's word on a month be evidence of use, and keep whether its file followed the rule of use.

Why: what a bank says of an account it opened is the strongest evidence there is, and it counted for nothing.
Rows affected: none; files brought before said nothing of the rule.
Safe while the previous release is still running: yes, what it writes fits the wider rule.
"""

import sqlalchemy as sa
from alembic import op

revision = "0063_partner_evidence"
down_revision = "0062_rollouts"
branch_labels = None
depends_on = None

_FROM_MONEY = "ck_payment_evidence_evidence_comes_from_money"
_GRADE_A = "ck_payment_evidence_an_institution_says_it_with_grade_a"
_BAND = "ck_payment_evidence_band_is_known"
_INSTITUTION = "fk_payment_evidence_institution_id"
_ONCE = "uq_payment_evidence_institution_id_merchant_id_occurred_on"


def upgrade() -> None:
    with op.batch_alter_table("partner_file") as table:
        table.add_column(sa.Column("keeps_rule", sa.Boolean(), server_default="0", nullable=False))
    with op.batch_alter_table("payment_evidence") as table:
        table.add_column(sa.Column("institution_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("band", sa.String(length=40), server_default="", nullable=False))
        table.drop_constraint(op.f(_FROM_MONEY), type_="check")
        table.create_check_constraint(
            op.f(_FROM_MONEY), "request_id is not null or notice_id is not null or institution_id is not null"
        )
        table.create_check_constraint(op.f(_GRADE_A), "institution_id is null or grade = 'A'")
        table.create_check_constraint(op.f(_BAND), "band in ('', '0', '1-5', '6-20', '>20')")
        table.create_foreign_key(op.f(_INSTITUTION), "institution", ["institution_id"], ["id"])
        table.create_unique_constraint(op.f(_ONCE), ["institution_id", "merchant_id", "occurred_on"])


def downgrade() -> None:
    # What the release before cannot hold: use that nobody was paid for under our eyes.
    op.execute("delete from payment_evidence where institution_id is not null")
    with op.batch_alter_table("payment_evidence") as table:
        table.drop_constraint(op.f(_ONCE), type_="unique")
        table.drop_constraint(op.f(_INSTITUTION), type_="foreignkey")
        table.drop_constraint(op.f(_BAND), type_="check")
        table.drop_constraint(op.f(_GRADE_A), type_="check")
        table.drop_constraint(op.f(_FROM_MONEY), type_="check")
        table.create_check_constraint(op.f(_FROM_MONEY), "request_id is not null or notice_id is not null")
        table.drop_column("band")
        table.drop_column("institution_id")
    with op.batch_alter_table("partner_file") as table:
        table.drop_column("keeps_rule")
