"""Changes to definitions, each proposed by one person and decided by another."""

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Identified, Short
from app.core.proposals import Proposed, proposed_by_one_decided_by_another


class DefinitionChange(Identified, Proposed, Base):
    """One definition as it is to be from a day on, and what the second person said."""

    __tablename__ = "definition_change"
    __table_args__ = (
        UniqueConstraint("indicator", "edition"),
        *proposed_by_one_decided_by_another(),
        CheckConstraint("(state = 'agreed') = (edition is not null)", name="agreed_has_an_edition"),
        Index(
            "ix_definition_change_one_open",
            "indicator",
            unique=True,
            sqlite_where=text("state = 'proposed'"),
            postgresql_where=text("state = 'proposed'"),
        ),
    )

    indicator: Mapped[Short]
    # The version of the definition, given once a second person has agreed.
    edition: Mapped[int | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
