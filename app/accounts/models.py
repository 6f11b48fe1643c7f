"""Tables of people who sign in, what they hold, and their open sessions."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Identified, Json, Line, Short
from app.policy import Actor, Holding, Power, Role


class Account(Identified, Base):
    """Somebody who can sign in: by telephone and code, or, for officials, by password and a second factor."""

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("phone is not null or username is not null", name="some_way_to_sign_in"),
        CheckConstraint("(username is null) = (password_hash is null)", name="username_goes_with_password"),
    )

    name: Mapped[Line]
    phone: Mapped[Short | None] = mapped_column(unique=True)
    username: Mapped[Short | None] = mapped_column(unique=True)
    password_hash: Mapped[Line | None]
    totp_sealed: Mapped[Line | None]
    totp_last_step: Mapped[int | None]
    is_active: Mapped[bool] = mapped_column(default=True)
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]

    holdings: Mapped[list["AccountHolding"]] = relationship(back_populates="account", lazy="selectin")

    def actor(self) -> Actor:
        """Return the person as plain data for services."""
        held = sorted(self.holdings, key=lambda holding: holding.id)
        return Actor(self.id, self.name, tuple(holding.plain() for holding in held))


class AccountHolding(Identified, Base):
    """One role somebody holds, over an area or over one merchant; a delegate's ends on a day and has named powers."""

    __tablename__ = "account_holding"
    __table_args__ = (
        UniqueConstraint("account_id", "role", "area_path", "merchant_id"),
        CheckConstraint("area_path = '' or area_path like '%/'", name="area_path_ends_in_a_slash"),
        CheckConstraint("role <> 'delegate' or ends_on is not null", name="delegates_end_on_a_day"),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    role: Mapped[Role]
    area_path: Mapped[Short] = mapped_column(default="")
    merchant_id: Mapped[UUID | None] = mapped_column(index=True)
    # Values of Power; none means everything the role may do.
    powers: Mapped[list[str] | None] = mapped_column(Json)
    ends_on: Mapped[date | None]

    account: Mapped[Account] = relationship(back_populates="holdings")

    def plain(self) -> Holding:
        """Return the holding as plain data."""
        return holding(self.role, self.area_path, self.merchant_id, self.powers)


def holding(role: Role, area_path: str, merchant_id: UUID | None, powers: list[str] | None) -> Holding:
    """Return what is kept of a holding as plain data."""
    return Holding(role, area_path, merchant_id, None if powers is None else tuple(Power(value) for value in powers))


class SignInCode(Identified, Base):
    """A six-digit code sent to a telephone; kept only as a keyed hash."""

    __tablename__ = "sign_in_code"
    __table_args__ = (CheckConstraint("tries between 0 and 5", name="at_most_five_tries"),)
    is_shown = False

    phone: Mapped[Short] = mapped_column(index=True)
    code_hash: Mapped[Line]
    sent_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]


class SignIn(Identified, Base):
    """An open session of a browser, known by the hash of a random token in its cookie."""

    __tablename__ = "sign_in"
    is_shown = False

    token_hash: Mapped[Line] = mapped_column(unique=True)
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"), index=True)
    merchant_id: Mapped[UUID | None] = mapped_column(index=True)
    started_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    idle_minutes: Mapped[int]
    ended_at: Mapped[datetime | None]
