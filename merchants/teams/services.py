"""What people do about teams: found one, name members, let them go, lend things and take them back."""

from collections.abc import Iterable
from datetime import date
from http import HTTPStatus
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.core import audit, clock
from app.core.db import db
from app.core.errors import DomainError
from app.core.text import fold
from app.policy import Actor
from merchants.teams import queries
from merchants.teams.models import Loan, Team, TeamMember
from merchants.teams.rules import Listed
from merchants.teams.states import TeamAction


class FutureDecisionError(DomainError):
    """A decision is dated on a day that has not come."""

    code = "teams.future_decision"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class BackBeforeLentError(DomainError):
    """A thing would come back before it is lent."""

    code = "teams.back_before_lent"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


def found(*, area_path: str, decision_no: str, decided_on: date, by: Actor) -> Team:
    """Write down the team of a place; a place has one, so founding it again gives the one there.

    Raises:
        FutureDecisionError: the day of the decision has not come.
    """
    known = queries.team_of(area_path)
    if known is not None:
        return known
    if decided_on > clock.today():
        raise FutureDecisionError(_l("The decision cannot be of a day to come. Look at the date on it"))
    team = Team(area_path=area_path, decision_no=decision_no, decided_on=decided_on, founded_at=clock.now())
    db.session.add(team)
    db.session.flush()
    _note("team", team.id, TeamAction.FOUNDED, by=by)
    return team


def join(team: Team, people: Iterable[Listed], *, by: Actor) -> int:
    """Name people to a team and return how many are new; whoever is there stays once, whoever left comes back."""
    known = {
        (one.name_fold, one.phone): one
        for one in db.session.scalars(select(TeamMember).where(TeamMember.team_id == team.id))
    }
    new = 0
    for person in people:
        key = fold(person.name), person.phone
        one = known.get(key)
        if person.fault or (one is not None and one.left_at is None):
            continue
        if one is None:
            one = TeamMember(team_id=team.id, name=person.name, name_fold=key[0], phone=person.phone)
            db.session.add(one)
            known[key] = one
        one.joined_at, one.left_at = clock.now(), None
        db.session.flush()
        _note("team_member", one.id, TeamAction.JOINED, by=by)
        new += 1
    return new


def leave(member: TeamMember, *, by: Actor) -> None:
    """Let somebody go from a team; twice is once."""
    if member.left_at is None:
        member.left_at = clock.now()
        db.session.flush()
        _note("team_member", member.id, TeamAction.LEFT, by=by)


def lend(team: Team, *, thing: str, lent_to: str, back_by: date, by: Actor) -> Loan:
    """Write down that a thing of the team is in somebody's hands.

    Raises:
        BackBeforeLentError: it would have to be back before today.
    """
    today = clock.today()
    if back_by < today:
        raise BackBeforeLentError(_l("Choose a day from today on"))
    loan = Loan(team_id=team.id, thing=thing, lent_to=lent_to, lent_on=today, back_by=back_by)
    db.session.add(loan)
    db.session.flush()
    _note("team_loan", loan.id, TeamAction.LENT, by=by)
    return loan


def give_back(loan: Loan, *, by: Actor) -> None:
    """Write down that a thing came back; twice is once."""
    if loan.given_back_at is None:
        loan.given_back_at = clock.now()
        db.session.flush()
        _note("team_loan", loan.id, TeamAction.GIVEN_BACK, by=by)


def _note(kind: str, subject: UUID, action: TeamAction, *, by: Actor) -> None:
    audit.record(action, (kind, subject), by=by, at=clock.now())
