"""Every number has a definition; changing one takes two people, makes a new version and is tried out first."""

import hashlib
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine

from app.core import audit, clock
from app.core.db import db
from app.core.ids import new_id
from app.core.proposals import ProposalPendingError, ProposalRefusedError
from app.core.proposals.states import ProposalState
from app.core.second_person import SecondPersonError
from app.core.states import TransitionNotAllowedError
from app.dashboards.counting.queries import COUNTED
from app.dashboards.indicators import access, queries, services
from app.dashboards.indicators.rules import Method, as_row, read_definition
from app.dashboards.indicators.words import OWNERS, PARAMS, PILLARS, SPANS, UNITS
from app.dashboards.metrics import METRICS
from app.dashboards.rows.facts import UNSEEN_FOR
from app.policy import Actor, Role
from payments.rules import payers_rule_if_any, use_rule_on
from tests.browser import Browser
from tests.factories.definitions import official, propose_definition, wanted
from tests.factories.figures import prove_payment
from tests.factories.training import make_merchant, owner_of

DICTIONARY = queries.shipped()
NUMBERS = list(DICTIONARY.versions)
DAY = date(2026, 11, 20)


def first(number: str) -> Any:
    return DICTIONARY.on(number, DAY)


@pytest.mark.no_database
def test_the_dictionary_holds_the_thirty_four_and_their_lettered_halves() -> None:
    assert [number for number in NUMBERS if len(number) == 5] == [f"CS-{number:02d}" for number in range(1, 35)]
    lettered = [number for number in NUMBERS if len(number) > 5]
    assert lettered == ["CS-01b", "CS-03b", "CS-14b", "CS-14c", "CS-14d", "CS-21b"]


@pytest.mark.no_database
@pytest.mark.parametrize("number", NUMBERS)
def test_every_definition_is_whole_in_both_languages(number: str) -> None:
    definition = first(number)
    said = [word for language in ("vi", "en") for word in vars(definition.words[language]).values()]

    assert all(said)
    assert definition.words["vi"] != definition.words["en"]
    assert definition.pair in NUMBERS
    assert definition.pair != number
    assert definition.unit in UNITS
    assert definition.span in SPANS
    assert definition.owner in OWNERS
    assert definition.pillar in PILLARS
    assert set(definition.params) <= set(PARAMS)
    assert read_definition(as_row(definition)) == definition


def fingerprint(row: dict[str, Any]) -> str:
    plain = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{row['id']} v{row['version']} {hashlib.sha256(plain.encode()).hexdigest()}"


@pytest.mark.no_database
def test_no_version_is_edited_in_place_a_changed_definition_is_a_new_version() -> None:
    written = (Path(__file__).parent / "definitions.txt").read_text("utf-8").split("\n")[:-1]

    assert [fingerprint(as_row(each)) for known in DICTIONARY.versions.values() for each in known] == written


@pytest.mark.no_database
def test_a_changed_word_or_number_is_noticed() -> None:
    row = as_row(first("CS-04"))

    assert fingerprint(row) != fingerprint(row | {"params": row["params"] | {"payments": 2}})
    assert fingerprint(row) != fingerprint(row | {"owner": "another"})


@pytest.mark.no_database
def test_what_is_said_to_be_counted_is_counted_and_nothing_else() -> None:
    counted = {number for number in NUMBERS if first(number).method is Method.COUNTED}

    assert counted == set(COUNTED)
    assert {metric.number for metric in METRICS} <= counted


@pytest.mark.no_database
def test_use_is_defined_as_the_dated_rule_of_payments_says() -> None:
    rule, payers = use_rule_on(DAY).value, payers_rule_if_any(DAY)
    assert payers is not None
    for number in ("CS-04", "CS-33"):
        assert first(number).params == {
            "payments": rule["default"],
            "payments_rare": rule["homestay"],
            "payers": payers.value["default"],
        }
    assert rule["homestay"] == rule["weaving"]
    assert payers.value["homestay"] == payers.value["weaving"] == 1


@pytest.mark.no_database
def test_a_sign_is_late_for_a_photograph_once_it_counts_no_longer_as_right() -> None:
    assert timedelta(days=first("CS-09").params["days"]) == UNSEEN_FOR


@pytest.mark.parametrize("number", NUMBERS)
def test_anybody_may_read_what_a_number_means(browser: Browser, number: str) -> None:
    page = browser.visit(f"/chi-so/{number}")
    said = first(number).said("vi")

    assert page.status == 200
    for word in (said.name, said.numerator, said.denominator, said.left_out, said.source, f"{number} v1"):
        assert word in page.text
    assert f"/chi-so/{first(number).pair}" in page.links
    assert first(number).said("en").numerator in browser.visit(f"/chi-so/{number}?lang=en").text


def test_the_list_names_all_by_pillar(browser: Browser) -> None:
    page = browser.visit("/chi-so?lang=vi")

    assert {f"/chi-so/{number}" for number in NUMBERS} <= set(page.links)
    assert browser.visit("/chi-so/CS-99").status == 404


def test_a_change_is_a_new_version_once_a_second_person_agrees() -> None:
    change = propose_definition(months=4)
    assert access.definition_named("CS-06").version == 1

    services.agree(change, by=official("Anh Lê Minh Khôi"))
    db.session.commit()

    now = access.definition_named("CS-06")
    assert (now.version, now.params["months"], change.edition) == (2, 4, 2)
    yesterday = clock.today() - timedelta(days=1)
    before = queries.dictionary().on("CS-06", yesterday)
    assert before is not None
    assert (before.version, before.params["months"]) == (1, 3)
    actions = [entry.action for entry in audit.entries_about(services.SUBJECT, change.id)]
    assert actions == ["definition:propose", "definition:agree"]


def test_nobody_agrees_to_a_proposal_of_their_own() -> None:
    by = official()
    change = propose_definition(by=by)

    for somebody in (by, Actor.system("cron"), Actor(None, "Không tài khoản", by.holdings)):
        with pytest.raises(SecondPersonError):
            services.agree(change, by=somebody)
        with pytest.raises(SecondPersonError):
            services.not_agree(change, note="không", by=somebody)
    with pytest.raises(SecondPersonError):
        propose_definition(by=Actor.system("cron"))
    assert change.state is ProposalState.PROPOSED


def test_a_change_turned_down_leaves_the_definition_and_frees_it() -> None:
    change = propose_definition()

    services.not_agree(change, note="Chưa có văn bản", by=official("Anh Lê Minh Khôi"))

    assert (change.state, change.edition) == (ProposalState.NOT_AGREED, None)
    assert queries.dictionary() == DICTIONARY
    propose_definition()
    with pytest.raises(TransitionNotAllowedError):
        services.agree(change, by=official("Anh Lê Minh Khôi"))


def test_what_cannot_be_proposed_says_which_answer_to_mend() -> None:
    before = access.definition_named("CS-06")
    with pytest.raises(ProposalRefusedError) as same:
        services.propose(before, before, why="Không đổi gì", by=official())
    assert same.value.field == "valid_from"  # the day it came into force has passed
    with pytest.raises(ProposalRefusedError) as nothing:
        services.propose(before, wanted(months=3), why="Không đổi gì", by=official())
    assert nothing.value.field == "why"
    change = propose_definition()
    with pytest.raises(ProposalPendingError):
        propose_definition(months=5)

    late = time_machine.travel(clock.now() + timedelta(days=2), tick=False)
    with late, pytest.raises(ProposalRefusedError):
        services.agree(change, by=official("Anh Lê Minh Khôi"))


def test_a_dry_run_counts_six_periods_by_both_definitions() -> None:
    last_month = (clock.today().replace(day=1) - timedelta(days=40)).replace(day=10)
    for times in (2, 3):
        merchant = make_merchant(confirmed_at=clock.now() - timedelta(days=300))
        prove_payment(merchant, times=times, on=last_month)

    before, after = access.definition_named("CS-04"), wanted("CS-04", payments=2, payers=2)
    trials = queries.dry_run(before, after, clock.today())

    assert len(trials) == 6
    there = next(trial for trial in trials if trial.term.month_end_on.month == last_month.month)
    assert (there.before.numerator, there.after.numerator, there.difference) == (1, 2, 1)
    silent = next(trial for trial in trials if trial.term < there.term)
    assert silent.difference is None
    assert queries.dry_run(before, before, clock.today()) == []


def answers(**changed: Any) -> dict[str, Any]:
    today = clock.today()
    vi, en = (access.definition_named("CS-06").said(language) for language in ("vi", "en"))
    words = {
        f"{name}_{language}": getattr(said, name)
        for language, said in (("vi", vi), ("en", en))
        for name in ("numerator", "denominator", "left_out", "source")
    }
    day = [str(today.day), str(today.month), str(today.year)]
    return words | {"months": "4", "valid_from": day, "why": "Tỉnh vừa quy định"} | changed


def test_two_officials_change_a_definition_on_their_pages(browser: Browser) -> None:
    browser.sign_in(official())
    other = Browser(browser.app)
    other.sign_in(official("Anh Lê Minh Khôi", Role.OFFICIAL, "33/12826/"))
    assert "/cb/dinh-nghia/CS-06" in browser.visit("/chi-so/CS-06?lang=vi").links

    page = browser.fill("/cb/dinh-nghia/CS-06", **answers(numerator_vi="Cơ sở dùng đủ bốn tháng"))
    here = page.location or ""
    assert page.status == 303
    assert "Đồng nghiệp phải mở trang này" in browser.visit(here).text
    assert browser.post(f"{here}/dong-y").status == 409
    assert here in other.visit("/cb/dinh-nghia").links
    assert "Cơ sở dùng đủ bốn tháng" in other.visit(here).text

    assert other.fill(here, to=f"{here}/dong-y").status == 303
    visitor = Browser(browser.app).visit("/chi-so/CS-06")
    assert "Cơ sở dùng đủ bốn tháng" in visitor.text
    assert "CS-06 v1" in visitor.text
    assert "CS-06 v2" in visitor.text
    assert "Vũ Hải Yến" not in visitor.text
    assert "CS-06 v1" in browser.visit(here).text


def test_a_second_person_says_no_with_a_reason(browser: Browser) -> None:
    here = f"/cb/dinh-nghia/de-nghi/{propose_definition().id}"
    db.session.commit()
    browser.sign_in(official("Ông Trần Văn Bảo", Role.LEADER, "33/12826/"))

    assert browser.fill(here, to=f"{here}/khong", note="").status == 422
    assert browser.fill(here, to=f"{here}/khong", note="Chưa có văn bản").status == 303
    assert "Chưa có văn bản" in browser.visit(here).text


@pytest.mark.parametrize(
    "changed", [{"months": "nhiều"}, {"months": "0"}, {"why": " "}, {"numerator_en": ""}, {"months": "3"},
                {"valid_from": ["1", "1", "2026"]}],
)  # fmt: skip
def test_a_proposal_that_will_not_do_is_asked_again(browser: Browser, changed: dict[str, Any]) -> None:
    browser.sign_in(official())

    assert browser.fill("/cb/dinh-nghia/CS-06", **answers(**changed)).status == 422
    assert queries.open_changes() == []


@pytest.mark.parametrize("role", [Role.CLERK, Role.TEAM, Role.TRAINER, Role.AUDITOR, Role.ADMIN, Role.OWNER])
def test_others_neither_see_nor_decide_changes(browser: Browser, role: Role) -> None:
    change = propose_definition()
    db.session.commit()
    somebody = owner_of(make_merchant()) if role is Role.OWNER else official("Người khác", role, "33/12826/")
    browser.sign_in(somebody)
    here = f"/cb/dinh-nghia/de-nghi/{change.id}"

    for path in ("/cb/dinh-nghia", "/cb/dinh-nghia/CS-06", here, f"/cb/dinh-nghia/de-nghi/{new_id()}"):
        assert browser.visit(path).status == 404
    for path in ("/cb/dinh-nghia/CS-06", f"{here}/dong-y", f"{here}/khong"):
        assert browser.post(path, note="không", **answers()).status == 404
    assert "/cb/dinh-nghia/CS-06" not in browser.visit("/chi-so/CS-06").links
    db.session.refresh(change)
    assert change.state is ProposalState.PROPOSED
