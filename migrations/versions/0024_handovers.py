"""Keep changes of owner: who asks, by when the old owner may object, and which two people decided.

Why: a business that is sold or inherited goes on with its file, and everything of the old owner ends at once.
Rows affected: none; the table is new.
Safe while the previous release is still running: yes, it does not know it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024_handovers"
down_revision = "0023_imports"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "handover",
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("sale", "inheritance", "family", name="handoverkind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "paper",
            sa.Enum(
                "contract",
                "inheritance",
                "family_agreement",
                "none",
                name="handoverpaper",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "objected",
                "proposed",
                "done",
                "refused",
                "taken_back",
                name="handoverstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("new_owner_name", sa.String(length=200), nullable=False),
        sa.Column("new_birth_year", sa.Integer(), nullable=False),
        sa.Column("new_phone", sa.String(length=40), nullable=False),
        sa.Column("former_owner_name", sa.String(length=200), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=True),
        sa.Column("asked_by_name", sa.String(length=200), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("object_until_on", sa.Date(), nullable=False),
        sa.Column("allowed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("objection", sa.String(length=200), nullable=False),
        sa.Column("first_id", sa.Uuid(), nullable=True),
        sa.Column("first_name", sa.String(length=200), nullable=False),
        sa.Column("second_id", sa.Uuid(), nullable=True),
        sa.Column("second_name", sa.String(length=200), nullable=False),
        sa.Column("answer", sa.String(length=200), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state <> 'done' or (first_id is not null and second_id is not null)", name=op.f("ck_handover_done_by_two")
        ),
        sa.CheckConstraint(
            "state <> 'objected' or length(objection) > 0", name=op.f("ck_handover_an_objection_gives_its_reason")
        ),
        sa.CheckConstraint(
            "state <> 'refused' or length(answer) > 0", name=op.f("ck_handover_a_refusal_gives_its_reason")
        ),
        sa.CheckConstraint("length(new_phone) > 0", name=op.f("ck_handover_the_new_owner_has_a_telephone")),
        sa.CheckConstraint("second_id is null or second_id <> first_id", name=op.f("ck_handover_two_different_people")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["account.id"], name=op.f("fk_handover_asked_by_id")),
        sa.ForeignKeyConstraint(["first_id"], ["account.id"], name=op.f("fk_handover_first_id")),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_handover_merchant_id")),
        sa.ForeignKeyConstraint(["second_id"], ["account.id"], name=op.f("fk_handover_second_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
    )
    with op.batch_alter_table("handover", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handover_asked_by_id"), ["asked_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_handover_merchant_id"), ["merchant_id"], unique=False)
        batch_op.create_index(
            "ix_handover_one_open",
            ["merchant_id"],
            unique=True,
            sqlite_where=sa.text("state in ('waiting', 'objected', 'proposed')"),
            postgresql_where=sa.text("state in ('waiting', 'objected', 'proposed')"),
        )
        batch_op.create_index(batch_op.f("ix_handover_state"), ["state"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("handover", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_handover_state"))
        batch_op.drop_index(
            "ix_handover_one_open",
            sqlite_where=sa.text("state in ('waiting', 'objected', 'proposed')"),
            postgresql_where=sa.text("state in ('waiting', 'objected', 'proposed')"),
        )
        batch_op.drop_index(batch_op.f("ix_handover_merchant_id"))
        batch_op.drop_index(batch_op.f("ix_handover_asked_by_id"))

    op.drop_table("handover")
