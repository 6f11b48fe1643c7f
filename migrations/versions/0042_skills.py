"""Keep what a learner did before the trainer's eyes.

Why: having been to a class is not having learnt; a certificate names what was shown.
Rows affected: none; the table is new.
Safe while the previous release is still running: yes, it does not know it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0042_skills"
down_revision = "0041_periods"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shown_skill",
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("skill", sa.String(length=40), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_by", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("skill <> ''", name=op.f("ck_shown_skill_a_skill_is_named")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_shown_skill_enrolment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shown_skill")),
        sa.UniqueConstraint("enrolment_id", "skill", name=op.f("uq_shown_skill_enrolment_id_skill")),
    )


def downgrade() -> None:
    op.drop_table("shown_skill")
