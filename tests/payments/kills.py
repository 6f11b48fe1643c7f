"""Work that is killed at every place in turn: before each lasting word of one whole, or each commit of several."""

from collections.abc import Callable
from typing import TypeVar

from flask import Flask

from app.core.db import db
from app.core.transaction import transaction
from tests.deaths import dies_before, dies_before_commit

World = TypeVar("World")


def in_one(act: Callable[[], object]) -> Callable[[], None]:
    """Let something be saved as a whole, as a view or a command does."""

    def whole() -> None:
        with transaction():
            act()

    return whole


def survives(site: Flask, act: Callable[[], object], *, at: int) -> bool:
    """Do something in a process that is killed before its n-th lasting word; whether it came to its end."""
    with site.app_context():
        db.session.remove()
        db.engine.dispose()

    def whole() -> None:
        with site.app_context():
            act()

    return not dies_before(at, whole)


def killed_everywhere(site: Flask, act: Callable[[], object], check: Callable[[bool], None]) -> int:
    """Kill what is saved as a whole at every place in turn until it comes to its end; look after each death."""
    for deaths in range(200):
        is_done = survives(site, in_one(act), at=deaths)
        with site.app_context():
            check(is_done)
            db.session.remove()
        if is_done:
            return deaths
    raise AssertionError("it never ends")


def ends_alike(
    site: Flask,
    make: Callable[[], World],
    act: Callable[[World], object],
    outcome: Callable[[World], object],
    expected: object,
) -> int:
    """Kill what is saved in several steps before each commit, each time with a world of its own, and do it again.

    Whoever does it again is told nothing of the death. However it went, the end is the same; return the deaths.
    """
    for deaths in range(50):
        with site.app_context():
            world = make()
            db.session.commit()
            db.session.remove()
            db.engine.dispose()

        def whole(world: World = world) -> None:
            with site.app_context():
                act(world)

        is_done = not dies_before_commit(deaths, whole)
        with site.app_context():
            if not is_done:
                act(world)
            assert outcome(world) == expected, f"killed before its commit {deaths}"
            db.session.remove()
        if is_done:
            return deaths
    raise AssertionError("it never ends")
