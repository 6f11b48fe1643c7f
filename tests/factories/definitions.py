"""Changes to definitions, for tests."""

from dataclasses import replace
from types import MappingProxyType

from app.core import clock
from app.core.ids import new_id
from app.dashboards.indicators import access, services
from app.dashboards.indicators.models import DefinitionChange
from app.dashboards.indicators.rules import Definition
from app.policy import Actor, Holding, Role
from tests.browser import account_of


def official(name: str = "Chị Vũ Hải Yến", role: Role = Role.PROVINCE, area_path: str = "33/") -> Actor:
    """Return somebody with an account who may change definitions."""
    actor = Actor(new_id(), name, (Holding(role, area_path),))
    account_of(actor)
    return actor


def wanted(number: str = "CS-06", **params: int) -> Definition:
    """Return a definition with other numbers, from today on."""
    before = access.definition_named(number)
    changed = MappingProxyType(dict(before.params) | (params or {"months": 4}))
    return replace(before, params=changed, valid_from=clock.today())


def propose_definition(number: str = "CS-06", *, by: Actor | None = None, **params: int) -> DefinitionChange:
    """Propose other numbers for a definition."""
    before = access.definition_named(number)
    return services.propose(before, wanted(number, **params), why="Tỉnh vừa quy định", by=by or official())
