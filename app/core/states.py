"""State machines are tables: what may follow what, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from typing import Generic, TypeVar

from app.core.errors import DomainError

State = TypeVar("State", bound=StrEnum)
Step = TypeVar("Step", bound=StrEnum)


class TransitionNotAllowedError(DomainError):
    """The table has no such step from this state."""

    code = "state.transition_not_allowed"
    status = HTTPStatus.CONFLICT


@dataclass(frozen=True)
class Machine(Generic[State, Step]):
    """One life as a table from (state, step) to the next state."""

    name: str
    initial: State
    table: Mapping[tuple[State, Step], State]

    def next(self, state: State, step: Step) -> State:
        """Return the state after a step.

        Raises:
            TransitionNotAllowedError: the table has no such step.
        """
        try:
            return self.table[state, step]
        except KeyError:
            raise TransitionNotAllowedError(
                f"{self.name}: {step} is not possible from {state}", machine=self.name, state=state, step=step
            ) from None

    def actions(self, state: State) -> tuple[Step, ...]:
        """Return the steps possible from a state, in the table's order: the buttons of a page."""
        return tuple(step for (start, step) in self.table if start == state)

    def terminal(self) -> frozenset[State]:
        """Return the states that nothing leads out of."""
        starts = {start for (start, _) in self.table}
        return frozenset(state for state in type(self.initial) if state not in starts)

    def reachable(self) -> frozenset[State]:
        """Return every state some sequence of steps leads to."""
        found, frontier = {self.initial}, [self.initial]
        while frontier:
            here = frontier.pop()
            for (start, _), end in self.table.items():
                if start == here and end not in found:
                    found.add(end)
                    frontier.append(end)
        return frozenset(found)
