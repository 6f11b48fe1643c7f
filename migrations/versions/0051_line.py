"""Keep the line for a full class, how a sign-up came, the digits of the board, and what the signed sheet counts.

Why: a place given back goes to whoever waited longest and agrees; paper and screen agree, or somebody says why.
Rows affected: none; new columns start empty, and every sign-up so far came by the page.
Safe while the previous release is still running: yes, it neither reads nor writes them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0051_line"
down_revision = "0050_goods_lists"
branch_labels = None
depends_on = None


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=40)


def upgrade() -> None:
    op.create_table(
        "class_wait",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("person_name", sa.String(length=200), nullable=False),
        sa.Column("companions", sa.Integer(), nullable=False),
        sa.Column("state", _enum("waitstate", "waiting", "offered", "taken", "gone"), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("companions between 0 and 9", name=op.f("ck_class_wait_companions_are_a_few")),
        sa.CheckConstraint(
            "state <> 'offered' or offered_at is not null", name=op.f("ck_class_wait_an_offer_has_a_moment")
        ),
        sa.ForeignKeyConstraint(["session_id"], ["training_session.id"], name=op.f("fk_class_wait_session_id")),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_class_wait_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_wait")),
        sa.UniqueConstraint("session_id", "merchant_id", name=op.f("uq_class_wait_session_id_merchant_id")),
    )
    op.create_index(op.f("ix_class_wait_merchant_id"), "class_wait", ["merchant_id"])
    op.add_column("training_session", sa.Column("word", sa.String(length=40), nullable=False, server_default=""))
    op.add_column("training_session", sa.Column("paper_present", sa.Integer(), nullable=True))
    op.add_column("training_session", sa.Column("paper_companions", sa.Integer(), nullable=True))
    op.add_column(
        "training_session", sa.Column("count_reason", sa.String(length=200), nullable=False, server_default="")
    )
    op.add_column("training_session", sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True))
    channels = _enum("channel", "page", "telephone", "list", "message")
    op.add_column("enrolment", sa.Column("channel", channels, nullable=False, server_default="page"))


def downgrade() -> None:
    op.drop_column("enrolment", "channel")
    for name in ("counted_at", "count_reason", "paper_companions", "paper_present", "word"):
        op.drop_column("training_session", name)
    op.drop_index(op.f("ix_class_wait_merchant_id"), "class_wait")
    op.drop_table("class_wait")
