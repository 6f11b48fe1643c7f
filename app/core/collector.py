"""When Python's collector of rubbish may look, for it stops everything while it does."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def resting() -> Iterator[None]:
    """Let the collector rest while so much is made that looking through it takes much of the time, and finds nothing.

    Programs being loaded make what stays; a long list makes rows that go by themselves.
    """
    was_at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_at_work:
            gc.enable()


def look_briefly() -> None:
    """Look through what was made since the last time alone: between two parts of something long, while it rests."""
    gc.collect(0)


def settle() -> None:
    """Say that whatever is loaded by now stays: the collector need not look through it again, nor a child copy it."""
    gc.enable()
    gc.collect()
    gc.freeze()
