"""Whoever has whatever roles at whatever other places reads nothing of a family: drawn at random, role by role."""

from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.core.ids import new_id
from app.policy import Actor, Holding, Role
from tests.app.test_scope import (
    HOLDERS_OF_CODES,
    HOME,
    READ_BY_AUDITORS,
    Reader,
    every_address,
    generous,
    searches_for,
)
from tests.factories.marked import make_marked

__all__ = ["generous"]

AT_PLACES = tuple(set(Role) - {Role.PUBLIC, Role.OWNER, Role.DELEGATE, Role.SYSTEM})
# Other hamlets of other communes, communes whose codes begin alike, another province, one that does not exist.
PLACES = ("33/12826/", "33/12826/01/", "33/1286/", "33/128/", "3/", "01/", "01/12865/", "33/128651/")
HELD_AT_PLACES = st.builds(Holding, st.sampled_from(sorted(AT_PLACES)), st.sampled_from(PLACES))
HELD_ELSEWHERE = st.builds(lambda: Holding(Role.OWNER, merchant_id=new_id()))
HOLDINGS = st.lists(HELD_AT_PLACES | HELD_ELSEWHERE, max_size=3)
AT_ONCE, FILES_AT_ONCE = 8, 4


def test_whoever_has_roles_at_other_places_reads_nothing_of_a_family(
    app: Flask, session: object, generous: None
) -> None:
    marked = make_marked(HOME)
    named = {value for value in marked.parts.values() if len(value) > 8}
    shown = [place for place in every_address(app, marked) if place[0] == "GET"]
    # Files and exports, some of which name the family within a name, and some no family at all.
    files = [place for place in shown if "." in place[2] or place[2].endswith("/tep")]
    places = [place for place in shown if named & set(place[2].split("/")) and place not in files]
    searches = searches_for(marked)
    secret = marked.owners | marked.desk

    # A tenth of what is drawn elsewhere, since every draw opens many pages.
    @settings(
        max_examples=settings().max_examples // 10, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    @given(
        holdings=HOLDINGS,
        some=st.lists(st.sampled_from(places), min_size=AT_ONCE, max_size=AT_ONCE, unique=True),
        kept=st.lists(st.sampled_from(files), min_size=FILES_AT_ONCE, max_size=FILES_AT_ONCE, unique=True),
        asked=st.lists(st.sampled_from(searches), min_size=3, max_size=3, unique=True),
    )
    def nothing_is_read(
        holdings: list[Holding], some: list[tuple[str, str, str]], kept: list[tuple[str, str, str]], asked: list[str]
    ) -> None:
        reader = Reader(app, Actor(new_id(), "người lạ", tuple(holdings)), secret)
        known = HOLDERS_OF_CODES | (READ_BY_AUDITORS if Role.AUDITOR in {each.role for each in holdings} else {})
        for rule, path in [*((rule, path) for _, rule, path in (*some, *kept)), *(("", path) for path in asked)]:
            reader.ask("GET", path, rule)
        leaks = {rule: heard - known.get(rule, set()) for rule, heard in reader.read.items()}
        assert not any(leaks.values()), leaks

    assert len(files) > 50, "papers, codes, lists and packs, each as the file it is handed out as"
    nothing_is_read()
    inside = Reader(app, Actor(new_id(), "Một cửa", (Holding(Role.CLERK, HOME),)), secret)
    assert inside.look_for_all([], searches) < secret, "whoever works there does read of the family on these pages"
