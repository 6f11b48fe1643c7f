"""What the team does where no message gets through: ring, and bring a slip."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class Errand:
    """Somebody to tell something, by telephone or with a slip."""

    id: UUID
    code: str
    owner_name: str
    business_name: str
    place: str
    phone: str
    contact_name: str
    words: str
    since: datetime
    calls: int
    is_demo: bool


@dataclass(frozen=True)
class Errands:
    """What waits for the team of some areas: calls, slips, and how many messages wait for morning."""

    calls: Sequence[Errand] = ()
    slips: Sequence[Errand] = field(default=())
    waiting: int = 0
