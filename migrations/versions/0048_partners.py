"""Keep institutions, who works there, their days in hamlets, and whom families let ring them.

Why: a family asks one bank or telecom to ring, and takes that back whenever it wants.
Rows affected: none; the tables are new.
Safe while the previous release is still running: yes, it does not know them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0048_partners"
down_revision = "0047_cards"
branch_labels = None
depends_on = None


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=40)


def upgrade() -> None:
    op.create_table(
        "institution",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", _choice("partnerkind", "bank", "telecom", "utility"), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institution")),
        sa.UniqueConstraint("name", name=op.f("uq_institution_name")),
    )
    op.create_table(
        "institution_seat",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_institution_seat_institution_id")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_institution_seat_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institution_seat")),
        sa.UniqueConstraint("account_id", name=op.f("uq_institution_seat_account_id")),
    )
    op.create_index(op.f("ix_institution_seat_institution_id"), "institution_seat", ["institution_id"])
    op.create_table(
        "partner_day",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("area_path", sa.String(length=40), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("starts", sa.String(length=40), nullable=False),
        sa.Column("place_note", sa.String(length=200), nullable=False),
        sa.Column("bring", sa.String(length=200), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("state", _choice("daystate", "proposed", "approved", "refused"), nullable=False),
        sa.Column("proposed_by", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("capacity between 1 and 60", name=op.f("ck_partner_day_capacity_fits_a_hall")),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name=op.f("fk_partner_day_institution_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_day")),
    )
    op.create_index(op.f("ix_partner_day_institution_id"), "partner_day", ["institution_id"])
    op.create_index(op.f("ix_partner_day_area_path_held_on"), "partner_day", ["area_path", "held_on"])
    op.create_table(
        "referral",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("best_hour", _choice("besthour", "morning", "noon", "afternoon", "evening"), nullable=False),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            _choice(
                "referralstate",
                "sent",
                "called",
                "booked",
                "opened",
                "has_other",
                "not_reached",
                "declined",
                "wrong_number",
                "withdrawn",
            ),
            nullable=False,
        ),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.Column("day_id", sa.Uuid(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("has_right_name", sa.Boolean(), nullable=True),
        sa.Column("has_sign", sa.Boolean(), nullable=True),
        sa.Column("sound_box", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("length(code) = 8", name=op.f("ck_referral_code_has_eight_signs")),
        sa.CheckConstraint("misses between 0 and 3", name=op.f("ck_referral_three_misses_end_it")),
        sa.CheckConstraint("state <> 'booked' or day_id is not null", name=op.f("ck_referral_booked_has_a_day")),
        sa.CheckConstraint("state <> 'opened' or opened_on is not null", name=op.f("ck_referral_opened_has_a_day")),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name=op.f("fk_referral_institution_id")),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_referral_merchant_id")),
        sa.ForeignKeyConstraint(["day_id"], ["partner_day.id"], name=op.f("fk_referral_day_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
        sa.UniqueConstraint("code", name=op.f("uq_referral_code")),
    )
    for column in ("institution_id", "merchant_id", "state", "day_id"):
        op.create_index(op.f(f"ix_referral_{column}"), "referral", [column])
    live = sa.text("state in ('sent', 'called', 'booked')")
    op.create_index(
        "uq_referral_live",
        "referral",
        ["institution_id", "merchant_id"],
        unique=True,
        sqlite_where=live,
        postgresql_where=live,
    )


def downgrade() -> None:
    op.drop_table("referral")
    op.drop_table("partner_day")
    op.drop_table("institution_seat")
    op.drop_table("institution")
