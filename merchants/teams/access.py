"""Fetch and authorise in one call: outside one's area a team does not exist."""

from uuid import UUID

from app.core.errors import NotFoundError
from app.policy import Actor, Permission, allows
from merchants.teams import queries
from merchants.teams.models import Loan, Team, TeamMember


def team_for(actor: Actor, team_id: UUID) -> Team:
    """Return a team to whoever keeps the teams of its place.

    Raises:
        NotFoundError: there is no such team, or it is elsewhere.
    """
    team = queries.team(team_id)
    if team is None or not allows(actor, Permission.TEAM_KEEP, team.place()):
        raise NotFoundError("no such team")
    return team


def member_for(actor: Actor, member_id: UUID) -> TeamMember:
    """Return a member to whoever keeps their team.

    Raises:
        NotFoundError: there is no such member, or the team is elsewhere.
    """
    member = queries.member(member_id)
    if member is None:
        raise NotFoundError("no such member")
    team_for(actor, member.team_id)
    return member


def loan_for(actor: Actor, loan_id: UUID) -> Loan:
    """Return a loan to whoever keeps the team.

    Raises:
        NotFoundError: there is no such loan, or the team is elsewhere.
    """
    loan = queries.loan(loan_id)
    if loan is None:
        raise NotFoundError("no such loan")
    team_for(actor, loan.team_id)
    return loan
