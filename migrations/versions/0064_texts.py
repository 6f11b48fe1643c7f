"""Keep the texts that people send, and give each class a number by which a text names it.

Why: a family without the page or the time to ring signs up with a text, and lands on the same list.
Rows affected: classes open for sign-up get a number; they are a few dozen.
Safe while the previous release is still running: yes, it names neither the table nor the column.
"""

import sqlalchemy as sa
from alembic import op

revision = "0064_texts"
down_revision = "0063_partner_evidence"
branch_labels = None
depends_on = None

_CLASS = sa.table("training_session", sa.column("id", sa.Uuid()), sa.column("class_no"), sa.column("state"))


def upgrade() -> None:
    op.add_column("training_session", sa.Column("class_no", sa.String(length=40), nullable=True))
    op.create_index(op.f("ix_training_session_class_no"), "training_session", ["class_no"], unique=True)
    bind = op.get_bind()
    open_now = sa.select(_CLASS.c.id).where(_CLASS.c.state == "open").order_by(_CLASS.c.id)
    for number, session_id in enumerate(bind.execute(open_now).scalars().all(), 10_001):
        bind.execute(sa.update(_CLASS).where(_CLASS.c.id == session_id).values(class_no=str(number)))
    op.create_table(
        "incoming_text",
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("provider_id", sa.String(length=200), nullable=False),
        sa.Column("sender", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asks", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("area_path", sa.String(length=40), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=True),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_by", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("provider_id <> ''", name=op.f("ck_incoming_text_the_provider_numbers_it")),
        sa.CheckConstraint(
            "(state = 'read') = (read_at is not null)",
            name=op.f("ck_incoming_text_whoever_read_it_did_so_at_a_moment"),
        ),
        sa.CheckConstraint(
            "state <> 'done' or merchant_id is not null",
            name=op.f("ck_incoming_text_only_for_a_known_business_is_it_done"),
        ),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_incoming_text_merchant_id")),
        sa.ForeignKeyConstraint(["session_id"], ["training_session.id"], name=op.f("fk_incoming_text_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incoming_text")),
        sa.UniqueConstraint("channel", "provider_id", name=op.f("uq_incoming_text_channel_provider_id")),
    )
    for columns in (["at"], ["merchant_id"], ["session_id"], ["state", "area_path"]):
        op.create_index(op.f(f"ix_incoming_text_{'_'.join(columns)}"), "incoming_text", columns)


def downgrade() -> None:
    op.drop_table("incoming_text")
    op.drop_index(op.f("ix_training_session_class_no"), "training_session")
    op.drop_column("training_session", "class_no")
