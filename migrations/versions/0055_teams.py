"""Keep the teams of communes and hamlets, who was named to them, and what they lent out.

Why: a team that exists on paper is not one that works; both are shown, beside what was once reported.
Rows affected: none; the tables are new.
Safe while the previous release is still running: yes, it does not know them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0055_teams"
down_revision = "0054_partner_files"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "team",
        sa.Column("area_path", sa.String(length=40), nullable=False),
        sa.Column("decision_no", sa.String(length=40), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("founded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("area_path like '%/'", name=op.f("ck_team_area_path_ends_in_a_slash")),
        sa.CheckConstraint("decision_no <> ''", name=op.f("ck_team_a_decision_is_named")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
        sa.UniqueConstraint("area_path", name=op.f("uq_team_area_path")),
    )
    op.create_table(
        "team_member",
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_fold", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_team_member_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_member")),
        sa.UniqueConstraint("team_id", "name_fold", "phone", name=op.f("uq_team_member_team_id_name_fold_phone")),
    )
    op.create_table(
        "team_loan",
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("thing", sa.String(length=200), nullable=False),
        sa.Column("lent_to", sa.String(length=200), nullable=False),
        sa.Column("lent_on", sa.Date(), nullable=False),
        sa.Column("back_by", sa.Date(), nullable=False),
        sa.Column("given_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("back_by >= lent_on", name=op.f("ck_team_loan_it_comes_back_later")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_team_loan_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_loan")),
    )
    op.create_index(op.f("ix_team_loan_team_id"), "team_loan", ["team_id"])


def downgrade() -> None:
    op.drop_table("team_loan")
    op.drop_table("team_member")
    op.drop_table("team")
