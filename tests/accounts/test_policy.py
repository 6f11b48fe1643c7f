"""Who may do what, where: the table itself, and the edges of areas."""

import pytest

from app.core.errors import NotPermittedError
from app.core.ids import new_id
from app.policy import ANONYMOUS, GRANTS, Actor, Holding, Permission, Place, Role, Scope, allows, areas_for, require

pytestmark = pytest.mark.no_database

MINE, THEIRS = new_id(), new_id()
HERE, ELSEWHERE = "33/12826/01/", "33/12865/01/"


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("permission", Permission)
def test_every_cell_of_the_table_reaches_as_far_as_it_says(role: Role, permission: Permission) -> None:
    scope = GRANTS[role].get(permission)
    official = Actor(new_id(), "x", (Holding(role, area_path="33/12826/"),))
    owner = Actor(new_id(), "x", (Holding(role, merchant_id=MINE),))

    assert allows(official, permission, Place(THEIRS, HERE)) == (scope in (Scope.AREA, Scope.ANY))
    assert allows(official, permission, Place(THEIRS, ELSEWHERE)) == (scope is Scope.ANY)
    assert allows(owner, permission, Place(MINE, HERE)) == (scope in (Scope.OWN, Scope.ANY))
    assert allows(owner, permission, Place(THEIRS, HERE)) == (scope is Scope.ANY)


@pytest.mark.parametrize("permission", Permission)
def test_nobody_may_do_nothing(permission: Permission) -> None:
    assert not allows(ANONYMOUS, permission)
    with pytest.raises(NotPermittedError):
        require(ANONYMOUS, permission)


def test_an_area_ends_at_its_slash() -> None:
    clerk = Actor(new_id(), "x", (Holding(Role.CLERK, area_path="33/1/"),))

    assert allows(clerk, Permission.MERCHANT_VIEW, Place(None, "33/1/2/"))
    assert not allows(clerk, Permission.MERCHANT_VIEW, Place(None, "33/12/"))


def test_an_official_without_an_area_reaches_nothing() -> None:
    clerk = Actor(new_id(), "x", (Holding(Role.CLERK),))

    assert not allows(clerk, Permission.MERCHANT_VIEW, Place(None, HERE))
    assert areas_for(clerk, Permission.MERCHANT_VIEW) == ()


def test_areas_for_queries_are_those_held() -> None:
    both = Actor(new_id(), "x", (Holding(Role.CLERK, "33/1/"), Holding(Role.TRAINER, "33/2/")))

    assert areas_for(both, Permission.TRAINING_RUN) == ("33/1/", "33/2/")
    assert areas_for(both, Permission.MERCHANT_DECIDE) == ("33/1/",)


def test_no_role_but_the_owner_reads_money_and_an_administrator_reads_no_dossier() -> None:
    readers = {role for role, grants in GRANTS.items() if Permission.PAYMENT_VIEW in grants}

    assert readers == {Role.OWNER}
    assert Permission.MERCHANT_VIEW not in GRANTS[Role.ADMIN]
