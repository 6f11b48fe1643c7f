"""What several requests bring in the same moment is saved by one commit, which each of them waits for.

A commit that survives a power cut costs the disk the same for one row as for a hundred. Whoever comes while nobody is
writing writes; those who come meanwhile wait, and then one of them writes for all. So there is no thread of its own to
start, to stop or to lose, and no more can wait than the server has threads.

There is one writer, though PostgreSQL would take more: a second one halves what each of them saves, and where the
processors are what is short, twice as many commits cost more than waiting for the disk by turns.
"""

import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class _Waiting(Generic[Thing]):
    """One thing, and how its thread is woken: because it is saved, or because its turn to write has come."""

    def __init__(self, thing: Thing) -> None:
        self.thing = thing
        self.error: BaseException | None = None
        self.is_done = False
        # Held until its thread is woken: the lightest thing to wait for, when everybody waits.
        self.asleep = threading.Lock()
        self.asleep.acquire()


class Together(Generic[Thing]):
    """Saves things handed over by any thread; ``write`` is given all that wait, and returns once they are saved."""

    def __init__(self, write: Callable[[Sequence[Thing]], None]) -> None:
        self._write = write
        self._waiting: list[_Waiting[Thing]] = []
        self._is_free = True
        self._lock = threading.Lock()

    def save(self, thing: Thing) -> None:
        """Return once a thing is saved; if it cannot be, what kept it from that is raised for all of the same turn."""
        mine = _Waiting(thing)
        with self._lock:
            writes, self._is_free = self._is_free, False
            if not writes:
                self._waiting.append(mine)
        if not writes:
            mine.asleep.acquire()
        if not mine.is_done:
            self._save_all(mine)
        if mine.error is not None:
            raise mine.error

    def _save_all(self, first: _Waiting[Thing]) -> None:
        with self._lock:
            turn, self._waiting = [first, *self._waiting], []
        error: BaseException | None = None
        try:
            self._write([each.thing for each in turn])
        except BaseException as failed:  # noqa: BLE001  every one of them is told, in its own thread
            error = failed
        for each in turn:
            each.error, each.is_done = error, True
            each.asleep.release()
        self._pass_on()

    def _pass_on(self) -> None:
        with self._lock:
            if self._waiting:
                # Taken off the list at once, so that the next writer to be done wakes somebody else.
                self._waiting.pop(0).asleep.release()
            else:
                self._is_free = True
