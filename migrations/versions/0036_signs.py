"""Stamp printed codes, and keep what owners saw when they photographed theirs.

Why: whoever changes a name or an account in the table cannot make a card green, and a code stuck over a shop's own is
found within a month.
Rows affected: none; cards printed before have no stamp, and whoever checks one is told so.
Safe while the previous release is still running: yes, the column may be empty and the table is new.
"""

import sqlalchemy as sa
from alembic import op

revision = "0036_signs"
down_revision = "0035_definitions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("standee", sa.Column("stamp", sa.String(length=200), nullable=True))
    op.create_table(
        "sign_look",
        sa.Column("standee_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "seen",
            sa.Enum(
                "own",
                "other_account",
                "other_scheme",
                "damaged",
                "nothing",
                name="seen",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("scheme", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "seen = 'other_scheme' or scheme = ''", name=op.f("ck_sign_look_only_another_scheme_has_a_name")
        ),
        sa.ForeignKeyConstraint(["standee_id"], ["standee.id"], name=op.f("fk_sign_look_standee_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_look")),
    )
    op.create_index(op.f("ix_sign_look_standee_id_at"), "sign_look", ["standee_id", "at"])


def downgrade() -> None:
    op.drop_table("sign_look")
    with op.batch_alter_table("standee") as table:
        table.drop_column("stamp")
