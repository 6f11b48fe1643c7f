"""The five steps of a business, from registration onto the marketplaces: what has really happened, what comes next.

The first step is told by the dossier itself, each later one by the slice that keeps its facts, named by the factory:
a lower floor never looks into a higher one.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from flask import Flask, current_app
from flask_babel import lazy_gettext as _l

from app.policy import Actor
from merchants.models import Merchant


class Progress(StrEnum):
    """How far one step has come."""

    LOCKED = "locked"
    OPEN = "open"
    GOING = "going"
    DONE = "done"


LABELS = {
    Progress.LOCKED: _l("Cannot start yet"),
    Progress.OPEN: _l("Not begun"),
    Progress.GOING: _l("In progress"),
    Progress.DONE: _l("Completed"),
}
KINDS = {Progress.LOCKED: "", Progress.OPEN: "", Progress.GOING: "wait", Progress.DONE: "good"}


@dataclass(frozen=True)
class Task:
    """One step as its owner reads it: ``hint`` is the fact it rests upon, or what to do next."""

    label: str
    status: str
    kind: str = ""
    hint: str = ""
    url: str = ""
    is_done: bool = False


# Tells the steps of one slice by their number, so that what several rest upon is read once.
Teller = Callable[[Merchant, Actor], Mapping[int, Task]]


def task(label: str, progress: Progress, hint: str, url: str = "") -> Task:
    """Return a step in the words and colours all steps share."""
    is_done = progress is Progress.DONE
    return Task(label, str(LABELS[progress]), KINDS[progress], hint, url, is_done=is_done)


def register(app: Flask, tellers: Sequence[Teller]) -> None:
    """Name who tells the later steps."""
    app.extensions["journey"] = tuple(tellers)


def later_steps(merchant: Merchant, actor: Actor) -> list[Task]:
    """Return the steps after registration, as they stand now."""
    tellers: Sequence[Teller] = current_app.extensions["journey"]
    told = {number: step for teller in tellers for number, step in teller(merchant, actor).items()}
    return [told[number] for number in sorted(told)]
