"""Reads of teams: which places have one, which have worked, who is in it, what is lent."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from app.core import areas, clock
from app.core.areas import Area
from app.core.db import db, within
from app.policy import Actor, Permission, areas_for
from merchants.models import Merchant
from merchants.teams import rules
from merchants.teams.models import Loan, Team, TeamMember
from merchants.training.models import TrainingSession
from merchants.training.states import SessionState
from merchants.visits.models import Visit
from merchants.visits.states import Says, VisitState

BASELINE = Path(__file__).with_name("data") / "baseline.json"
# What counts as lately: work of these days and today makes a team one that worked.
LATELY = timedelta(days=30)


@dataclass(frozen=True)
class Cell:
    """One place of the grid: whether a team is set up there, and whether it worked lately."""

    path: str
    code: str
    name: str
    team_id: UUID | None
    is_set_up: bool
    has_worked: bool


@dataclass(frozen=True)
class Coverage:
    """How many places there are, how many have a team, how many of these worked."""

    places: int
    set_up: int
    worked: int


@dataclass(frozen=True)
class Grid:
    """Communes with their hamlets, and both counts beside what was reported once."""

    communes: list[tuple[Cell, list[Cell]]]
    commune: Coverage
    hamlet: Coverage
    baseline: Mapping[str, Any]


@cache
def baseline() -> Mapping[str, Any]:
    """Return what the programme reported in its first year: kept beside today's count, never mixed with it."""
    found: Mapping[str, Any] = json.loads(BASELINE.read_text("utf-8"))
    return found


def grid(actor: Actor, today: date) -> Grid:
    """Return every commune somebody may see figures of, with its hamlets."""
    reach = areas_for(actor, Permission.DASHBOARD_VIEW)
    teams = {team.area_path: (team, count) for team, count in _with_counts(reach)}
    busy = worked(reach, today - LATELY, today)
    rows = []
    for commune in areas.communes(today):
        hamlets = [place for place in areas.hamlets(commune.path, today) if _seen(place.path, reach)]
        if hamlets or _seen(commune.path, reach):
            cells = [_cell(place, teams, busy) for place in hamlets]
            rows.append((_cell(commune, teams, busy), cells))
    return Grid(
        communes=rows,
        commune=_coverage([cell for cell, _ in rows]),
        hamlet=_coverage([cell for _, cells in rows for cell in cells]),
        baseline=baseline(),
    )


def _cell(place: Area, teams: Mapping[str, tuple[Team, int]], busy: frozenset[str]) -> Cell:
    team, members = teams.get(place.path, (None, 0))
    is_set_up = team is not None and rules.is_set_up(team.decision_no, members)
    return Cell(
        path=place.path,
        code=place.code,
        name=place.name,
        team_id=team.id if team is not None else None,
        is_set_up=is_set_up,
        has_worked=is_set_up and place.path in busy,
    )


def _coverage(cells: Sequence[Cell]) -> Coverage:
    return Coverage(len(cells), sum(cell.is_set_up for cell in cells), sum(cell.has_worked for cell in cells))


def _seen(path: str, reach: tuple[str, ...] | None) -> bool:
    return reach is None or any(path.startswith(held) for held in reach)


def _with_counts(reach: tuple[str, ...] | None) -> Sequence[tuple[Team, int]]:
    here = func.count(TeamMember.id).filter(TeamMember.left_at.is_(None))
    counted = (
        select(Team, here)
        .outerjoin(TeamMember, TeamMember.team_id == Team.id)
        .where(within(Team.area_path, reach))
        .group_by(Team.id)
    )
    return [(team, count) for team, count in db.session.execute(counted)]


def worked(reach: tuple[str, ...] | None, first: date, last: date) -> frozenset[str]:
    """Return where, between two days, a class was held, or a household visited that by then had not said no.

    With every such place stand the places it lies in.
    """
    end = clock.start_of(last + timedelta(days=1))
    held = select(TrainingSession.area_path).where(
        TrainingSession.state == SessionState.HELD,
        TrainingSession.held_on >= first,
        TrainingSession.held_on <= last,
        within(TrainingSession.area_path, reach),
    )
    visited = (
        select(Merchant.area_path)
        .join(Visit, Visit.merchant_id == Merchant.id)
        .where(
            Visit.state == VisitState.SEEN,
            (Visit.says != Says.WRONG) | (Visit.said_at >= end),
            Visit.done_at >= clock.start_of(first),
            Visit.done_at < end,
            within(Merchant.area_path, reach),
        )
    )
    return rules.with_those_above(db.session.scalars(held.union(visited)))


def team(team_id: UUID) -> Team | None:
    """Return one team."""
    return db.session.get(Team, team_id)


def set_up_on(on: date) -> frozenset[str]:
    """Return the places whose team stood at the end of a day: decided by then, with three members not yet gone."""
    end = clock.start_of(on + timedelta(days=1))
    there = func.count(TeamMember.id).filter(
        TeamMember.joined_at < end, TeamMember.left_at.is_(None) | (TeamMember.left_at >= end)
    )
    counted = (
        select(Team.area_path, Team.decision_no, there)
        .join(TeamMember, TeamMember.team_id == Team.id)
        .where(Team.decided_on <= on)
        .group_by(Team.id)
    )
    return frozenset(path for path, number, count in db.session.execute(counted) if rules.is_set_up(number, count))


def set_up_in(paths: tuple[str, ...] | None) -> frozenset[str]:
    """Return the places within some areas whose team stands now."""
    return frozenset(team.area_path for team, count in _with_counts(paths) if rules.is_set_up(team.decision_no, count))


def team_of(area_path: str) -> Team | None:
    """Return the team of a place."""
    return db.session.scalars(select(Team).where(Team.area_path == area_path)).first()


def members(team_id: UUID) -> Sequence[TeamMember]:
    """Return who is in a team now, by given name."""
    here = select(TeamMember).where(TeamMember.team_id == team_id, TeamMember.left_at.is_(None))
    return sorted(db.session.scalars(here), key=lambda one: (one.name.split()[-1:], one.name))


def member(member_id: UUID) -> TeamMember | None:
    """Return one member, in the team or gone."""
    return db.session.get(TeamMember, member_id)


def loans(team_id: UUID) -> Sequence[Loan]:
    """Return what is lent and not given back, the longest due first."""
    out = select(Loan).where(Loan.team_id == team_id, Loan.given_back_at.is_(None))
    return db.session.scalars(out.order_by(Loan.back_by, Loan.id)).all()


def loan(loan_id: UUID) -> Loan | None:
    """Return one loan."""
    return db.session.get(Loan, loan_id)


def places_without(actor: Actor, today: date) -> list[tuple[str, str]]:
    """Return the communes and hamlets where somebody may set up a team that is not there yet."""
    reach = areas_for(actor, Permission.TEAM_KEEP)
    taken = set(db.session.scalars(select(Team.area_path).where(within(Team.area_path, reach))))
    return [(place.path, place.label) for place in areas.within_reach(reach, today) if place.path not in taken]
