"""Let a paper come to the signing desk with the number it bears already.

Why: an OCOP notice is numbered when it is written, and is signed under that number.
Rows affected: none; papers made before have no number of their own.
Safe while the previous release is still running: yes, it leaves the new column empty.
"""

import sqlalchemy as sa
from alembic import op

revision = "0031_own_numbers"
down_revision = "0030_answers"
branch_labels = None
depends_on = None

RULES = {
    "an_own_number_has_its_day": "own_number is null or issued_on is not null",
    "the_seal_keeps_an_own_number": "own_number is null or number is null or number = own_number",
}


def upgrade() -> None:
    with op.batch_alter_table("issued_document") as batch:
        batch.add_column(sa.Column("own_number", sa.Integer(), nullable=True))
        for name, rule in RULES.items():
            batch.create_check_constraint(op.f(f"ck_issued_document_{name}"), rule)


def downgrade() -> None:
    with op.batch_alter_table("issued_document") as batch:
        for name in RULES:
            batch.drop_constraint(op.f(f"ck_issued_document_{name}"), type_="check")
        batch.drop_column("own_number")
