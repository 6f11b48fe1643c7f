"""What comes in the same moment is saved in one turn; whoever waits is told what became of its own."""

import threading
from collections.abc import Callable, Sequence

import pytest

from app.core.together import Together

pytestmark = pytest.mark.no_database
MANY = 8


class Shelf:
    """Keeps what is written; the first turn waits until all the others have come."""

    def __init__(self, *, fails_at: str = "") -> None:
        self.turns: list[list[str]] = []
        self.fails_at = fails_at
        self.begun, self.go_on = threading.Event(), threading.Event()

    def write(self, things: Sequence[str]) -> None:
        self.turns.append(list(things))
        self.begun.set()
        assert self.go_on.wait(120)
        if self.fails_at in things:
            raise OSError(self.fails_at)


def crowd(shelf: Shelf) -> dict[str, str]:
    """Let one thing come, and many more while it is being written; return how each was answered."""
    together, answers = Together(shelf.write), dict[str, str]()

    def bring(thing: str) -> None:
        try:
            together.save(thing)
        except OSError as error:
            answers[thing] = f"failed: {error}"
        else:
            answers[thing] = "saved"

    first = _begun(lambda: bring("first"))
    assert shelf.begun.wait(120)
    others = [_begun(lambda name=str(number): bring(name)) for number in range(MANY)]  # type: ignore[misc]
    _until(lambda: len(together._waiting) == MANY)
    shelf.go_on.set()
    for thread in (first, *others):
        thread.join(10)
        assert not thread.is_alive()
    return answers


def _begun(work: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=work)
    thread.start()
    return thread


def _until(holds: Callable[[], bool]) -> None:
    waited = threading.Event()
    for _time in range(2_000):
        if holds():
            return
        waited.wait(0.005)
    raise AssertionError("it never came")


def test_those_who_come_while_one_writes_are_written_together() -> None:
    shelf = Shelf()
    answers = crowd(shelf)
    assert [sorted(turn) for turn in shelf.turns] == [["first"], [str(number) for number in range(MANY)]]
    assert set(answers.values()) == {"saved"}
    assert len(answers) == MANY + 1


def test_what_keeps_a_turn_from_being_saved_is_told_to_each_of_it_and_to_nobody_else() -> None:
    answers = crowd(Shelf(fails_at="3"))
    assert answers.pop("first") == "saved"
    assert set(answers.values()) == {"failed: 3"}


def test_after_a_failure_the_next_one_writes_again() -> None:
    shelf = Shelf(fails_at="bad")
    shelf.go_on.set()
    together = Together(shelf.write)
    with pytest.raises(OSError, match="bad"):
        together.save("bad")
    together.save("good")
    assert shelf.turns == [["bad"], ["good"]]
