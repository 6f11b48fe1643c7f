"""Write down what was deleted, and let entries of the trail go that are older than five years.

Why: what is no longer needed is not kept, and everybody may see that it went.
Rows affected: none; a new table, and a trigger that still refuses every change of the trail's last five years.
Safe while the previous release is still running: yes, it knows nothing of the table and deletes no entry.
"""

import sqlalchemy as sa
from alembic import op

revision = "0085_deletions"
down_revision = "0084_contradictions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "deletion",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_deletion_something_was_deleted")),
        sa.CheckConstraint(
            "(kind = 'trail') = (merchant_id is null)", name=op.f("ck_deletion_only_the_trail_is_of_no_file")
        ),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_deletion_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deletion")),
    )
    op.create_index(op.f("ix_deletion_merchant_id"), "deletion", ["merchant_id"])
    if op.get_bind().dialect.name == "sqlite":
        op.execute("drop trigger audit_entry_refuses_delete")
        op.execute(
            "create trigger audit_entry_refuses_delete before delete on audit_entry "
            "when old.at > datetime('now', '-5 years') "
            "begin select raise(abort, 'audit entries are kept for five years'); end"
        )
    else:
        op.execute("drop trigger audit_entry_refuses_change on audit_entry")
        op.execute(
            "create trigger audit_entry_refuses_change before update or truncate on audit_entry "
            "for each statement execute function audit_entry_is_append_only()"
        )
        op.execute(
            "create trigger audit_entry_refuses_delete before delete on audit_entry "
            "for each row when (old.at > now() - interval '5 years') execute function audit_entry_is_append_only()"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("drop trigger audit_entry_refuses_delete")
        op.execute(
            "create trigger audit_entry_refuses_delete before delete on audit_entry "
            "begin select raise(abort, 'audit entries are only ever added'); end"
        )
    else:
        op.execute("drop trigger audit_entry_refuses_delete on audit_entry")
        op.execute("drop trigger audit_entry_refuses_change on audit_entry")
        op.execute(
            "create trigger audit_entry_refuses_change before update or delete or truncate on audit_entry "
            "for each statement execute function audit_entry_is_append_only()"
        )
    op.drop_table("deletion")
