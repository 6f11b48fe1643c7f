"""What the kernel needs to know of whoever acts; `app.policy.Actor` is the one that does."""

from enum import StrEnum
from typing import Protocol
from uuid import UUID


class Doer(Protocol):
    """Somebody an audit row can name."""

    @property
    def account_id(self) -> UUID | None: ...

    @property
    def name(self) -> str: ...

    @property
    def main_role(self) -> StrEnum: ...
