"""Let two people change what a marketplace demands, from a day on.

Why: marketplaces change their rules between releases; one person proposes a change, another one agrees.
Rows affected: none; an index is made over the verdicts.
Safe while the previous release is still running: yes, the table is unknown to it.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0026_rules"
down_revision = "0025_incidents"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
STATES = sa.Enum("proposed", "agreed", "not_agreed", name="changestate", native_enum=False, length=40)


def upgrade() -> None:
    op.create_table(
        "channel_rule_change",
        sa.Column("rule_id", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("state", STATES, nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("second_id", sa.Uuid(), nullable=True),
        sa.Column("second_name", sa.String(length=200), nullable=False),
        sa.Column("second_note", sa.String(length=200), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "second_id is null or second_id <> by_id", name=op.f("ck_channel_rule_change_two_different_people")
        ),
        sa.CheckConstraint(
            "(state = 'proposed') = (decided_at is null)",
            name=op.f("ck_channel_rule_change_decided_when_no_longer_proposed"),
        ),
        sa.CheckConstraint(
            "(state = 'agreed') = (number is not null)", name=op.f("ck_channel_rule_change_agreed_has_a_number")
        ),
        sa.CheckConstraint("length(why) > 0", name=op.f("ck_channel_rule_change_why_is_given")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_channel_rule_change_by_id")),
        sa.ForeignKeyConstraint(["second_id"], ["account.id"], name=op.f("fk_channel_rule_change_second_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_rule_change")),
        sa.UniqueConstraint("number", name=op.f("uq_channel_rule_change_number")),
    )
    op.create_index(
        "ix_channel_rule_change_one_open",
        "channel_rule_change",
        ["rule_id"],
        unique=True,
        sqlite_where=sa.text("state = 'proposed'"),
        postgresql_where=sa.text("state = 'proposed'"),
    )
    op.create_index(
        op.f("ix_product_readiness_channel_rules_version"), "product_readiness", ["channel", "rules_version"]
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_product_readiness_channel_rules_version"), "product_readiness")
    op.drop_table("channel_rule_change")
