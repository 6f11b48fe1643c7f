"""What people do about roll-outs: publish one, draw, move a hamlet for a reason, withdraw."""

from collections.abc import Mapping
from datetime import date
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.core import areas, audit, clock
from app.core.db import db
from app.core.errors import DomainError
from app.dashboards.rollouts import queries, rules
from app.dashboards.rollouts.models import Rollout, RolloutHamlet, RolloutMove
from app.dashboards.rollouts.rules import Plan
from app.dashboards.rollouts.states import ROLLOUT, RolloutAction, RolloutState, RolloutStep
from app.policy import Actor

SUBJECT = "rollout"


class RolloutRefusedError(DomainError):
    """A roll-out cannot be published so; ``field`` says which answer to mend."""

    code = "rollouts.refused"
    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, field: str, message: object) -> None:
        super().__init__(message)
        self.field = field


class NotYetDrawnError(DomainError):
    """It is not the day of the draw yet, or what is asked for waits for the draw."""

    code = "rollouts.not_yet"


class AlreadyDrawnError(DomainError):
    """The draw was made: it is not made again."""

    code = "rollouts.already_drawn"


def publish(commune_path: str, course_id: UUID, *, sentence: str, draw_on: date, plan: Plan, by: Actor) -> Rollout:
    """Publish the list of hamlets, the sentence and the day of the draw; the same once more is the one there.

    Raises:
        RolloutRefusedError: the draw is not on a later day, the first wave not after it, there are fewer hamlets than
            waves, the sentence does not serve, or the course is on its way through this commune already.
    """
    known = queries.running(commune_path, course_id)
    if known is not None:
        if (known.sentence, known.draw_on, known.plan) == (sentence, draw_on, plan):
            return known
        raise RolloutRefusedError("course", _l("This course is on its way through the commune. Withdraw that first"))
    today = clock.today()
    places = areas.hamlets(commune_path, today)
    _check(len(places), sentence=sentence, draw_on=draw_on, plan=plan, today=today)
    made = Rollout(
        commune_path=commune_path, course_id=course_id, sentence=sentence, draw_on=draw_on,
        published_at=clock.now(), **vars(plan),
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    db.session.add_all(
        RolloutHamlet(rollout_id=made.id, area_path=each.path, code=each.code, name=each.name) for each in places
    )
    db.session.flush()
    _note(made, RolloutAction.PUBLISHED, by=by)
    return made


def draw(rollout: Rollout, *, digits: str, by: Actor) -> None:
    """Put the hamlets into the order that the published words and the day's number give; the same number twice is once.

    Raises:
        NotYetDrawnError: the day of the draw has not come.
        AlreadyDrawnError: another number was drawn with, or the roll-out was withdrawn.
    """
    if rollout.state is not RolloutState.PUBLISHED:
        if rollout.state is RolloutState.DRAWN and rollout.digits == digits:
            return
        if rollout.state is RolloutState.WITHDRAWN:
            raise AlreadyDrawnError(_l("This order was withdrawn. Publish another list"))
        raise AlreadyDrawnError(_l("The draw was made and stands. Whoever sees a mistake withdraws it with a reason"))
    if clock.today() < rollout.draw_on:
        raise NotYetDrawnError(_l("The draw is on a day that has not come. Come back then"))
    rollout.digits, rollout.drawn_at = digits, clock.now()
    _move(rollout, RolloutStep.DRAW)
    listed = {each.code: each for each in queries.hamlets(rollout.id)}
    for position, code in enumerate(rules.drawn(rollout.seed, listed), 1):
        wave = rules.wave_at(position, places=len(listed), waves=rollout.waves)
        listed[code].position, listed[code].drawn_wave, listed[code].wave = position, wave, wave
    db.session.flush()
    _note(rollout, RolloutAction.DRAWN, by=by)


def move(hamlet: RolloutHamlet, *, wave: int, reason: str, by: Actor) -> None:
    """Give a hamlet another turn for a reason that everybody may read; to where it is already, nothing moves.

    Raises:
        NotYetDrawnError: there is no order yet to be departed from.
    """
    rollout = hamlet.rollout
    if rollout.state is not RolloutState.DRAWN or hamlet.wave is None:
        raise NotYetDrawnError(_l("Draw first. Only a drawn turn can be changed"))
    if wave == hamlet.wave:
        return
    at, before = clock.now(), hamlet.wave
    hamlet.wave = wave
    db.session.add(
        RolloutMove(hamlet_id=hamlet.id, from_wave=before, to_wave=wave, reason=reason, by_id=by.account_id,
                    by_name=by.name, at=at)
    )  # fmt: skip
    db.session.flush()
    _note(rollout, RolloutAction.MOVED, by=by, reason=reason, changes={hamlet.code: [before, wave]})


def withdraw(rollout: Rollout, *, reason: str, by: Actor) -> None:
    """Withdraw a roll-out for a reason; it stays readable, and another may be published. Twice is once."""
    if rollout.state is RolloutState.WITHDRAWN:
        return
    rollout.withdrawn_why = reason
    _move(rollout, RolloutStep.WITHDRAW)
    db.session.flush()
    _note(rollout, RolloutAction.WITHDRAWN, by=by, reason=reason)


def _check(places: int, *, sentence: str, draw_on: date, plan: Plan, today: date) -> None:
    if not rules.is_sentence(sentence):
        raise RolloutRefusedError(
            "sentence", _l("Write a sentence of at least 20 letters, without the sign |, for example a line of a song")
        )
    if draw_on <= today:
        raise RolloutRefusedError("draw_on", _l("Choose a later day, so that everybody can read the list before"))
    if plan.first_on <= draw_on:
        raise RolloutRefusedError("first_on", _l("Choose a month that begins after the draw"))
    if places < plan.waves:
        raise RolloutRefusedError("waves", _l("There are fewer hamlets than turns. Choose fewer turns"))


def _note(
    rollout: Rollout, action: RolloutAction, *, by: Actor, reason: str = "", changes: Mapping[str, Any] | None = None
) -> None:
    audit.record(action, (SUBJECT, rollout.id), by=by, at=clock.now(), reason=reason, changes=changes)


def _move(rollout: Rollout, step: RolloutStep) -> None:
    rollout.state = ROLLOUT.next(rollout.state, step)
