"""Changes to what marketplaces demand, each proposed by one person and decided by another."""

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Identified, Short
from app.core.proposals import Proposed, proposed_by_one_decided_by_another
from catalog.channel_rules import Channel


class RuleChange(Identified, Proposed, Base):
    """One demand as it is to be from a day on, and what the second person said."""

    __tablename__ = "channel_rule_change"
    __table_args__ = (
        UniqueConstraint("number"),
        *proposed_by_one_decided_by_another(),
        CheckConstraint("(state = 'agreed') = (number is not null)", name="agreed_has_a_number"),
        Index(
            "ix_channel_rule_change_one_open",
            "rule_id",
            unique=True,
            sqlite_where=text("state = 'proposed'"),
            postgresql_where=text("state = 'proposed'"),
        ),
    )

    rule_id: Mapped[Short]
    channel: Mapped[Channel]
    # In which order the agreed changes hold.
    number: Mapped[int | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
