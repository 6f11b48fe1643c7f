"""Let two people change what an indicator counts, from a day on.

Why: a definition that changes makes a new version in daylight; one person proposes it, another one agrees.
Rows affected: none; the table is new.
Safe while the previous release is still running: yes, it does not know it.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0035_definitions"
down_revision = "0034_courses"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
STATES = sa.Enum("proposed", "agreed", "not_agreed", name="changestate", native_enum=False, length=40)


def upgrade() -> None:
    op.create_table(
        "definition_change",
        sa.Column("indicator", sa.String(length=40), nullable=False),
        sa.Column("state", STATES, nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=True),
        sa.Column("second_id", sa.Uuid(), nullable=True),
        sa.Column("second_name", sa.String(length=200), nullable=False),
        sa.Column("second_note", sa.String(length=200), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "second_id is null or second_id <> by_id", name=op.f("ck_definition_change_two_different_people")
        ),
        sa.CheckConstraint(
            "(state = 'proposed') = (decided_at is null)",
            name=op.f("ck_definition_change_decided_when_no_longer_proposed"),
        ),
        sa.CheckConstraint(
            "(state = 'agreed') = (edition is not null)", name=op.f("ck_definition_change_agreed_has_an_edition")
        ),
        sa.CheckConstraint("length(why) > 0", name=op.f("ck_definition_change_why_is_given")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_definition_change_by_id")),
        sa.ForeignKeyConstraint(["second_id"], ["account.id"], name=op.f("fk_definition_change_second_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_definition_change")),
        sa.UniqueConstraint("indicator", "edition", name=op.f("uq_definition_change_indicator_edition")),
    )
    op.create_index(
        "ix_definition_change_one_open",
        "definition_change",
        ["indicator"],
        unique=True,
        sqlite_where=sa.text("state = 'proposed'"),
        postgresql_where=sa.text("state = 'proposed'"),
    )


def downgrade() -> None:
    op.drop_table("definition_change")
