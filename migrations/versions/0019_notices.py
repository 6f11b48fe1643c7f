"""Hand messages down a ladder, and keep what people do not want to get.

Why: a message waits for morning, falls to the next channel, to a call, to paper; people refuse kinds of messages.
Rows affected: messages delivered or stopped before are marked so.
Safe while the previous release is still running: yes, its messages get the defaults and wait as before.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = "0019_notices"
down_revision = "0018_desk"
branch_labels = None
depends_on = None

CLASSES = ("code", "dossier", "result", "papers", "classes", "visits", "other")
STATES = ("waiting", "delivered", "to_call", "on_paper", "reached", "stopped")
CHANNELS = ("sms", "zalo", "email", "call", "paper")


def _enum(values: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=40)


def upgrade() -> None:
    plain = sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql")
    op.create_table(
        "message_choice",
        sa.Column("recipient", sa.String(length=200), nullable=False),
        sa.Column("message_class", _enum(CLASSES, "messageclass"), nullable=False),
        sa.Column("channel", _enum(CHANNELS, "channel"), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_choice")),
        sa.UniqueConstraint(
            "recipient", "message_class", "channel", name=op.f("uq_message_choice_recipient_message_class_channel")
        ),
    )
    with op.batch_alter_table("message_choice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_message_choice_recipient"), ["recipient"], unique=False)
    with op.batch_alter_table("outgoing_message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("spoken", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column("message_class", _enum(CLASSES, "messageclass"), nullable=False, server_default="other")
        )
        batch_op.add_column(sa.Column("state", _enum(STATES, "messagestate"), nullable=False, server_default="waiting"))
        batch_op.add_column(sa.Column("not_before", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("tries", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("zalo", plain, nullable=True))
        batch_op.add_column(sa.Column("history", plain, nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("reached_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("reached_by", sa.String(length=200), nullable=False, server_default=""))
        batch_op.create_index(
            batch_op.f("ix_outgoing_message_recipient_created_at"), ["recipient", "created_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_outgoing_message_state"), ["state"], unique=False)
    op.execute("update outgoing_message set state = 'delivered' where delivered_at is not null")
    op.execute("update outgoing_message set state = 'stopped' where stopped_at is not null and delivered_at is null")
    with op.batch_alter_table("outgoing_message", schema=None) as batch_op:
        batch_op.create_check_constraint(
            op.f("ck_outgoing_message_delivered_has_a_time"), "state <> 'delivered' or delivered_at is not null"
        )
        batch_op.create_check_constraint(
            op.f("ck_outgoing_message_reached_has_a_time"), "state <> 'reached' or reached_at is not null"
        )


def downgrade() -> None:
    with op.batch_alter_table("outgoing_message", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_outgoing_message_reached_has_a_time"), type_="check")
        batch_op.drop_constraint(op.f("ck_outgoing_message_delivered_has_a_time"), type_="check")
        batch_op.drop_index(batch_op.f("ix_outgoing_message_state"))
        batch_op.drop_index(batch_op.f("ix_outgoing_message_recipient_created_at"))
        for name in ("reached_by", "reached_at", "history", "zalo", "tries", "not_before", "state", "message_class"):
            batch_op.drop_column(name)
        batch_op.drop_column("spoken")
    with op.batch_alter_table("message_choice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_message_choice_recipient"))
    op.drop_table("message_choice")
